"""Takes what was said: stores it, understands it, makes its tasks, all before or after the answer but never lost.

With a local provider the request and its tasks are one commit. With a remote one the request is committed before the
model is called; whoever holds its lease finishes the understanding, this process or a worker.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from pydantic import JsonValue

from core.clock import Clock
from core.domain import FINAL, UNDER_WAY, ConfirmPolicy, Request, RequestStatus, Task, WorkKind
from core.errors import FieldProblem, InvalidFieldError, UnavailableError
from core.idempotency import IdempotencyKey
from core.ids import make_id
from core.people import Account, User
from core.safety import Heard, listen
from core.task_request import TaskRequest
from repositories.request import NewRequest
from repositories.unit_of_work import UnitOfWorkFactory
from services.durable_work import Done, DurableWork
from services.intake import Intake, Stored
from services.intent_processor import IntentProcessor, situation_of
from services.surroundings import Situation, Surroundings, SurroundingsReader

logger = structlog.stdlib.get_logger(__name__)

_FIRST_LOOK_SECONDS, _LONGEST_PAUSE_SECONDS = 0.01, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a caller asks for; absent values are the account's or the user's.

    `start_by`: what has not been begun by then expires; without an offset it is local to the speaker.
    `respond_async`: a remote model is not waited for, a worker asks it.
    """

    text: str
    user_id: UUID | None = None
    timezone: str | None = None
    now: datetime | None = None
    webhook_url: str | None = None
    confirm: ConfirmPolicy = ConfirmPolicy.AUTO
    start_by: datetime | None = None
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
    """Requests, for callers."""

    def __init__(
        self,
        *,
        processor: IntentProcessor,
        intake: Intake,
        work: DurableWork,
        unit_of_work: UnitOfWorkFactory,
        surroundings: SurroundingsReader,
        clock: Clock,
    ) -> None:
        self._processor = processor
        self._intake = intake
        self._work = work
        self._unit_of_work = unit_of_work
        self._surroundings = surroundings
        self._clock = clock

    @property
    def is_remote(self) -> bool:
        """Whether understanding leaves this process and may take its time."""
        return self._processor.is_remote

    async def warm_up(self) -> None:
        """Be ready, so that the first caller waits no longer than others."""
        await self._processor.warm_up()

    async def submit(self, submission: Submission, *, account: Account) -> RequestState:
        """Store what was said, with its tasks where that takes no remote call. Answered means: never lost.

        Raises:
            NotFoundError: the account has no such user.
            InvalidFieldError: the webhook URL can't be one, or `start_by` is over.
            QuotaExceededError, OverloadedError: too much waits already; nothing is stored. Never for an emergency.
            IdempotencyMismatchError, InFlightError, UnavailableError: see `services/intake.py`.
        """
        heard = listen(submission.text)
        if heard.alarm is None:
            await self._intake.admit(account.id)

        async def take_in(about: Surroundings) -> Stored:
            return await self._store(submission, about=about, heard=heard)

        stored = await self._surroundings.act_with(submission.user_id, account=account, act=take_in)
        if not (stored.replayed or submission.respond_async or self._is_understood_at_once(heard)):
            await self._understand_now(stored)
        state = RequestState(request=stored.request, tasks=stored.tasks, replayed=stored.replayed)
        structlog.contextvars.bind_contextvars(intents=[task.intent for task in state.tasks])
        return state if state.tasks else await self._look_again(state)

    async def get(self, request_id: UUID, *, account_id: UUID) -> RequestState:
        """Raises NotFoundError where the account has no such request."""
        async with self._unit_of_work.reading() as unit:
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
        """What the account's default user would be understood as; nothing is stored, so that no task's id is named."""

        async def look(about: Surroundings) -> Surroundings:
            return about

        about = await self._surroundings.act_with(None, account=account, act=look)
        zone = timezone or about.user.timezone
        situation = Situation(
            account_id=account.id,
            user_id=about.user.id,
            now=self._instant(now, zone),
            timezone=zone,
            about=about,
        )
        wishes = (await self._processor.understand(text, situation=situation)).wishes
        ids = {str(wish.id) for wish in wishes}
        return [_without_values(wish, ids) for wish in wishes]

    async def _look_again(self, state: RequestState) -> RequestState:
        """The request as it stands now; as it stood where the database is away: it was accepted, and stays so."""
        try:
            latest = await self.get(state.request.id, account_id=state.request.account_id)
        except UnavailableError:
            return state
        return replace(latest, replayed=state.replayed)

    # -------------------------------------------------------------- inside

    def _is_understood_at_once(self, heard: Heard) -> bool:
        """Whether it takes no remote call."""
        return not self._processor.is_remote or heard.is_anything

    async def _store(self, submission: Submission, *, about: Surroundings, heard: Heard) -> Stored:
        """With its tasks where it is understood at once; else it is stored, to be understood here or by a worker."""
        request = self._to_request(submission, about.user)
        structlog.contextvars.bind_contextvars(request_id=str(request.id))
        if self._is_understood_at_once(heard):
            situation = situation_of(request, about)
            understood = await self._processor.understand(request.text, situation=situation, heard=heard)
            return await self._intake.store(request, wishes=understood.wishes, key=submission.idempotency)
        return await self._intake.store_unparsed(request, key=submission.idempotency, is_left=submission.respond_async)

    def _instant(self, now: datetime | None, timezone: str) -> datetime:
        """The caller's clock where it is honoured, local to `timezone` where it has no offset; else ours."""
        if now is None:
            return self._clock.now()
        return now if now.tzinfo else now.replace(tzinfo=ZoneInfo(timezone))

    def _to_request(self, submission: Submission, user: User) -> NewRequest:
        if submission.webhook_url is not None:
            self._intake.check_url(submission.webhook_url)
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
            start_by=_deadline(submission.start_by, timezone, now),
            webhook_url=submission.webhook_url,
            metadata=submission.metadata,
        )

    async def _understand_now(self, stored: Stored) -> None:
        """Take the lease of a fresh request and finish it here; if that can't be done now, or this process dies, the sweep finds it."""
        try:
            for kind, claimed in await self._work.claim({WorkKind.REQUEST: [stored.request.id]}):
                done: Done | None = await self._work.run(kind, claimed)
                if done is not None:
                    await self._work.settle([done])
        except UnavailableError as error:
            logger.warning("left to a worker to understand", error=type(error).__name__)


def _deadline(start_by: datetime | None, timezone: str, now: datetime) -> datetime | None:
    if start_by is None:
        return None
    deadline = start_by if start_by.tzinfo else start_by.replace(tzinfo=ZoneInfo(timezone))
    if deadline <= now:
        complaint = "start_by lies in the past; leave it out, or name a later instant."
        raise InvalidFieldError(complaint, [FieldProblem("/start_by", complaint)])
    return deadline


def _without_values(wish: TaskRequest, values: Collection[str]) -> TaskRequest:
    kept = {name: value for name, value in wish.details.items() if not (isinstance(value, str) and value in values)}
    return replace(wish, details=kept)
