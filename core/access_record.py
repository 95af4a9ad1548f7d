"""Who saw or changed what of whom: what is written of every call by somebody else than the person themself.

The call notes it where it is let in (`api/access_notes.py`). What changes something commits the record with the first thing that
it writes (`repositories/unit_of_work.py`); every other record is written before the answer leaves. Where only the work tells whose
data it is, as in an operator's lists over all accounts, it is noted there (`note_shown`, `changing`).
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from core.errors import GrandmaError, UnavailableError
from core.ids import make_id


class ErasedMeanwhileError(UnavailableError):
    """Whom a record is about was erased while it was being written; once more, and it is left out."""


class AccessOutcome(StrEnum):
    """What came of it. `refused` also where what was asked for does not exist for whoever asked."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class ActorKind(StrEnum):
    """Who it was: a member by login or by a key of theirs; a program with a key of the account; a contact for whom one acted."""

    MEMBER = "member"
    KEY = "key"
    CONTACT = "contact"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord:
    """One access to the data of one person; of everybody in the account where it `is_about_all`.

    `key_id`: the key that was called with. `action`: the operation, as the OpenAPI document calls it.
    `thing_kind`, `thing_id`: what was looked at or changed.
    `address`: the network that the call came from, never the whole address. Nothing in here is what anybody said.
    """

    id: UUID
    account_id: UUID
    user_id: UUID | None
    is_about_all: bool = False
    actor_kind: ActorKind
    actor_id: UUID | None
    key_id: UUID | None = None
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


class Owner(NamedTuple):
    """Whose something is; without a person it is the account's, and everybody's in it."""

    account_id: UUID
    user_id: UUID | None


@dataclass(slots=True)
class AccessNote:
    """The records of one call that are not written yet. `is_of_new_person`: whose they are is known when they were made.

    `common`: what further records have in common, where owners are found out on the way.
    """

    records: tuple[AccessRecord, ...] = ()
    is_of_new_person: bool = False
    erases: bool = False
    common: AccessRecord | None = None
    _noted: set[tuple[Owner, UUID | None]] = field(default_factory=set[tuple[Owner, UUID | None]])

    def add(self, common: AccessRecord, owner: Owner) -> UUID | None:
        """Have it recorded that this owner's data is accessed, once in a call; answers the record's id, None where it was."""
        key = (owner, common.thing_id)
        if key in self._noted:
            return None
        self._noted.add(key)
        account_id, user_id = owner
        made = replace(common, id=make_id(), account_id=account_id, user_id=user_id, is_about_all=user_id is None)
        self.records = (*self.records, made)
        return made.id

    def mark_failed(self, record_id: UUID | None) -> None:
        """Whatever becomes of the call, this part of it did not work."""
        self.records = tuple(
            replace(each, outcome=AccessOutcome.FAILED) if each.id == record_id else each for each in self.records
        )

    def with_outcome(self, outcome: AccessOutcome) -> tuple[AccessRecord, ...]:
        """What is to be written; whoever was erased is not in it, and what has failed by itself stays so."""
        gone = self.erases and outcome is AccessOutcome.DONE
        return tuple(
            replace(each, outcome=outcome, user_id=None, thing_id=None)
            if gone
            else replace(each, outcome=outcome if each.outcome is AccessOutcome.DONE else each.outcome)
            for each in self.records
        )

    def is_about_instead(self, before: UUID, after: UUID) -> None:
        """Whose data it is has changed since it was noted: whoever is meant where nobody is named is somebody else."""
        self.records = tuple(replace(each, user_id=after) if each.user_id == before else each for each in self.records)

    def mark_written(self) -> None:
        """What was to be written is committed."""
        self.records = ()


_NOTE: ContextVar[AccessNote | None] = ContextVar("access_note", default=None)


def current_access() -> AccessNote | None:
    """The access as part of which this code writes."""
    return _NOTE.get()


def note_access(note: AccessNote) -> None:
    """From here on what is written is part of this access."""
    _NOTE.set(note)


def note_shown(owners: Iterable[Owner]) -> None:
    """These owners' data is shown, each once, by a call of which nobody knew before whose it would be."""
    note = _NOTE.get()
    if note is not None and note.common is not None:
        for owner in owners:
            note.add(note.common, owner)


@contextmanager
def changing(owner: Owner, *, thing_kind: str, thing_id: UUID) -> Generator[None]:
    """What is written inside changes what is this owner's, and is recorded with it; where it raises, as failed."""
    note = _NOTE.get()
    if note is None or note.common is None:
        yield
        return
    record_id = note.add(replace(note.common, thing_kind=thing_kind, thing_id=thing_id), owner)
    try:
        yield
    except GrandmaError:
        note.mark_failed(record_id)
        raise


@contextmanager
def unnoted() -> Generator[None]:
    """What is written inside is part of no access."""
    token = _NOTE.set(None)
    try:
        yield
    finally:
        _NOTE.reset(token)
