"""Sends webhook messages, on the same mechanism as tasks: leases, retries on the standard's schedule, dead letters."""

import random
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

import structlog

from core.domain import Problem, Queue, Settlement, TaskStatus, WebhookMessage, WorkKind
from core.encryption import Cipher
from core.errors import PROBLEM_PREFIX, PermanentError
from core.failpoints import Failpoint, reach
from core.queue import Ring
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from repositories.webhook import WebhookAttempt, WebhookRepository
from services.bulkheads import Bulkheads, System
from services.durable_work import Finished
from services.webhook.client import WebhookClient, WebhookNotDeliveredError, WebhookReply
from services.webhook.schedule import next_delay
from services.webhook.signature import signature_headers

SECRET_KEPT_SECONDS = 5.0
"""So long a worker may go on signing with a secret that has been replaced."""
MOST_SECRETS = 1_000

logger = structlog.stdlib.get_logger(__name__)


class WebhookService:
    """The handler of webhook messages in the one mechanism of `services/durable_work.py`."""

    kind = WorkKind.WEBHOOK
    queues = (Queue.WEBHOOK,)

    def __init__(
        self, *, unit_of_work: UnitOfWorkFactory, client: WebhookClient, cipher: Cipher, bulkheads: Bulkheads
    ) -> None:
        self._unit_of_work = unit_of_work
        self._client = client
        self._cipher = cipher
        self._bulkheads = bulkheads
        self._secrets: dict[UUID, tuple[float, str]] = {}

    def repository(self, unit: UnitOfWork) -> WebhookRepository:
        return unit.webhooks

    async def perform(self, work: WebhookMessage) -> Finished[WebhookAttempt]:
        """Try once, or raise NoRoomError where enough is under way to this host already.

        The id stays the same for every try; the timestamp is that of this one's claim, by the database's clock:
        receivers refuse what a worker whose clock is wrong would stamp.
        """
        body = work.body.encode()
        secret = await self._secret_of(work)
        timestamp = int(work.updated_at.timestamp())
        headers = signature_headers([secret], message_id=str(work.id), timestamp=timestamp, body=body)
        reach(Failpoint.BEFORE_WEBHOOK)
        try:
            async with self._bulkheads.call(_system_of(work)):
                reply = await self._client.post(work.url, headers=headers, body=body)
            reach(Failpoint.AFTER_WEBHOOK)
        except WebhookNotDeliveredError as error:
            attempt = _attempt(work, latency_ms=error.latency_ms, error_class=error.error_class)
            return Finished(_again(work, reason=error.error_class, retry_after=None), attempt)
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
        """Log the tries beside the messages."""
        for message, attempt in moved:
            if attempt is not None:
                fields = {"status": str(message.status), "code": attempt.status_code, "error": attempt.error_class}
                logger.info("webhook tried", **message.log_fields, **fields)
        await unit.webhooks.add_attempts([attempt for _, attempt in moved if attempt is not None])
        return ()

    async def _secret_of(self, message: WebhookMessage) -> str:
        """The secret of the endpoint, or of the account; read and decrypted once in a while and not for each message."""
        whose = message.endpoint_id or message.account_id
        until, secret = self._secrets.get(whose, (0.0, ""))
        if time.monotonic() < until:
            return secret
        secret = await self._read_secret(message)
        if len(self._secrets) >= MOST_SECRETS:
            self._secrets.clear()
        self._secrets[whose] = (time.monotonic() + SECRET_KEPT_SECONDS, secret)
        return secret

    async def _read_secret(self, message: WebhookMessage) -> str:
        async with self._unit_of_work() as unit:
            if message.endpoint_id is not None:
                endpoint = await unit.webhook_endpoints.find(message.endpoint_id)
                if endpoint is None or not endpoint.enabled:
                    raise PermanentError("The endpoint is gone or switched off.")
                return self._cipher.decrypt(endpoint.secret)
            account = await unit.accounts.find(message.account_id)
        if account is None:
            raise PermanentError("The account of this message is gone.")
        return self._cipher.decrypt(account.signing_secret)


def _judge_reply(message: WebhookMessage, reply: WebhookReply) -> Settlement:
    if reply.is_accepted:
        return Settlement(id=message.id, epoch=message.epoch, status=TaskStatus.COMPLETED)
    reason = f"HTTP {reply.status_code}"
    if reply.status_code == HTTPStatus.GONE:
        return _failed(message, reason=f"{reason}: the receiver wants no more messages")
    return _again(message, reason=reason, retry_after=reply.retry_after_seconds)


def _system_of(message: WebhookMessage) -> System:
    return System("webhook", urlsplit(message.url).netloc.rpartition("@")[2].lower())


def _again(message: WebhookMessage, *, reason: str, retry_after: float | None) -> Settlement:
    jitter = random.uniform(-1.0, 1.0)  # noqa: S311 - spreads load, hides nothing
    delay = next_delay(message.attempt, retry_after=retry_after, jitter=jitter)
    if delay is None:
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
