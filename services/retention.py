"""Retention: what was over long ago is deleted, a little at a time, by one worker at a time (ADR 0018)."""

import time
from dataclasses import replace
from datetime import timedelta

import structlog

from core.retention import HISTORY, PURGED_TABLES, STAGES, Stage
from repositories.retention import Purged, Turn
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory

logger = structlog.stdlib.get_logger(__name__)

BATCH = 300
SHARE = 0.1
"""How much of the time a batch may be under way: the queue has the rest to itself."""

BETWEEN_ROUNDS = timedelta(hours=1)
OTHERS_SECONDS = 5.0
"""After how long a worker looks whether the one that purges is still there."""
LOOK_SECONDS = 60.0


class Retention:
    """Deletes what was over longer than `keep` ago. A round walks through every stage; how far it is, is stored.

    `keep_records`: the same for records of accesses, where it is another span. `keep_history`: the same for what people look
    back on. `timedelta.max` of any keeps all of it.
    """

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        keep: timedelta,
        keep_records: timedelta | None = None,
        keep_history: timedelta = timedelta.max,
        batch: int = BATCH,
        share: float = SHARE,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._keep = dict.fromkeys(STAGES, keep) | dict.fromkeys(HISTORY, keep_history)
        self._keep[Stage.ACCESS_RECORDS] = keep_records or keep
        self._batch = batch
        self._pause_for_each = 1 / share - 1

    async def purge_batch(self) -> float:
        """Delete one batch, where one is due and nobody else is at it; answers in how many seconds to come again."""
        async with self._unit_of_work() as unit:
            began = time.monotonic()
            taken = await unit.retention.take_turn()
            if taken is None:
                return OTHERS_SECONDS
            turn, wait = taken
            if wait > 0:
                return min(max(wait, OTHERS_SECONDS), LOOK_SECONDS)
            purged = await self._purge(unit, turn)
            following = self._following(turn, purged)
            is_over = following.position is None and following.stage is STAGES[0]
            pause = timedelta(seconds=(time.monotonic() - began) * self._pause_for_each)
            await unit.retention.pass_on(
                replace(following, purged_before=following.purged) if is_over else following,
                pause=BETWEEN_ROUNDS if is_over else pause,
            )
        if is_over:
            _report(following)
        return LOOK_SECONDS if is_over else pause.total_seconds()

    async def _purge(self, unit: UnitOfWork, turn: Turn) -> Purged:
        keep = self._keep[turn.stage]
        if keep == timedelta.max:
            return Purged({}, None)
        return await unit.retention.purge(turn.stage, after=turn.position, keep=keep, limit=self._batch)

    def _following(self, turn: Turn, purged: Purged) -> Turn:
        """The same stage from the last id on; at its end the next one of which not all is kept, and after the last the first."""
        stage = turn.stage
        if purged.position is None:
            later = STAGES[STAGES.index(stage) + 1 :]
            stage = next((each for each in later if self._keep[each] != timedelta.max), STAGES[0])
        counts = {table: turn.purged.get(table, 0) + purged.rows.get(table, 0) for table in PURGED_TABLES}
        return replace(turn, stage=stage, position=purged.position, purged=counts)


def _report(turn: Turn) -> None:
    """One line for a round that deleted something."""
    deleted = {table: rows - turn.purged_before.get(table, 0) for table, rows in turn.purged.items()}
    if any(deleted.values()):
        logger.info("old rows purged", **deleted)
