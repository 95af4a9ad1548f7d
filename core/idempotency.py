"""A caller's word that several calls are one.

Where a call makes one thing, the key is written beside it with the thing's id, and the thing is answered again. For every
other unsafe call the whole answer is kept: a `GuardedCall` travels with the call, and the first transaction that writes
seals it (`repositories/unit_of_work.py`), so that the key and the effect are committed together or not at all.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyKey:
    """A caller's key with what it guards, as it is stored.

    `scope` is method and path. What callers send comes as digests (services/repeated_calls.py): `key` of their key and of who
    they are, `fingerprint` of what the call says; it is empty where the key is the id of what is guarded and says it all.
    `supersedes`: once this call has its answer, those of the calls before it in the same scope are not to be had any more.
    `former` is the key as versions before stored it, for the whole account: what was done under it is not done again.
    """

    account_id: UUID
    scope: str
    key: str
    fingerprint: str = ""
    supersedes: bool = False
    former: str | None = None


@dataclass(slots=True)
class GuardedCall:
    """A call under a key. `token` tells it from others that come with the same key; `is_sealed`: its effect is committed."""

    key: IdempotencyKey
    token: UUID
    is_sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What the first call under a key was answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


_CALL: ContextVar[GuardedCall | None] = ContextVar("guarded_call", default=None)


def current_call() -> GuardedCall | None:
    """The call under whose key this code runs."""
    return _CALL.get()


def guard_call(call: GuardedCall) -> None:
    """From here on what is written belongs to this call."""
    _CALL.set(call)


@contextmanager
def unguarded() -> Generator[None]:
    """What is written inside belongs to no call."""
    token = _CALL.set(None)
    try:
        yield
    finally:
        _CALL.reset(token)
