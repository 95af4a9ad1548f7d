"""What the person did, or wants bought, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class NoteKind(StrEnum):
    """What kind of note it is."""

    ACTIVITY = "activity"
    SHOPPING = "shopping"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note about to be stored; a task makes at most one. `quantity` is as said: "two", "half a pound"."""

    id: UUID
    account_id: UUID
    user_id: UUID
    task_id: UUID | None
    kind: NoteKind
    text: str
    quantity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(NewNote):
    """A stored note."""

    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFilter:
    """What a list of notes is narrowed to."""

    user_id: UUID | None = None
    kind: NoteKind | None = None
