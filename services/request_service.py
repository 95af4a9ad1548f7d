"""Takes what was said: stores it, understands it, makes its tasks, all before or after the answer but never lost.

With a local provider the request and its tasks are one commit. With a remote one the request is committed before the
model is called; whoever holds its lease finishes the understanding, this process or a worker.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from pydantic import JsonValue

from core.clock import Clock
from core.domain import (
    FINAL,
    UNDER_WAY,
    ConfirmPolicy,
    Queue,
    Request,
    RequestStatus,
    Settlement,
    Task,
    TaskRequest,
    TaskStatus,
    WorkKind,
)
from core.errors import UnavailableError
from core.idempotency import IdempotencyKey
from core.ids import make_id
from core.metrics import Metrics
from core.people import Account, User
from core.queue import Ring
from repositories.durable_work import MAX_LOST_LEASES
from repositories.request import NewRequest, RequestRepository
from repositories.task import NewTask
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.admission import admit
from services.durable_work import Done, DurableWork, Finished
from services.intent_processor import IntentProcessor, Situation, Understanding
from services.task_router import TaskRouter
from services.webhook.outbox import WebhookOutbox

logger = structlog.stdlib.get_logger(__name__)

_FIRST_LOOK_SECONDS, _LONGEST_PAUSE_SECONDS = 0.01, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a caller asks for; absent values are the account's or the user's.

    `respond_async`: a remote model is not waited for, a worker asks it.
    """

    text: str
    user_id: UUID | None = None
    timezone: str | None = None
    now: datetime | None = None
    webhook_url: str | None = None
    confirm: ConfirmPolicy = ConfirmPolicy.AUTO
    metadata: Mapping[str, JsonValue]
    idempotency: IdempotencyKey | None = None
    respond_async: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestState:
    """A request with its tasks, as it stands. `replayed`: an Idempotency-Key brought it back."""

    request: Request
    tasks: Sequence[Task]
    replayed: bool = False

    @property
    def status(self) -> RequestStatus:
        """What the caller may expect next."""
        if self.request.status not in FINAL:
            return RequestStatus.UNDERSTANDING
        if any(task.status in UNDER_WAY for task in self.tasks):
            return RequestStatus.OPEN
        if all(task.status in FINAL for task in self.tasks):
            return RequestStatus.DONE
        return RequestStatus.RESTING

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing will change by itself."""
        return self.status in {RequestStatus.RESTING, RequestStatus.DONE}


class RequestService:
    """Requests, for callers; and the handler of unparsed requests in the one mechanism."""

    kind = WorkKind.REQUEST
    queues = (Queue.ACTIVITY,)

    def __init__(
        self,
        *,
        processor: IntentProcessor,
        router: TaskRouter,
        unit_of_work: UnitOfWorkFactory,
        outbox: WebhookOutbox,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._processor = processor
        self._router = router
        self._unit_of_work = unit_of_work
        self._outbox = outbox
        self._clock = clock
        self._metrics = metrics

    @property
    def is_remote(self) -> bool:
        """Whether understanding leaves this process and may take its time."""
        return self._processor.is_remote

    async def submit(self, submission: Submission, *, account: Account, work: DurableWork) -> RequestState:
        """Store what was said, with its tasks where that takes no remote call. Answered means: never lost.

        Raises:
            NotFoundError: the account has no such user.
            InvalidFieldError: the webhook URL can't be one.
            IdempotencyMismatchError, InFlightError: see `repositories/idempotency.py`.
        """
        async with self._unit_of_work() as unit:
            user = await unit.users.get(submission.user_id or account.default_user_id, account_id=account.id)
        request = self._to_request(submission, user)
        structlog.contextvars.bind_contextvars(request_id=str(request.id))
        if self._processor.is_remote:
            state = await self._store_unparsed(request, submission.idempotency)
            await (self._leave_to_worker if submission.respond_async else self._understand_now)(state, work)
        else:
            understood = await self._processor.understand(request.text, situation=_situation(request))
            state, rings = await self._store_parsed(request, understood.wishes, submission.idempotency)
            await work.publish(rings)
        if not state.replayed:
            self._metrics.requests_accepted.inc()
            logger.info("request accepted", tasks=len(state.tasks), intents=[task.intent for task in state.tasks])
        return state if state.tasks else await self._look_again(state)

    async def get(self, request_id: UUID, *, account_id: UUID) -> RequestState:
        """Raises NotFoundError where the account has no such request."""
        async with self._unit_of_work() as unit:
            request = await unit.requests.get(request_id, account_id=account_id)
            return RequestState(request=request, tasks=await unit.tasks.list_of_request(request_id))

    async def wait_for_rest(self, state: RequestState, *, patience: timedelta) -> RequestState:
        """The request as soon as all its tasks rest, or as it stands when patience is over."""
        pause = _FIRST_LOOK_SECONDS
        until = asyncio.get_running_loop().time() + patience.total_seconds()
        while not state.is_at_rest and (left := until - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)
            state = await self._look_again(state)
        return state

    async def parse(
        self, text: str, *, account: Account, now: datetime | None, timezone: str | None
    ) -> list[TaskRequest]:
        """What the account's default user would be understood as; nothing is stored."""
        async with self._unit_of_work() as unit:
            user = await unit.users.get(account.default_user_id, account_id=account.id)
        zone = timezone or user.timezone
        situation = Situation(account_id=account.id, user_id=user.id, now=self._instant(now, zone), timezone=zone)
        return (await self._processor.understand(text, situation=situation)).wishes

    async def _look_again(self, state: RequestState) -> RequestState:
        """The request as it stands now; as it stood where the database is away: it was accepted, and stays so."""
        try:
            latest = await self.get(state.request.id, account_id=state.request.account_id)
        except UnavailableError:
            return state
        return replace(latest, replayed=state.replayed)

    # -------------------------------------------------------------- the handler of unparsed requests

    def repository(self, unit: UnitOfWork) -> RequestRepository:
        return unit.requests

    async def perform(self, work: Request) -> Finished[Understanding]:
        """Understand a stored request; the last chance is taken offline, since nothing remote can spoil that."""
        is_last = work.lost_leases + 1 >= MAX_LOST_LEASES or work.attempt >= work.max_attempts
        understand = self._processor.understand_offline if is_last else self._processor.understand
        understood = await understand(work.text, situation=_situation(work))
        return Finished(Settlement(id=work.id, epoch=work.epoch, status=TaskStatus.COMPLETED), understood)

    async def review(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        """No request just ends: one whose attempts are spent gets an honest answer."""
        del unit
        return [
            replace(each, status=TaskStatus.COMPLETED) if each.status is TaskStatus.FAILED else each
            for each in settlements
        ]

    async def record(self, unit: UnitOfWork, moved: Sequence[tuple[Request, Understanding | None]]) -> Iterable[Ring]:
        """Store the tasks of what was understood, and what it cost."""
        rings: list[Ring] = []
        for request, understood in moved:
            if request.status is TaskStatus.COMPLETED:
                known = understood or self._processor.give_up()
                rings += (await self._add_tasks(unit, request, known.wishes))[1]
                if known.calls:
                    await unit.requests.add_usage(request.id, known.usage)
        return rings

    # -------------------------------------------------------------- inside

    def _instant(self, now: datetime | None, timezone: str) -> datetime:
        """The caller's clock where it is honoured, local to `timezone` where it has no offset; else ours."""
        if now is None:
            return self._clock.now()
        return now if now.tzinfo else now.replace(tzinfo=ZoneInfo(timezone))

    def _to_request(self, submission: Submission, user: User) -> NewRequest:
        if submission.webhook_url is not None:
            self._outbox.check_url(submission.webhook_url)
        timezone = submission.timezone or user.timezone
        now = self._clock.now()
        spoken_at = self._instant(submission.now, timezone)
        return NewRequest(
            id=make_id(),
            account_id=user.account_id,
            user_id=user.id,
            text=submission.text,
            timezone=timezone,
            spoken_at=spoken_at,
            clock_offset=spoken_at - now if submission.now else timedelta(0),
            confirm=submission.confirm,
            webhook_url=submission.webhook_url,
            metadata=submission.metadata,
        )

    async def _store_parsed(
        self, request: NewRequest, wishes: Sequence[TaskRequest], key: IdempotencyKey | None
    ) -> tuple[RequestState, list[Ring]]:
        async with self._unit_of_work() as unit:
            first = await self._find_first(unit, request, key)
            if first is not None:
                return first, []
            await unit.users.hold(request.user_id, account_id=request.account_id)
            stored = await unit.requests.add(request, understood=True)
            tasks, rings = await self._add_tasks(unit, stored, wishes)
        return RequestState(request=stored, tasks=tasks), rings

    async def _store_unparsed(self, request: NewRequest, key: IdempotencyKey | None) -> RequestState:
        async with self._unit_of_work() as unit:
            first = await self._find_first(unit, request, key)
            if first is not None:
                return first
            await unit.users.hold(request.user_id, account_id=request.account_id)
            return RequestState(request=await unit.requests.add(request, understood=False), tasks=())

    async def _understand_now(self, state: RequestState, work: DurableWork) -> None:
        """Take the lease of a fresh request and finish it here; if this process dies, the sweep finds it."""
        if state.replayed:
            return
        for kind, claimed in await work.claim({WorkKind.REQUEST: [state.request.id]}):
            done: Done | None = await work.run(kind, claimed)
            if done is not None:
                await work.settle([done])

    async def _leave_to_worker(self, state: RequestState, work: DurableWork) -> None:
        if not state.replayed:
            await work.publish([Ring(Queue.ACTIVITY, WorkKind.REQUEST, state.request.id)])

    async def _find_first(
        self, unit: UnitOfWork, request: NewRequest, key: IdempotencyKey | None
    ) -> RequestState | None:
        if key is None:
            return None
        first_id = await unit.idempotency.claim(key, resource_id=request.id)
        if first_id == request.id:
            return None
        first = await unit.requests.get(first_id, account_id=request.account_id)
        return RequestState(request=first, tasks=await unit.tasks.list_of_request(first_id), replayed=True)

    async def _add_tasks(
        self, unit: UnitOfWork, request: Request, wishes: Sequence[TaskRequest]
    ) -> tuple[list[Task], list[Ring]]:
        tasks = await unit.tasks.add_many([self._to_task(request, wish) for wish in wishes])
        queued = [task for task in tasks if task.status is TaskStatus.QUEUED]
        rings = [Ring(task.queue, WorkKind.TASK, task.id) for task in queued]
        return tasks, [*rings, *await self._outbox.tell(unit, tasks)]

    def _to_task(self, request: Request, wish: TaskRequest) -> NewTask:
        service = self._router.route(wish.intent)
        first = admit(wish, service=service, confirm=request.confirm)
        return NewTask(
            id=make_id(),
            account_id=request.account_id,
            user_id=request.user_id,
            request_id=request.id,
            queue=service.queue,
            status=first.status,
            intent=wish.intent,
            details=wish.details,
            confidence=wish.confidence,
            provider=wish.provider,
            inferred=wish.inferred,
            degraded=wish.degraded,
            scheduled_for=wish.scheduled_for,
            confirm=request.confirm,
            timezone=request.timezone,
            clock_offset=request.clock_offset,
            max_attempts=service.max_attempts,
            question=first.question,
            expires_in=first.expires_in,
            webhook_url=request.webhook_url,
            metadata=request.metadata,
        )


def _situation(request: NewRequest | Request) -> Situation:
    return Situation(
        account_id=request.account_id, user_id=request.user_id, now=request.spoken_at, timezone=request.timezone
    )
