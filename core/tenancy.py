"""Whose data the work at hand is about, for the walls in the database (ADR 0026).

Set once where a call is let in, and asked for by `repositories/database.py` alone. Whatever belongs to nobody in particular
(workers, sweeps, what is done in groups for many callers at once) runs without.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """An account, and those of its people that may be seen; None: all of them."""

    account_id: UUID
    people: frozenset[UUID] | None = None


_tenant: ContextVar[Tenant | None] = ContextVar("tenant", default=None)


def confine_to(tenant: Tenant) -> None:
    """From here on to the end of the block `unconfined`, nothing but this tenant's rows is there."""
    _tenant.set(tenant)


def current_tenant() -> Tenant | None:
    """Whose rows are there; None: everybody's."""
    return _tenant.get()


def begin_unconfined() -> Token[Tenant | None]:
    """From here on everybody's rows are there, until `end_unconfined` with what this answers."""
    return _tenant.set(None)


def end_unconfined(token: Token[Tenant | None]) -> None:
    """Put back what was before `begin_unconfined`."""
    _tenant.reset(token)


@contextmanager
def unconfined() -> Generator[None]:
    """A block that begins with nobody set, and forgets at its end who was."""
    token = begin_unconfined()
    try:
        yield
    finally:
        end_unconfined(token)
