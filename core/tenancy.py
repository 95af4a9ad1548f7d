"""Whose data the work at hand is about, for the walls in the database (ADR 0026).

Set once where a call is let in, and asked for by `repositories/database.py` alone. Whatever belongs to nobody in particular
(workers, sweeps, what is done in groups for many callers at once) runs outside of any call. Inside of one, who wants to see
everybody's rows has to say as what (`System`); a call of which nothing is said sees none at all.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Final
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """An account, and those of its people that may be seen; None: all of them."""

    account_id: UUID
    people: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The product itself, within a call: `name` is what for."""

    name: str


UNDECLARED: Final = System(name="")
"""A call of which nobody has said yet whose rows it may see."""

_OUTSIDE: Final = System(name="outside of any call")
_scope: ContextVar[Tenant | System] = ContextVar("scope", default=_OUTSIDE)


class UndeclaredError(RuntimeError):
    """Code asked for rows in a call of which nobody had said whose they may be: a fault of ours."""


def confine_to(tenant: Tenant) -> None:
    """From here on to the end of the call, nothing but this tenant's rows is there."""
    _scope.set(tenant)


def act_as_system(name: str) -> None:
    """From here on to the end of the call, or until it is confined, everybody's rows are there."""
    _scope.set(System(name=name))


def current_tenant() -> Tenant | None:
    """Whose rows are there; None: everybody's.

    Raises:
        UndeclaredError: this is a call, and nothing was said of whose rows it may see.
    """
    scope = _scope.get()
    if scope is UNDECLARED:
        raise UndeclaredError("Say whose rows this call may see: confine_to, or act_as_system (core/tenancy.py).")
    return scope if isinstance(scope, Tenant) else None


def begin_call() -> Token[Tenant | System]:
    """From here on nobody's rows are there until it is said whose, to `end_call` with what this answers."""
    return _scope.set(UNDECLARED)


def end_call(token: Token[Tenant | System]) -> None:
    """Put back what was before `begin_call`."""
    _scope.reset(token)


@contextmanager
def unconfined() -> Generator[None]:
    """A block that begins with everybody's rows, and forgets at its end whose they were."""
    token = _scope.set(_OUTSIDE)
    try:
        yield
    finally:
        _scope.reset(token)
