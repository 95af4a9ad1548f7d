"""Who saw or changed what of whom: what is written of every call by somebody else than the person themself.

The call notes it where it is let in (`api/access_notes.py`). What changes something commits the record with the first thing that
it writes (`repositories/unit_of_work.py`); every other record is written before the answer leaves.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AccessOutcome(StrEnum):
    """What came of it. `refused` also where what was asked for does not exist for whoever asked."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class ActorKind(StrEnum):
    """Who it was, by what they called with; a contact is somebody for whom a key acted."""

    MEMBER = "member"
    KEY = "key"
    CONTACT = "contact"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord:
    """One access to the data of one person; of everybody in the account where it `is_about_all`.

    `action`: the operation, as the OpenAPI document calls it. `thing_kind`, `thing_id`: what was looked at or changed.
    `address`: the network that the call came from, never the whole address. Nothing in here is what anybody said.
    """

    id: UUID
    account_id: UUID
    user_id: UUID | None
    is_about_all: bool = False
    actor_kind: ActorKind
    actor_id: UUID | None
    role: str
    action: str
    thing_kind: str | None = None
    thing_id: UUID | None = None
    outcome: AccessOutcome = AccessOutcome.DONE
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccess(AccessRecord):
    """A record as it was written, and when."""

    created_at: datetime


@dataclass(slots=True)
class AccessNote:
    """The records of one call, until they are written. `is_of_new_person`: whose they are is known when they were made."""

    records: tuple[AccessRecord, ...]
    is_of_new_person: bool = False
    erases: bool = False
    is_written: bool = False

    def with_outcome(self, outcome: AccessOutcome) -> tuple[AccessRecord, ...]:
        """What is to be written; whoever was erased is not in it."""
        gone = self.erases and outcome is AccessOutcome.DONE
        return tuple(
            replace(each, outcome=outcome, user_id=None, thing_id=None) if gone else replace(each, outcome=outcome)
            for each in self.records
        )


_NOTE: ContextVar[AccessNote | None] = ContextVar("access_note", default=None)


def current_access() -> AccessNote | None:
    """The access as part of which this code writes."""
    return _NOTE.get()


def note_access(note: AccessNote) -> None:
    """From here on what is written is part of this access."""
    _NOTE.set(note)


@contextmanager
def unnoted() -> Generator[None]:
    """What is written inside is part of no access."""
    token = _NOTE.set(None)
    try:
        yield
    finally:
        _NOTE.reset(token)
