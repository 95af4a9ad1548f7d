"""What a carer has changed of somebody's medicines, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class CareVerb(StrEnum):
    """What was done."""

    CREATED = "created"
    CHANGED = "changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    STOCKED = "stocked"  # how much there is of the medicine


@dataclass(frozen=True, slots=True, kw_only=True)
class CareEdit:
    """One change of a reminder by a contact; `name` as the contact was called then."""

    id: UUID
    reminder_id: UUID
    contact_id: UUID | None
    name: str
    verb: CareVerb
    created_at: datetime
