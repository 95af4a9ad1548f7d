"""Sends webhook messages, on the same mechanism as tasks: leases, retries on the standard's schedule, dead letters."""

import random
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

import structlog

from core.domain import Problem, Queue, Settlement, TaskStatus, WorkKind
from core.encryption import Cipher
from core.errors import PROBLEM_PREFIX, NoRoomError, PermanentError
from core.failpoints import Failpoint, reach
from core.queue import Ring
from core.signing_secret import SigningSecrets
from core.webhook import WebhookMessage
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from repositories.webhook import WebhookAttempt, WebhookRepository
from services.bulkheads import Bulkheads
from services.durable_work import Finished
from services.webhook.breaker import Breakers
from services.webhook.client import WebhookClient, WebhookNotDeliveredError, WebhookReply
from services.webhook.endpoint_care import EndpointCare
from services.webhook.receiver import Receiver, room_for
from services.webhook.schedule import next_delay
from services.webhook.signature import signature_headers

TARGET_KEPT_SECONDS = 5.0
"""So long a worker may go on with an address or a secret that has been replaced."""
MOST_TARGETS = 1_000
_OVERLOADED = frozenset({429, 502, 503, 504})

logger = structlog.stdlib.get_logger(__name__)


class _Target(NamedTuple):
    """Where a message goes, and what signs it: the secret in use, and while it is being rotated the one before."""

    url: str
    secrets: tuple[str, ...]


_NOWHERE = _Target("", ())


class WebhookService:
    """The handler of webhook messages in the one mechanism of `services/durable_work.py`."""

    kind = WorkKind.WEBHOOK
    queues = (Queue.WEBHOOK,)

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        client: WebhookClient,
        cipher: Cipher,
        bulkheads: Bulkheads,
        care: EndpointCare,
        breakers: Breakers | None = None,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._client = client
        self._cipher = cipher
        self._bulkheads = bulkheads
        self._breakers = breakers or Breakers()
        self._care = care
        self._targets: dict[UUID, tuple[float, _Target]] = {}

    def repository(self, unit: UnitOfWork) -> WebhookRepository:
        return unit.webhooks

    async def perform(self, work: WebhookMessage) -> Finished[WebhookAttempt]:
        """Try once, or raise NoRoomError where enough is under way there already, or the address is being spared.

        The id stays the same for every try; the timestamp is that of this one's claim, by the database's clock:
        receivers refuse what a worker whose clock is wrong would stamp.
        """
        body = work.body.encode()
        target = await self._target_of(work)
        timestamp = int(work.updated_at.timestamp())
        headers = signature_headers(target.secrets, message_id=str(work.told_as), timestamp=timestamp, body=body)
        receiver = Receiver.of(work, target.url)
        _go_on_after(self._breakers.pause_of(receiver.address))
        reach(Failpoint.BEFORE_WEBHOOK)
        try:
            async with room_for(receiver, self._bulkheads):
                _go_on_after(self._breakers.admit(receiver.address))  # the one trial behind a pause has its room
                reply = await self._client.post(target.url, headers=headers, body=body)
            reach(Failpoint.AFTER_WEBHOOK)
        except WebhookNotDeliveredError as error:
            self._breakers.note_silence(receiver.address)
            attempt = _attempt(work, latency_ms=error.latency_ms, error_class=error.error_class)
            return Finished(_again(work, reason=error.error_class, retry_after=None), attempt)
        self._note_reply(receiver, reply)
        attempt = _attempt(
            work, latency_ms=reply.latency_ms, status_code=reply.status_code, response_head=reply.body_head
        )
        return Finished(_judge_reply(work, reply), attempt)

    async def review(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        del unit
        return settlements

    async def record(
        self, unit: UnitOfWork, moved: Sequence[tuple[WebhookMessage, WebhookAttempt | None]]
    ) -> Iterable[Ring]:
        """Log the tries beside the messages, and look after the endpoints."""
        tried = [(message, attempt) for message, attempt in moved if attempt is not None]
        for message, attempt in tried:
            fields = {"status": str(message.status), "code": attempt.status_code, "error": attempt.error_class}
            logger.info("webhook tried", **message.log_fields, **fields)
        await unit.webhooks.add_attempts([attempt for _, attempt in tried])
        again = [m.redelivery_of for m, _ in tried if m.redelivery_of and m.status is TaskStatus.COMPLETED]
        if again:
            await unit.deliveries.complete_first(again)
        return await self._care.look_after(unit, tried)

    def _note_reply(self, receiver: Receiver, reply: WebhookReply) -> None:
        if reply.status_code in _OVERLOADED:
            self._breakers.note_silence(receiver.address, retry_after=reply.retry_after_seconds)
        else:
            self._breakers.note_answer(receiver.address)

    async def _target_of(self, message: WebhookMessage) -> _Target:
        """Where it goes and what signs it; read and decrypted once in a while and not for each message."""
        if message.endpoint_id is None:
            account_id = message.account_id
            account = await self._remember(account_id, lambda: self._read_account(account_id, message.updated_at))
            return account._replace(url=message.url)
        endpoint_id = message.endpoint_id
        return await self._remember(endpoint_id, lambda: self._read_endpoint(endpoint_id, message.updated_at))

    async def _remember(self, whose: UUID, read: Callable[[], Awaitable[_Target]]) -> _Target:
        until, target = self._targets.get(whose, (0.0, _NOWHERE))
        if time.monotonic() < until:
            return target
        target = await read()
        if len(self._targets) >= MOST_TARGETS:
            self._targets.clear()
        self._targets[whose] = (time.monotonic() + TARGET_KEPT_SECONDS, target)
        return target

    async def _read_endpoint(self, endpoint_id: UUID, now: datetime) -> _Target:
        async with self._unit_of_work() as unit:
            endpoint = await unit.webhook_endpoints.find(endpoint_id)
        if endpoint is None or not endpoint.enabled:
            raise PermanentError("The endpoint is gone or switched off.")
        return _Target(endpoint.url, self._open(endpoint.signing_secrets, now))

    async def _read_account(self, account_id: UUID, now: datetime) -> _Target:
        async with self._unit_of_work() as unit:
            account = await unit.accounts.find(account_id)
        if account is None:
            raise PermanentError("The account of this message is gone.")
        return _Target("", self._open(account.signing_secrets, now))

    def _open(self, secrets: SigningSecrets, now: datetime) -> tuple[str, ...]:
        return tuple(self._cipher.decrypt(each) for each in secrets.list_signing(now))


def _judge_reply(message: WebhookMessage, reply: WebhookReply) -> Settlement:
    if reply.is_accepted:
        return Settlement(id=message.id, epoch=message.epoch, status=TaskStatus.COMPLETED)
    reason = f"HTTP {reply.status_code}"
    if reply.status_code == HTTPStatus.GONE:
        return _failed(message, reason=f"{reason}: the receiver wants no more messages")
    return _again(message, reason=reason, retry_after=reply.retry_after_seconds)


def _go_on_after(pause: float) -> None:
    """Raises NoRoomError where an address is being spared for so many seconds."""
    if pause:
        raise NoRoomError("The receiver has not answered for a while.", retry_after=pause)


def _again(message: WebhookMessage, *, reason: str, retry_after: float | None) -> Settlement:
    jitter = random.uniform(-1.0, 1.0)  # noqa: S311 - spreads load, hides nothing
    delay = next_delay(message.attempt, retry_after=retry_after, jitter=jitter)
    if delay is None or message.attempt >= message.max_attempts:
        return _failed(message, reason=f"{reason}, in the last try of the schedule")
    return Settlement(
        id=message.id,
        epoch=message.epoch,
        status=TaskStatus.RETRYING,
        delay=timedelta(seconds=delay),
        reason=reason,
    )


def _failed(message: WebhookMessage, *, reason: str) -> Settlement:
    problem = Problem(
        type=PROBLEM_PREFIX + WebhookNotDeliveredError.name, title="The webhook was not delivered", detail=reason
    )
    return Settlement(id=message.id, epoch=message.epoch, status=TaskStatus.FAILED, error=problem, reason=reason)


def _attempt(
    message: WebhookMessage,
    *,
    latency_ms: int,
    status_code: int | None = None,
    error_class: str | None = None,
    response_head: str | None = None,
) -> WebhookAttempt:
    return WebhookAttempt(
        message_id=message.id,
        epoch=message.epoch,
        status_code=status_code,
        latency_ms=latency_ms,
        error_class=error_class,
        response_head=response_head,
    )
