"""Pausing and resuming, for operators. Workers see it within about half a second (`services/pauses.py`)."""

from datetime import datetime
from uuid import UUID

import structlog

from core.domain import Queue
from core.errors import FieldProblem, InvalidFieldError, NotFoundError
from core.pause import Pause
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory

_UNTIL_IS_OVER = FieldProblem("/until", "This must be in the future.")

logger = structlog.stdlib.get_logger(__name__)


class PauseControl:
    """Queues and accounts, stopped and let go."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def pause_queue(self, queue: Queue, *, reason: str | None, until: datetime | None) -> Pause:
        """Have nothing of the queue begun; pausing again changes reason and end.

        Raises:
            InvalidFieldError: `until` is over already.
        """
        async with self._unit_of_work() as unit:
            pause = await unit.pauses.pause_queue(queue, reason=reason, until=until)
            await _check_lasts(unit, pause)
        logger.warning("queue paused", queue=queue, until=str(until))
        return pause

    async def pause_account(self, account_id: UUID, *, reason: str | None, until: datetime | None) -> Pause:
        """Have nothing of the account begun; pausing again changes reason and end.

        Raises:
            NotFoundError: there is no such account.
            InvalidFieldError: `until` is over already.
        """
        async with self._unit_of_work() as unit:
            await _check_account(unit, account_id)
            pause = await unit.pauses.pause_account(account_id, reason=reason, until=until)
            await _check_lasts(unit, pause)
        logger.warning("account paused", account=str(account_id), until=str(until))
        return pause

    async def resume_queue(self, queue: Queue) -> None:
        """Let the queue go on; one that is not paused stays as it is."""
        async with self._unit_of_work() as unit:
            await unit.pauses.resume_queue(queue)
        logger.info("queue resumed", queue=queue)

    async def resume_account(self, account_id: UUID) -> None:
        """Let the account go on; one that is not paused stays as it is.

        Raises:
            NotFoundError: there is no such account.
        """
        async with self._unit_of_work() as unit:
            await _check_account(unit, account_id)
            await unit.pauses.resume_account(account_id)
        logger.info("account resumed", account=str(account_id))


async def _check_account(unit: UnitOfWork, account_id: UUID) -> None:
    if await unit.accounts.find(account_id) is None:
        raise NotFoundError(f"There is no account {account_id}.")


async def _check_lasts(unit: UnitOfWork, pause: Pause) -> None:
    """By the database's clock, which decides when a pause is over."""
    if pause not in await unit.pauses.list_lasting():
        raise InvalidFieldError("The end of a pause lies in the future.", [_UNTIL_IS_OVER])
