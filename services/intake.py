"""Stores what callers say, many of them in one transaction (ADR 0014).

What arrives while one group is being committed is the next group. A group never waits for anybody and refuses nobody:
whoever would have to wait for a lock, is refused, repeats a key, or spoils the group's transaction is stored alone,
where all that is decided as if there were no groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from core.domain import Request, Task, WorkKind
from core.errors import ContendedError, UnavailableError
from core.grouping import Grouping
from core.idempotency import IdempotencyKey
from core.metrics import Metrics
from core.queue import Ring
from core.task_request import TaskRequest
from repositories.request import NewRequest
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.durable_work import DurableWork
from services.first_tasks import FirstTasks, add_tasks, make_tasks
from services.flow_control import FlowControl
from services.task_router import TaskRouter
from services.webhook.outbox import WebhookOutbox

logger = structlog.stdlib.get_logger(__name__)

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A request with its tasks. `replayed`: an Idempotency-Key brought it back, nothing new was stored."""

    request: Request
    tasks: Sequence[Task]
    replayed: bool = False


_NONE_YET = FirstTasks()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """Something to be stored."""

    request: NewRequest
    tasks: FirstTasks = _NONE_YET
    key: IdempotencyKey | None
    is_understood: bool = False
    is_left: bool = False


class Intake:
    """One per process."""

    def __init__(
        self,
        *,
        router: TaskRouter,
        unit_of_work: UnitOfWorkFactory,
        outbox: WebhookOutbox,
        work: DurableWork,
        metrics: Metrics,
        flow: FlowControl,
    ) -> None:
        self._router = router
        self._unit_of_work = unit_of_work
        self._outbox = outbox
        self._work = work
        self._metrics = metrics
        self._flow = flow
        self._groups: Grouping[_Arrival, Stored | None] = Grouping(self._store_group, most=MOST_AT_ONCE)

    async def admit(self, account_id: UUID) -> None:
        """Raises QuotaExceededError or OverloadedError where nothing more is taken now."""
        await self._flow.admit(account_id)

    def check_url(self, url: str) -> None:
        """Raises InvalidFieldError where no message could ever be sent to this URL."""
        self._outbox.check_url(url)

    async def store(self, request: NewRequest, *, wishes: Sequence[TaskRequest], key: IdempotencyKey | None) -> Stored:
        """Store a request with its tasks: on return it is committed, and published where that was possible.

        Raises:
            NotFoundError: the account has no such user.
            IdempotencyMismatchError, InFlightError: see `repositories/idempotency.py`.
            UnavailableError: PostgreSQL is away; nothing is stored.
        """
        tasks = make_tasks(request, wishes, router=self._router)
        return await self._store(_Arrival(request=request, tasks=tasks, key=key, is_understood=True))

    async def store_unparsed(self, request: NewRequest, *, key: IdempotencyKey | None, is_left: bool) -> Stored:
        """As `store`, for a request that is not understood yet; `is_left`: a worker is to do that."""
        return await self._store(_Arrival(request=request, key=key, is_left=is_left))

    async def _store(self, arrival: _Arrival) -> Stored:
        return await self._groups.do(arrival) or await self._store_alone(arrival)

    # -------------------------------------------------------------- together

    async def _store_group(self, arrivals: Sequence[_Arrival]) -> Sequence[Stored | None]:
        """What was stored; None for who has to be stored alone."""
        try:
            async with self._unit_of_work() as unit:
                chosen = await self._choose(unit, arrivals)
                stored, rings = await self._add(unit, chosen)
        except ContendedError as error:
            logger.info("a group would have had to wait", requests=len(arrivals), error=error.detail)
            return [None] * len(arrivals)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one of them spoils it for all; alone, each gets its own error
            logger.warning("a group could not be stored", requests=len(arrivals), error=type(error).__name__)
            return [None] * len(arrivals)
        await self._follow_up(len(stored), rings)
        return [stored.get(arrival.request.id) for arrival in arrivals]

    async def _choose(self, unit: UnitOfWork, arrivals: Sequence[_Arrival]) -> list[_Arrival]:
        """Those with whom nothing is unusual, their users held and their keys claimed."""
        held = await unit.users.hold_many({arrival.request.user_id for arrival in arrivals})
        chosen = [each for each in arrivals if (each.request.account_id, each.request.user_id) in held]
        keys: dict[tuple[UUID, str, str], _Arrival] = {}
        for arrival in chosen:
            if arrival.key is not None:
                keys.setdefault((arrival.key.account_id, arrival.key.scope, arrival.key.key), arrival)
        wanted = {arrival.request.id: arrival.key for arrival in keys.values() if arrival.key is not None}
        won = await unit.idempotency.claim_many(wanted) if wanted else set[UUID]()
        return [each for each in chosen if each.key is None or each.request.id in won]

    async def _add(self, unit: UnitOfWork, arrivals: Sequence[_Arrival]) -> tuple[dict[UUID, Stored], list[Ring]]:
        if not arrivals:
            return {}, []
        requests = await unit.requests.add_many([(each.request, each.is_understood) for each in arrivals])
        tasks, rings = await add_tasks(unit, [each.tasks for each in arrivals], outbox=self._outbox)
        of_request: dict[UUID, list[Task]] = {request.id: [] for request in requests}
        for task in tasks:
            of_request[task.request_id].append(task)
        left = [
            Ring.of(WorkKind.REQUEST, stored) for each, stored in zip(arrivals, requests, strict=True) if each.is_left
        ]
        return {each.id: Stored(request=each, tasks=of_request[each.id]) for each in requests}, [*left, *rings]

    # -------------------------------------------------------------- alone

    async def _store_alone(self, arrival: _Arrival) -> Stored:
        request = arrival.request
        async with self._unit_of_work() as unit:
            if arrival.key is not None:
                first_id = await unit.idempotency.claim(arrival.key, resource_id=request.id)
                if first_id != request.id:
                    first = await unit.requests.get(first_id, account_id=request.account_id)
                    return Stored(request=first, tasks=await unit.tasks.list_of_request(first_id), replayed=True)
            await unit.users.hold(request.user_id, account_id=request.account_id)
            stored, rings = await self._add(unit, [arrival])
        await self._follow_up(1, rings)
        return stored[request.id]

    async def _follow_up(self, count: int, rings: Sequence[Ring]) -> None:
        self._metrics.requests_accepted.inc(count)
        await self._work.publish(rings)
