"""The border to whatever keeps the tables and chairs: the product's own venue book or an outside system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.booking import Booking, Venue
from core.errors import PermanentError
from services.effect_ledger import DidNotHappenError


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """What is wanted: so many people, at this venue, from this local time on (naive, in the venue's zone)."""

    venue: Venue
    party_size: int
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """For whom it is; `task_id` where a task asked for it."""

    account_id: UUID
    user_id: UUID
    task_id: UUID | None


class FullError(PermanentError, DidNotHappenError):
    """No room at that time, or no table that starts then; nothing was booked."""

    name = "fully-booked"
    title = "There is no room at that time"


class ClosedError(PermanentError, DidNotHappenError):
    """The place is closed at that time; nothing was booked."""

    name = "closed"
    title = "The place is closed at that time"


class BookingSystem(Protocol):
    """One system that keeps bookings. Never retries a write by itself.

    Errors: `FullError` and `ClosedError` say that surely nothing was booked; `TransientError` that it is unknown.
    """

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        """Free times on the day of `seating`, nearest to the wanted one first, local and naive.

        Only times later than the instant `after`; without one, later than now.
        """
        ...

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        """Book. The same key never books twice: it answers with the booking it made before."""
        ...

    async def find(self, key: str) -> Booking | None:
        """What this key booked; None: surely nothing.

        Raises:
            OutcomeUnknownError: this system can't tell.
        """
        ...
