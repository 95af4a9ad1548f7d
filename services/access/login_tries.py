"""How often it was tried to log in: for each address, whether anybody has it or not, and from each network.

An address is refused to the network that tried it too often, and to no other. That of all networks together is bounded as well,
far above; whoever is logged in from a network goes on from there. So nobody keeps a member out, and guesses stay few.

Counting is nothing that a caller has asked for: what was tried in vain under an Idempotency-Key leaves the key free.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from core.blind_index import BlindIndex
from core.errors import LimitError
from core.idempotency import unguarded
from repositories.unit_of_work import UnitOfWorkFactory

MOST_TRIES: Final = 10
MOST_OF_A_NETWORK: Final = 50
WITHIN: Final = timedelta(minutes=15)
MOST_A_DAY: Final = 100
A_DAY: Final = timedelta(days=1)
_COME_AGAIN: Final = timedelta(hours=1)
_OFTEN: Final = "That was tried too often{where}. Wait a quarter of an hour."
_OFTEN_A_DAY: Final = (
    "That was tried too often since yesterday, from other networks too. Log in by a link from your mail, or from where you are logged "
    "in already; else come back tomorrow."
)


@dataclass(frozen=True, slots=True)
class _Counter:
    """What is counted, and how much is too much."""

    subject: str
    most: int
    within: timedelta = WITHIN
    where: str = ""


class LoginTries:
    """Counts them, and refuses what is too much. A network is counted for what fails; None: one that is not counted."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, index: BlindIndex) -> None:
        self._unit_of_work = unit_of_work
        self._index = index

    def digest_of(self, network: str | None) -> str | None:
        """What is stored of a network."""
        return self._index.of("network", network) if network is not None else None

    async def count_network(self, what: str, network: str | None) -> None:
        """Count a try from a network.

        Raises:
            LimitError: there were too many in the last quarter of an hour.
        """
        if (counter := self._of_network(what, network)) is not None:
            await self._count(counter)

    async def count(self, what: str, whose: str, *, network: str | None = None) -> None:
        """Count a try about `whose`, a digest, which comes from `network`.

        Raises:
            LimitError: there were too many in the last quarter of an hour, or from all networks since yesterday.
        """
        for counter in self._counters(what, whose, network):
            await self._count(counter)
        if network is not None:
            await self._count_a_day(what, whose, network)

    @asynccontextmanager
    async def counting(self, what: str, whose: str, *, network: str | None = None) -> AsyncGenerator[None]:
        """As `count`, around the try itself: what there was no room for, and what succeeded, was none."""
        await self.count(what, whose, network=network)
        counted = [each.subject for each in self._counters(what, whose, network)]
        over_the_day = [_a_day(what, whose)] if network is not None else []
        try:
            yield
        except LimitError:
            await self._take_back(*counted, *over_the_day)
            raise
        *of_network, of_address = counted
        with unguarded():
            async with self._unit_of_work() as unit:
                await unit.logins.forget_tries(of_address)
        await self._take_back(*of_network, *over_the_day)

    async def _count(self, counter: _Counter) -> None:
        if await self._add(counter) > counter.most:
            raise LimitError(_OFTEN.format(where=counter.where), retry_after=WITHIN.total_seconds())

    async def _count_a_day(self, what: str, whose: str, network: str) -> None:
        if await self._add(_Counter(_a_day(what, whose), MOST_A_DAY, A_DAY)) <= MOST_A_DAY:
            return
        async with self._unit_of_work() as unit:
            if not await unit.logins.logs_in_from(whose, self._index.of("network", network)):
                raise LimitError(_OFTEN_A_DAY, retry_after=_COME_AGAIN.total_seconds())

    async def _add(self, counter: _Counter) -> int:
        with unguarded():
            async with self._unit_of_work() as unit:
                return await unit.logins.count_try(counter.subject, within=counter.within)

    async def _take_back(self, *subjects: str) -> None:
        with unguarded():
            async with self._unit_of_work() as unit:
                for subject in sorted(subjects):
                    await unit.logins.take_back_try(subject)

    def _counters(self, what: str, whose: str, network: str | None) -> list[_Counter]:
        of_network = self._of_network(what, network)
        if of_network is None:
            return [_Counter(f"{what}:{whose}", MOST_TRIES)]
        return [of_network, _Counter(f"{what}:{whose}:{self.digest_of(network)}", MOST_TRIES)]

    def _of_network(self, what: str, network: str | None) -> _Counter | None:
        digest = self.digest_of(network)
        return _Counter(f"{what}:{digest}", MOST_OF_A_NETWORK, where=" from your network") if digest else None


def _a_day(what: str, whose: str) -> str:
    return f"{what} a day:{whose}"
