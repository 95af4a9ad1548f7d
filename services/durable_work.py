"""The one mechanism: claim, perform, settle, renew, hand back and sweep, for every kind of durable work.

What differs between kinds (how an attempt is made, what is written beside the settled row) is a `WorkHandler`; all else
is here, once. Transactions stay short: claim, commit; act; settle, commit; then publish and acknowledge.
"""

import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Generic, Protocol, TypeAlias, TypeVar
from uuid import UUID

import structlog

from core.domain import Queue, Settlement, Work, WorkKind
from core.errors import (
    ContendedError,
    LeaseLostError,
    NoRoomError,
    UnavailableError,
)
from core.failpoints import Failpoint, reach
from core.lanes import LANES, Lanes
from core.queue import Ring, TaskQueue
from repositories.chore import Chore
from repositories.dispatch import Dispatch
from repositories.durable_work import DurableWorkRepository
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.judging import let_others_go_first, make_dead_letter, settle_failed
from services.names import asking_for
from services.pauses import Pauses

logger = structlog.stdlib.get_logger(__name__)

W = TypeVar("W", bound=Work)
X = TypeVar("X")

SWEEP_BATCH = 500
DISPATCH_BATCH = 5_000
"""What is due or was lost on its way is only marked and rung for, so many more rows of it fit into a sweep: at eight in
the morning, or after Redis lost its data, there are a great many."""
LOST_DISPATCH_AFTER = timedelta(seconds=5)
"""How far behind the head of its stream a dispatch must lie to count as lost: covers the gap between commit and XADD
and the difference between the clocks of PostgreSQL and Redis. Too short costs a doubled entry, never a doubled run."""


FROZEN_AFTER = timedelta(seconds=4)
"""How long a transaction may wait for its client; well within a lease, so that a frozen worker costs nobody else theirs."""


SPARED_AFTER_OUTAGE_SECONDS = 3.0
"""How long a worker leaves leases alone that ran out, once it reaches the database again: while nobody could, their
holders could neither renew nor settle, and they do that first. Covers the pause after which each tries again."""


@dataclass(frozen=True, slots=True)
class Finished(Generic[X]):
    """How an attempt ended, with what its handler wants written in the same transaction.

    `is_quiet`: the work is completed and that is all there is to write; `record` is not called for it.
    """

    settlement: Settlement
    extra: X | None = None
    is_quiet: bool = False


class WorkHandler(Protocol[W, X]):
    """One kind of durable work."""

    @property
    def kind(self) -> WorkKind:
        """The word in the stream entries."""
        ...

    @property
    def queues(self) -> Sequence[Queue]:
        """The streams that carry it."""
        ...

    def repository(self, unit: UnitOfWork) -> DurableWorkRepository[W]:
        """The rows of this kind."""
        ...

    async def perform(self, work: W) -> Finished[X]:
        """Make one attempt. What it raises is judged by `services/retry.py`."""
        ...

    async def review(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        """A last look, inside the settling transaction, at how attempts are about to be recorded."""
        ...

    async def record(self, unit: UnitOfWork, moved: Sequence[tuple[W, X | None]]) -> Iterable[Ring]:
        """Write what belongs beside rows that moved, and say what has to be published after the commit."""
        ...


AnyHandler = WorkHandler[Any, Any]


@dataclass(frozen=True, slots=True)
class _Moved:
    rows: int
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A finished attempt on its way to being settled."""

    kind: WorkKind
    finished: Finished[Any]


Leases: TypeAlias = Mapping[WorkKind, Mapping[UUID, int | None]]
"""Epochs by kind and id. None: being claimed at this moment, so that its epoch is not known yet."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What belongs to somebody else by now, and how many rows could not be renewed because somebody is writing them."""

    lost: Collection[tuple[WorkKind, UUID]]
    busy: int


Renew: TypeAlias = Callable[[Leases], Awaitable[Renewed]]


class DurableWork:
    """Claims, runs, settles and sweeps work of every kind for one worker (`owner`)."""

    def __init__(
        self,
        *,
        handlers: Iterable[AnyHandler],
        unit_of_work: UnitOfWorkFactory,
        queue: TaskQueue,
        lease: timedelta,
        owner: str,
        lanes: Lanes | None = None,
    ) -> None:
        self._handlers = {handler.kind: handler for handler in handlers}
        self._unit_of_work = unit_of_work
        self._queue = queue
        self._lease = lease
        self._owner = owner
        self._lanes = lanes or Lanes()
        self.pauses = Pauses(unit_of_work)
        self._chores: Collection[tuple[WorkKind, Chore]] | None = None  # None: there may be everything to do
        self._spares_until = float("-inf")
        self._unparked_at: dict[WorkKind, float] = {}  # when the last look for parked rows began that found none

    async def claim(
        self, wanted: Mapping[WorkKind, Collection[UUID]], *, suspects: int = 1
    ) -> list[tuple[WorkKind, Work]]:
        """Take what can be taken, in one UPDATE a kind; the rest needs nothing from us.

        Of what counts as poison if its lease is lost once more only so many are taken: what takes its worker down takes
        along whatever runs beside it. The others stay queued, and the sweep rings for them again in some seconds.
        """
        claimed: list[tuple[WorkKind, Work]] = []
        async with self._unit_of_work() as unit:
            for kind, ids in wanted.items():
                rows = self._rows(unit, kind)
                but_paused = self.pauses.has_accounts
                taken = await rows.claim_many(ids, owner=self._owner, lease=self._lease, but_paused=but_paused)
                if but_paused and len(taken) < len(ids):
                    await rows.park_many(set(ids) - {work.id for work in taken})
                left = [work for work in taken if is_suspect(work)][suspects:]
                if left:
                    await rows.hand_back_many({work.id: work.epoch for work in left})
                suspects -= sum(map(is_suspect, taken)) - len(left)
                claimed += [(kind, work) for work in taken if work not in left]
        return claimed

    async def run(self, kind: WorkKind, work: Work) -> Done | None:
        """Make one attempt; None where the work turned out to be somebody else's."""
        try:
            with asking_for(work.account_id):
                return Done(kind, await self._handlers[kind].perform(work))
        except LeaseLostError:
            logger.info("lease lost", kind=kind, epoch=work.epoch)
            return None
        except NoRoomError as error:
            return Done(kind, Finished(let_others_go_first(work, error)))
        except Exception as error:  # noqa: BLE001 - the last handler of an attempt: whatever went wrong is judged
            return Done(kind, Finished(settle_failed(work, error)))

    async def settle(self, done: Sequence[Done]) -> int:
        """Record how attempts ended, in one transaction, then publish what follows; answers how many rows moved."""
        by_kind: dict[WorkKind, list[Finished[Any]]] = defaultdict(list)
        for each in done:
            by_kind[each.kind].append(each.finished)
        rings: list[Ring] = []
        count = 0
        async with self._unit_of_work() as unit:
            for kind, finished in by_kind.items():
                quiet = [each.settlement for each in finished if each.is_quiet]
                completed = await self._settle_quietly(unit, kind, quiet) if quiet else set[UUID]()
                aloud = [each for each in finished if each.settlement.id not in completed]
                moved = await self._settle_aloud(unit, kind, aloud)
                rings += moved.rings
                count += len(completed) + moved.rows
        await self.publish(rings)
        return count

    @asynccontextmanager
    async def renewing(self) -> AsyncGenerator[Renew]:
        """What prolongs leases from another event loop than all else here, over a connection of its own."""
        async with self._unit_of_work.elsewhere() as unit_of_work:
            yield partial(self._renew, unit_of_work)

    async def hand_back(self, held: Mapping[WorkKind, Mapping[UUID, int]]) -> None:
        """Return unfinished work to its queue at once; costs no attempt."""
        async with self._unit_of_work() as unit:
            rings = [
                ring
                for kind, epochs in held.items()
                if epochs
                for ring in _rings(kind, await self._rows(unit, kind).hand_back_many(epochs))
            ]
        await self.publish(rings)

    def list_sweeps(self) -> list[Callable[[], Coroutine[None, None, int]]]:
        """The steps of one sweep: put on the streams what is due and not on its way, end what is over.

        Each answers how many rows it moved; one that fails must not keep the others from running.
        """
        return [
            self._end_frozen_sessions,
            self.pauses.look,
            self._look_for_chores,
            *(partial(self._sweep_rows, kind) for kind in self._handlers),
            *(partial(self._sweep_lost_dispatches, kind) for kind in self._handlers),
            *(partial(self._sweep_parked, kind) for kind in self._handlers),
        ]

    async def publish(self, rings: Sequence[Ring]) -> None:
        """Ring for committed rows. Where Redis is away the next sweep does it."""
        if not rings:
            return
        reach(Failpoint.AFTER_COMMIT)
        try:
            await self._queue.publish(rings)
            reach(Failpoint.AFTER_PUBLISH)
        except UnavailableError as error:
            logger.warning("publishing failed, the sweep will do it", rows=len(rings), error=error.detail)
            await self._forget(rings)

    # -------------------------------------------------------------- inside

    async def _settle_quietly(self, unit: UnitOfWork, kind: WorkKind, settlements: Sequence[Settlement]) -> set[UUID]:
        completed = await self._rows(unit, kind).complete_many(settlements)
        logger.info("work completed", kind=kind, ids=[str(each) for each in completed])
        return completed

    async def _settle_aloud(self, unit: UnitOfWork, kind: WorkKind, finished: Sequence[Finished[Any]]) -> _Moved:
        if not finished:
            return _Moved(0, ())
        handler = self._handlers[kind]
        settlements = await handler.review(unit, [each.settlement for each in finished])
        rows = await handler.repository(unit).settle_many(settlements)
        extras = {(each.settlement.id, each.settlement.epoch): each.extra for each in finished}
        rings = await handler.record(unit, [(row, extras[row.id, row.epoch]) for row in rows]) if rows else ()
        return _Moved(len(rows), tuple(rings))

    async def _renew(self, unit_of_work: UnitOfWorkFactory, leases: Leases) -> Renewed:
        lost: set[tuple[WorkKind, UUID]] = set()
        busy = 0
        async with unit_of_work() as unit:
            for kind, epochs in leases.items():
                kept = await self._rows(unit, kind).renew_many(epochs, owner=self._owner, lease=self._lease)
                known = {id_ for id_, epoch in epochs.items() if epoch is not None}
                lost |= {(kind, id_) for id_ in known - kept.renewed - kept.busy}
                busy += len(kept.busy)
        return Renewed(lost, busy)

    def _rows(self, unit: UnitOfWork, kind: WorkKind) -> DurableWorkRepository[Any]:
        return self._handlers[kind].repository(unit)

    async def _end_frozen_sessions(self) -> int:
        async with self._sweeping() as unit:
            ended = await unit.sessions.end_frozen(after=FROZEN_AFTER)
        if ended:
            logger.warning("sessions of a frozen process ended", sessions=ended)
        return 0

    async def _look_for_chores(self) -> int:
        """One statement instead of one for each chore of each kind: most of the time there is next to nothing to do."""
        self._chores = None
        async with self._sweeping() as unit:
            self._chores = await unit.chores.list_chores(long=LOST_DISPATCH_AFTER / 5)
        return 0

    def _has(self, kind: WorkKind, *chores: Chore) -> bool:
        return self._chores is None or any((kind, each) in self._chores for each in chores)

    async def _sweep_rows(self, kind: WorkKind) -> int:
        if not self._has(kind, Chore.DUE, Chore.LEASES_LOST, Chore.OVER):
            return 0
        handler = self._handlers[kind]
        takes_over = self._has(kind, Chore.LEASES_LOST) and time.monotonic() >= self._spares_until
        async with self._sweeping() as unit:
            rows = self._rows(unit, kind)
            queued = await self._queue_due(rows) if self._has(kind, Chore.DUE) else []
            if takes_over:
                queued += await rows.queue_lost_leases(limit=SWEEP_BATCH)
            expired = await rows.expire_many(limit=SWEEP_BATCH) if self._has(kind, Chore.OVER) else []
            rings = _rings(kind, queued)
            if expired:
                rings += await handler.record(unit, [(row, None) for row in expired])
            exhausted = (
                await rows.claim_exhausted(owner=self._owner, lease=self._lease, limit=SWEEP_BATCH)
                if takes_over
                else []
            )
        await self.publish(rings)
        if exhausted:
            await self.settle([Done(kind, Finished(make_dead_letter(work))) for work in exhausted])
        return len(queued) + len(expired) + len(exhausted)

    @asynccontextmanager
    async def _sweeping(self) -> AsyncGenerator[UnitOfWork]:
        """A transaction of the sweep, by which is noted whether the database is there."""
        try:
            async with self._unit_of_work() as unit:
                yield unit
        except ContendedError:
            raise
        except UnavailableError:
            self._spares_until = float("inf")
            raise
        if self._spares_until == float("inf"):
            self._spares_until = time.monotonic() + SPARED_AFTER_OUTAGE_SECONDS

    async def _queue_due(self, rows: DurableWorkRepository[Any]) -> list[Any]:
        due = await rows.queue_due(limit=DISPATCH_BATCH, noisy=self._lanes.noisy, noisy_above=self._lanes.noisy_above)
        self._lanes.count((each.queue, each.account_id) for each in due)
        return due

    async def _sweep_lost_dispatches(self, kind: WorkKind) -> int:
        if not self._has(kind, Chore.LONG_QUEUED):
            return 0
        before = {
            (queue, lane): state.head_at - LOST_DISPATCH_AFTER
            for queue in self._handlers[kind].queues
            for lane, state in enumerate(await self._queue.inspect_lanes(queue))
        }
        async with self._unit_of_work() as unit:
            lost = await self._rows(unit, kind).queue_lost_dispatches(before, limit=DISPATCH_BATCH)
        await self.publish(_rings(kind, lost))
        return len(lost)

    async def _sweep_parked(self, kind: WorkKind) -> int:
        if self._unparked_at.get(kind, float("-inf")) >= self.pauses.may_park_until:
            return 0
        began = time.monotonic()
        places = [(queue, lane) for queue in self._handlers[kind].queues for lane in LANES]
        async with self._unit_of_work() as unit:
            unparked = await self._rows(unit, kind).unpark_many(places, limit=DISPATCH_BATCH)
        if not unparked:
            self._unparked_at[kind] = began
        await self.publish(_rings(kind, unparked))
        return len(unparked)

    async def _forget(self, rings: Sequence[Ring]) -> None:
        by_kind: dict[WorkKind, list[UUID]] = defaultdict(list)
        for ring in rings:
            by_kind[ring.kind].append(ring.id)
        try:
            async with self._unit_of_work() as unit:
                for kind, ids in by_kind.items():
                    await self._rows(unit, kind).forget_dispatches(ids)
        except UnavailableError:
            logger.warning("dispatches could not be marked as lost; their age will tell", rows=len(rings))


def is_suspect(work: Work) -> bool:
    """Whether work counts as poison if its lease is lost once more."""
    return work.lost_leases + 1 >= work.most_lost_leases


def _rings(kind: WorkKind, rows: Iterable[Work | Dispatch]) -> list[Ring]:
    return [Ring.of(kind, row) for row in rows]
