"""The outbox: what has happened, as messages to whoever wants to hear of it, written in the transaction in which it happens.

`announce` is for everything that an account's registered endpoints may hear of. `WebhookOutbox.tell` is for tasks, which
are told to the `webhook_url` of their request too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from core.clock import Clock
from core.domain import Task, TaskStatus, WorkKind
from core.events import EventType
from core.ids import make_id
from core.queue import Ring
from repositories.unit_of_work import UnitOfWork
from repositories.webhook import NewWebhookMessage
from services.task_view import instant_text, task_view
from services.webhook.address import check_webhook_url
from services.webhook.schedule import MAX_ATTEMPTS

TOLD = {
    TaskStatus.COMPLETED: EventType.TASK_COMPLETED,
    TaskStatus.FAILED: EventType.TASK_FAILED,
    TaskStatus.CANCELLED: EventType.TASK_CANCELLED,
    TaskStatus.EXPIRED: EventType.TASK_EXPIRED,
    TaskStatus.NEEDS_INPUT: EventType.TASK_NEEDS_INPUT,
    TaskStatus.AWAITING_CONFIRMATION: EventType.TASK_AWAITING_CONFIRMATION,
    TaskStatus.NEEDS_PERSON: EventType.TASK_NEEDS_PERSON,
}
"""The states that have a webhook type (DESIGN.md section 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that registered endpoints may want to hear of.

    Attributes:
        data: what the message carries: JSON in its public form, as GET answers it.
        at: when it happened.
        user_id: whom it is about: when this person is erased, the message goes too, as it does with what is named
            beside it.
    """

    type: EventType
    account_id: UUID
    data: Mapping[str, JsonValue]
    at: datetime
    user_id: UUID | None = None
    task_id: UUID | None = None
    request_id: UUID | None = None
    booking_id: UUID | None = None
    notification_id: UUID | None = None


async def announce(unit: UnitOfWork, happenings: Sequence[Happening]) -> None:
    """Write a message to each open endpoint of the account that wants to hear of it: part of the transaction of `unit`.

    Nothing has to be published after the commit: the next sweep, within a second, sends the messages on their way.
    """
    await unit.webhooks.add_due(await _address(unit, happenings))


class WebhookOutbox:
    """Composes messages about tasks; `services/webhook/webhook_service.py` sends them."""

    def __init__(self, *, clock: Clock, allow_private: bool) -> None:
        self._clock = clock
        self._allow_private = allow_private

    def check_url(self, url: str) -> None:
        """Raises InvalidFieldError where no message could ever be sent to this URL."""
        check_webhook_url(url, allow_private=self._allow_private)

    def is_told(self, task: Task) -> bool:
        """Whether its request named a URL; registered endpoints are another matter."""
        return task.webhook_url is not None

    async def tell(self, unit: UnitOfWork, tasks: Sequence[Task]) -> list[Ring]:
        """Store messages for the tasks whose state has a type: to the URL that the request named, and to endpoints."""
        told = [(task, self._to_happening(task)) for task in tasks if task.status in TOLD]
        messages = [_compose(each, task.webhook_url, _body_of(each)) for task, each in told if task.webhook_url]
        messages += await _address(unit, [each for _, each in told])
        return [Ring.of(WorkKind.WEBHOOK, each) for each in await unit.webhooks.add_many(messages)]

    def _to_happening(self, task: Task) -> Happening:
        return Happening(
            type=TOLD[task.status],
            account_id=task.account_id,
            data=task_view(task),
            at=self._clock.now(),
            task_id=task.id,
            request_id=task.request_id,
        )


async def _address(unit: UnitOfWork, happenings: Sequence[Happening]) -> list[NewWebhookMessage]:
    """A message for every endpoint that wants to hear of it; the endpoints stay until the transaction ends."""
    if not happenings:
        return []
    endpoints = await unit.webhook_endpoints.list_open({each.account_id for each in happenings})
    messages: list[NewWebhookMessage] = []
    for happening in happenings if endpoints else ():
        told = [each for each in endpoints if each.account_id == happening.account_id and each.wants(happening.type)]
        body = _body_of(happening) if told else ""
        messages += [_compose(happening, each.url, body, endpoint_id=each.id) for each in told]
    return messages


def _body_of(happening: Happening) -> str:
    body = {"type": happening.type, "timestamp": instant_text(happening.at), "data": dict(happening.data)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _compose(happening: Happening, url: str, body: str, *, endpoint_id: UUID | None = None) -> NewWebhookMessage:
    return NewWebhookMessage(
        id=make_id(),
        account_id=happening.account_id,
        task_id=happening.task_id,
        request_id=happening.request_id,
        user_id=happening.user_id,
        booking_id=happening.booking_id,
        notification_id=happening.notification_id,
        endpoint_id=endpoint_id,
        url=url,
        type=happening.type,
        body=body,
        max_attempts=MAX_ATTEMPTS,
    )
