"""What this process holds leases for, and the loop that renews them."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from core.domain import WorkKind
from core.errors import UnavailableError
from services.durable_work import DurableWork
from workers.cancelling import cancel_all

logger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Holding:
    epoch: int
    attempt: asyncio.Task[None]
    since: float


class Held:
    """Running attempts by kind and id."""

    def __init__(self, *, work: DurableWork, lease: timedelta) -> None:
        self._work = work
        self._pause = lease.total_seconds() / 3
        self._holdings: dict[tuple[WorkKind, UUID], _Holding] = {}

    def __len__(self) -> int:
        return len(self._holdings)

    def add(self, kind: WorkKind, work_id: UUID, *, epoch: int, attempt: asyncio.Task[None]) -> None:
        """From now on the lease is renewed. An attempt of an older epoch, if one still runs here, is stopped."""
        older = self._holdings.get((kind, work_id))
        if older is not None:
            older.attempt.cancel()
        self._holdings[kind, work_id] = _Holding(epoch, attempt, asyncio.get_running_loop().time())

    def remove(self, kind: WorkKind, work_id: UUID, *, epoch: int) -> None:
        """The attempt of this epoch is settled, or somebody else's; a newer one stays."""
        holding = self._holdings.get((kind, work_id))
        if holding is not None and holding.epoch == epoch:
            del self._holdings[kind, work_id]

    async def renew_for_ever(self) -> None:
        """Renew, every third of a lease, what has been running for so long; stop attempts whose lease is lost."""
        while True:
            await asyncio.sleep(self._pause)
            try:
                await self._renew()
            except UnavailableError as error:
                logger.warning("leases could not be renewed", error=error.detail)
            except Exception:
                logger.exception("renewing went wrong")

    async def hand_back_all(self) -> int:
        """Stop every attempt and return its work to the queue; answers how many there were."""
        holdings = dict(self._holdings)
        await cancel_all([holding.attempt for holding in holdings.values()])
        try:
            await self._work.hand_back(_epochs(holdings))
        except UnavailableError as error:
            logger.warning("nothing could be handed back, the leases will run out", error=error.detail)
        return len(holdings)

    async def _renew(self) -> None:
        old_enough = asyncio.get_running_loop().time() - self._pause * 0.9
        long_running = {key: holding for key, holding in self._holdings.items() if holding.since < old_enough}
        if not long_running:
            return
        kept = await self._work.renew(_epochs(long_running))
        for (kind, work_id), holding in long_running.items():
            if work_id not in kept.get(kind, set()) and self._holdings.get((kind, work_id)) is holding:
                logger.warning("lease lost, attempt stopped", kind=kind, work_id=str(work_id))
                holding.attempt.cancel()


def _epochs(holdings: dict[tuple[WorkKind, UUID], _Holding]) -> dict[WorkKind, dict[UUID, int]]:
    by_kind: dict[WorkKind, dict[UUID, int]] = defaultdict(dict)
    for (kind, work_id), holding in holdings.items():
        by_kind[kind][work_id] = holding.epoch
    return by_kind
