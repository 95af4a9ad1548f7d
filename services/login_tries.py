"""How often it was tried to log in: for each address, whether anybody has it or not, and from each network.

Counting is nothing that a caller has asked for: what was tried in vain under an Idempotency-Key leaves the key free.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from core.blind_index import BlindIndex
from core.errors import LimitError
from core.idempotency import unguarded
from repositories.unit_of_work import UnitOfWorkFactory

MOST_TRIES: Final = 10
MOST_OF_A_NETWORK: Final = 50
WITHIN: Final = timedelta(minutes=15)


class LoginTries:
    """Counts them, and refuses what is too much. A network is counted for what fails; None: one that is not counted."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, index: BlindIndex) -> None:
        self._unit_of_work = unit_of_work
        self._index = index

    async def count(self, what: str, whose: str, *, network: str | None = None) -> None:
        """Count a try about `whose`, a digest, which comes from `network`.

        Raises:
            LimitError: there were too many in the last quarter of an hour.
        """
        await self._count(self._of_network(what, network), most=MOST_OF_A_NETWORK, where=" from your network")
        await self._count(f"{what}:{whose}", most=MOST_TRIES)

    @asynccontextmanager
    async def counting(self, what: str, whose: str, *, network: str | None = None) -> AsyncGenerator[None]:
        """As `count`, around the try itself: what there was no room for, and what succeeded, was none."""
        await self.count(what, whose, network=network)
        try:
            yield
        except LimitError:
            await self._take_back(f"{what}:{whose}", self._of_network(what, network))
            raise
        with unguarded():
            async with self._unit_of_work() as unit:
                await unit.logins.forget_tries(f"{what}:{whose}")
        await self._take_back(self._of_network(what, network))

    async def _count(self, subject: str | None, *, most: int, where: str = "") -> None:
        if subject is None:
            return
        with unguarded():
            async with self._unit_of_work() as unit:
                tries = await unit.logins.count_try(subject, within=WITHIN)
        if tries > most:
            wait = WITHIN.total_seconds()
            raise LimitError(f"That was tried too often{where}. Wait a quarter of an hour.", retry_after=wait)

    async def _take_back(self, *subjects: str | None) -> None:
        with unguarded():
            async with self._unit_of_work() as unit:
                for subject in sorted(each for each in subjects if each is not None):
                    await unit.logins.take_back_try(subject)

    def _of_network(self, what: str, network: str | None) -> str | None:
        return f"{what}:{self._index.of('network', network)}" if network is not None else None
