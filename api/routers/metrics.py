"""Metrics, in the text format of Prometheus."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from api.dependencies import ServicesDep
from api.problems import documented
from core.errors import UnavailableError
from services.status_service import Counts, StatusService

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
        await _add_streams(registry, services.status)
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
    waiting = Gauge("grandma_queue_rows", "Rows under way", ["queue", "kind", "status"], registry=registry)
    age = Gauge(
        "grandma_queue_oldest_seconds", "Age of the oldest of them", ["queue", "kind", "status"], registry=registry
    )
    for kind, backlog in counts.backlog:
        waiting.labels(backlog.queue, kind, backlog.status).set(backlog.rows)
        age.labels(backlog.queue, kind, backlog.status).set(backlog.oldest_seconds)


async def _add_streams(registry: CollectorRegistry, status: StatusService) -> None:
    depth = Gauge("grandma_queue_depth", "Entries waiting in a stream", ["queue"], registry=registry)
    pending = Gauge("grandma_queue_pending", "Entries read but not acknowledged", ["queue"], registry=registry)
    head = Gauge("grandma_queue_head_age_seconds", "Age of the oldest waiting entry", ["queue"], registry=registry)
    for queue, state in (await status.inspect_streams()).items():
        depth.labels(queue).set(state.waiting)
        pending.labels(queue).set(state.pending)
        head.labels(queue).set((state.now - state.head_at).total_seconds())
