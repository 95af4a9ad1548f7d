"""What this process holds leases for. Read and changed by its event loop, read by the thread that renews."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import structlog

from core.domain import Work, WorkKind
from core.errors import UnavailableError
from services.durable_work import DurableWork, Leases, is_suspect
from workers.cancelling import cancel_all

logger = structlog.stdlib.get_logger(__name__)

Key = tuple[WorkKind, UUID]


@dataclass(frozen=True, slots=True)
class _Holding:
    epoch: int
    attempt: asyncio.Task[None]
    since: float


class Held:
    """Running attempts by kind and id, and what is being claimed."""

    def __init__(self, *, work: DurableWork) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._holdings: dict[Key, _Holding] = {}
        self._suspects: set[Key] = set()
        self._claiming: dict[object, tuple[float, Mapping[WorkKind, Collection[UUID]]]] = {}

    def __len__(self) -> int:
        return len(self._holdings)

    @property
    def has_suspect(self) -> bool:
        """Whether something is held that counts as poison if its lease is lost."""
        return bool(self._suspects)

    @contextmanager
    def claiming(self, wanted: Mapping[WorkKind, Collection[UUID]]) -> Generator[None]:
        """Inside the block these are being claimed: what the database has given us is renewed before we know of it.

        A loop that is held up between the claim and its answer would otherwise lose what it has not even begun.
        """
        ticket = object()
        with self._lock:
            self._claiming[ticket] = (time.monotonic(), {kind: tuple(ids) for kind, ids in wanted.items()})
        try:
            yield
        finally:
            with self._lock:
                del self._claiming[ticket]

    def add(self, kind: WorkKind, work: Work, attempt: asyncio.Task[None]) -> None:
        """From now on the lease is renewed. An attempt of an older epoch, if one still runs here, is stopped."""
        with self._lock:
            older = self._holdings.get((kind, work.id))
            self._holdings[kind, work.id] = _Holding(work.epoch, attempt, time.monotonic())
        if is_suspect(work):
            self._suspects.add((kind, work.id))
        if older is not None:
            older.attempt.cancel()

    def remove(self, kind: WorkKind, work_id: UUID, *, epoch: int) -> None:
        """The attempt of this epoch is settled, or somebody else's; a newer one stays."""
        with self._lock:
            holding = self._holdings.get((kind, work_id))
            if holding is not None and holding.epoch == epoch:
                del self._holdings[kind, work_id]
                self._suspects.discard((kind, work_id))

    def list_older_than(self, seconds: float) -> Leases:
        """What has been held, or claimed, for so long; from any thread."""
        until = time.monotonic() - seconds
        older: dict[WorkKind, dict[UUID, int | None]] = defaultdict(dict)
        with self._lock:
            for since, wanted in self._claiming.values():
                for kind, ids in wanted.items() if since < until else ():
                    older[kind].update(dict.fromkeys(ids))
            for (kind, work_id), holding in self._holdings.items():
                if holding.since < until:
                    older[kind][work_id] = holding.epoch
        return older

    def stop_lost(self, lost: Mapping[Key, int]) -> None:
        """Stop attempts whose lease, at this epoch, belongs to somebody else by now; on the event loop."""
        for (kind, work_id), epoch in lost.items():
            holding = self._holdings.get((kind, work_id))
            # One that has ended can't be stopped: it is being settled, and its row moved just now, or it matches none.
            if holding is not None and holding.epoch == epoch and not holding.attempt.done():
                logger.warning("lease lost, attempt stopped", kind=kind, work_id=str(work_id))
                holding.attempt.cancel()

    async def hand_back_all(self) -> int:
        """Stop every attempt and return its work to the queue; answers how many there were."""
        holdings = dict(self._holdings)
        await cancel_all([holding.attempt for holding in holdings.values()])
        epochs: dict[WorkKind, dict[UUID, int]] = defaultdict(dict)
        for (kind, work_id), holding in holdings.items():
            epochs[kind][work_id] = holding.epoch
        try:
            await self._work.hand_back(epochs)
        except UnavailableError as error:
            logger.warning("nothing could be handed back, the leases will run out", error=error.detail)
        return len(holdings)
