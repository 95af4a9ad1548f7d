"""Which keys the stored data needs, and sealing it anew with the first of ENCRYPTION_KEYS, so that others can be dropped."""

import asyncio
from dataclasses import dataclass

import structlog

from core.encryption import Cipher
from core.errors import ConfigurationError, ContendedError
from core.vault import Vault
from repositories.encryption_key import PLAIN, Batch, sealed_tables
from repositories.unit_of_work import UnitOfWorkFactory

logger = structlog.stdlib.get_logger(__name__)

_BATCH = 200
_PAUSE_SECONDS = 0.05
"""Between batches, so that whoever waits for rows or the server gets them."""
_MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Resealed:
    """What came of it.

    Attributes:
        rows: how many were sealed anew.
        stuck: how many hold something that no key opens.
        needed: the ids of the keys that are still needed.
        is_done: whether the first one alone is.
    """

    rows: int
    stuck: int
    needed: frozenset[str]
    is_done: bool


@dataclass(slots=True)
class _Round:
    sealed: int = 0
    stuck: int = 0


class Resealing:
    """Keeps the books of the keys."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, vault: Vault, cipher: Cipher) -> None:
        self._unit_of_work = unit_of_work
        self._vault = vault
        self._cipher = cipher

    async def begin(self) -> None:
        """Before anything is read or written: see that no key is missing, and write down that the first one is used.

        Raises:
            ConfigurationError: stored data was sealed with a key that is not among ENCRYPTION_KEYS.
        """
        async with self._unit_of_work() as unit:
            needed = await unit.encryption_keys.list_needed()
            check_keys(needed, self._vault)
            if self._vault.key_id not in needed:
                await unit.encryption_keys.add(self._vault.key_id)

    async def is_due(self) -> bool:
        """Whether something may be stored that the first key did not seal."""
        async with self._unit_of_work.reading() as unit:
            return bool(await unit.encryption_keys.list_needed() - {self._vault.key_id})

    async def run(self) -> Resealed:
        """Seal everything anew that needs it, in small transactions; breaking off and running again does no harm.

        Where another process is at it, this one looks on, and answers what there is.
        """
        async with self._unit_of_work.reading() as unit:
            others = await unit.encryption_keys.list_needed() - {self._vault.key_id}
        rows = stuck = 0
        for _ in range(_MOST_ROUNDS):
            found = await self._run_round()
            if found is None:
                break
            rows, stuck = rows + found.sealed, found.stuck
            if not found.sealed:
                if not stuck:
                    await self._forget(others)
                break
        async with self._unit_of_work.reading() as unit:
            needed = await unit.encryption_keys.list_needed()
        if rows or stuck or others:
            logger.info("stored data sealed anew", rows=rows, stuck=stuck, needed=sorted(needed))
        return Resealed(rows, stuck, needed, not stuck and not needed - {self._vault.key_id})

    async def _forget(self, key_ids: frozenset[str]) -> None:
        async with self._unit_of_work() as unit:
            await unit.encryption_keys.remove(key_ids)

    async def _run_round(self) -> _Round | None:
        """Every table once; None where another process is at it."""
        found = _Round()
        for table in sealed_tables():
            position: tuple[object, ...] | None = ()
            while position is not None:
                batch = await self._run_batch(table, position or None)
                if batch is None:
                    return None
                found.sealed += batch.sealed
                found.stuck += batch.stuck
                position = batch.position
        return found

    async def _run_batch(self, table: str, after: tuple[object, ...] | None) -> Batch | None:
        """The next rows of a table; None where another process is at it."""
        while True:
            try:
                async with self._unit_of_work() as unit:
                    if not await unit.encryption_keys.take_turn():
                        return None
                    batch = await unit.encryption_keys.seal_anew(table, after=after, limit=_BATCH, cipher=self._cipher)
            except ContendedError:
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                if batch.stuck:
                    logger.warning("stored values don't open", table=table, rows=batch.stuck)
                if batch.position is not None:
                    await asyncio.sleep(_PAUSE_SECONDS)
                return batch


def check_keys(needed: frozenset[str], vault: Vault) -> None:
    """Raises ConfigurationError where stored data needs a key that is not there."""
    missing = sorted(needed - vault.key_ids - {PLAIN})
    if missing:
        several = "keys" if len(missing) > 1 else "key"
        raise ConfigurationError(
            f"ENCRYPTION_KEYS lacks the {several} {', '.join(missing)}, which stored data was sealed with "
            f"(there {'is' if len(vault.key_ids) == 1 else 'are'} {', '.join(sorted(vault.key_ids))}). Put it back, behind "
            "the newest; once python -m worker --reseal has run to its end, it can go."
        )
