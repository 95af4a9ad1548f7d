"""Metrics, in the text format of Prometheus."""

from collections.abc import Mapping

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from api.dependencies import ServicesDep
from api.problems import documented
from core.crowds import Crowd
from core.domain import TaskStatus
from core.errors import UnavailableError
from core.retention import PURGED_TABLES
from services.model_budget import Spending
from services.status_service import Counts, Overview

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **documented(open_to_all=True)},
)
async def get_metrics(services: ServicesDep) -> Response:
    """The counters of this process, and what the rows and streams of the whole installation say."""
    registry = CollectorRegistry()
    try:
        _add_counts(registry, await services.status.count())
        _add_queues(registry, await services.status.list_queues())
        _add_crowds(registry, await services.status.list_crowds())
        _add_spending(registry, await services.budget.look())
    except UnavailableError:
        up = 0
    else:
        up = 1
    Gauge("grandma_up", "Whether PostgreSQL and Redis could be asked", registry=registry).set(up)
    body = generate_latest(services.metrics.registry) + generate_latest(registry)
    return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _add_counts(registry: CollectorRegistry, counts: Counts) -> None:
    tasks = Gauge("grandma_tasks", "Tasks by intent and state", ["intent", "status"], registry=registry)
    attempts = Gauge("grandma_task_attempts", "Attempts that tasks took", ["intent", "status"], registry=registry)
    for intent, status, rows, tries in counts.tasks:
        tasks.labels(intent, status).set(rows)
        attempts.labels(intent, status).set(tries)
    messages = Gauge("grandma_webhook_messages", "Webhook messages by state", ["status"], registry=registry)
    deliveries = Gauge("grandma_webhook_attempts", "Tries to deliver messages", ["status"], registry=registry)
    for status, rows, tries in counts.webhooks:
        messages.labels(status).set(rows)
        deliveries.labels(status).set(tries)
    purged = CounterMetricFamily("grandma_purged_rows", "Rows deleted because they were old", labels=["table"])
    for table in PURGED_TABLES:
        purged.add_metric([table], counts.purged.get(table, 0))
    registry.register(_Ready(purged))


def _add_queues(registry: CollectorRegistry, overview: Overview) -> None:
    def gauge(name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"grandma_{name}", text, ["queue", *labels], registry=registry)

    depth = gauge("queue_depth", "Entries that no worker has read yet")
    lanes = gauge("queue_lane_depth", "The same for the main stream and the bulk streams", "lane")
    pending = gauge("queue_pending", "Entries read but not acknowledged")
    head = gauge("queue_head_age_seconds", "Age of the oldest entry that no worker has read yet")
    rows = gauge("queue_rows", "Rows under way or dead, by state", "status")
    dead = gauge("dead_letters", "What has failed and was not redriven")
    paused = gauge("queue_paused", "Whether nothing of the queue is begun")
    for state in overview.queues:
        depth.labels(state.queue).set(state.waiting + state.waiting_bulk)
        lanes.labels(state.queue, "main").set(state.waiting)
        lanes.labels(state.queue, "bulk").set(state.waiting_bulk)
        pending.labels(state.queue).set(state.in_flight)
        head.labels(state.queue).set(state.oldest_seconds)
        dead.labels(state.queue).set(state.rows[TaskStatus.FAILED])
        paused.labels(state.queue).set(state.pause is not None)
        for status, count in state.rows.items():
            rows.labels(state.queue, status).set(count)
    accounts = Gauge("grandma_paused_accounts", "Accounts of which nothing is begun", registry=registry)
    accounts.set(len(overview.paused_accounts))


def _add_crowds(registry: CollectorRegistry, crowds: Mapping[str, Crowd]) -> None:
    calls = Gauge("grandma_outside_calls", "Calls under way to systems outside", ["system"], registry=registry)
    full = Gauge("grandma_outside_full", "Systems outside that have no room", ["system"], registry=registry)
    for kind, crowd in crowds.items():
        calls.labels(kind).set(crowd.under_way)
        full.labels(kind).set(crowd.full)
    turned_away = CounterMetricFamily(
        "grandma_outside_turned_away", "Work sent back for want of room", labels=["system"]
    )
    for kind, crowd in crowds.items():
        turned_away.add_metric([kind], crowd.turned_away)
    registry.register(_Ready(turned_away))


def _add_spending(registry: CollectorRegistry, spending: Spending) -> None:
    spent = Gauge("grandma_model_spent_today_dollars", "What models have cost today, in UTC", registry=registry)
    spent.set(float(spending.spent))
    is_spent = Gauge("grandma_model_budget_spent", "Whether no model is asked any more today", registry=registry)
    is_spent.set(spending.is_spent)


class _Ready(Collector):
    """A family whose values are known already: a counter that was counted elsewhere."""

    def __init__(self, family: Metric) -> None:
        self._family = family

    def collect(self) -> list[Metric]:
        return [self._family]
