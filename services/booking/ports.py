"""The border to whatever keeps the tables and chairs: the product's own venue book or an outside system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.booking import Booking, Venue
from core.errors import PermanentError, TransientError
from services.effect_ledger import DidNotHappenError


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """What is wanted: so many people, at this venue, from this local time on (naive, in the venue's zone).

    Attributes:
        service: at a salon, as the salon calls it.
        stylist: at a salon; None: whoever is free.
        instead_of: a booking of the same venue that would be given up for it, so that its room counts as free.
    """

    venue: Venue
    party_size: int
    starts_at: datetime
    service: str | None = None
    stylist: str | None = None
    instead_of: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """For whom it is; `task_id` where a task asked for it.

    Attributes:
        only_once: refuse it where the person has a booking there at that time already, unless the same request made it.
    """

    account_id: UUID
    user_id: UUID
    task_id: UUID | None
    only_once: bool = False


class FullError(PermanentError, DidNotHappenError):
    """No room at that time, or nothing that starts then; nothing was booked or changed."""

    name = "fully-booked"
    title = "There is no room at that time"


class ClosedError(PermanentError, DidNotHappenError):
    """The place is closed at that time; nothing was booked or changed."""

    name = "closed"
    title = "The place is closed at that time"


class StaleError(TransientError, DidNotHappenError):
    """The booking is not as it was when this was decided; nothing was changed. Look at it again."""

    name = "booking-moved"
    title = "The booking was changed meanwhile"


class TwiceError(PermanentError, DidNotHappenError):
    """The person has a booking there at that time; nothing was booked."""

    name = "booked-already"
    title = "There is such a booking already"

    def __init__(self, standing: Booking) -> None:
        super().__init__("The person has a booking there at that time.")
        self.standing = standing


class BookingSystem(Protocol):
    """One system that keeps bookings. Never retries a write by itself.

    Errors: `FullError`, `ClosedError`, `TwiceError` and `StaleError` say that surely nothing happened; another `TransientError` that
    it is unknown.
    """

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        """Free times on the day of `seating`, nearest to the wanted one first, local and naive.

        Only times later than the instant `after`; without one, later than now.
        """
        ...

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        """Book. The same key never books twice: it answers with the booking it made before.

        Raises:
            TwiceError: the guest wants it `only_once`, and there is another one.
        """
        ...

    async def find(self, key: str) -> Booking | None:
        """What this key booked; None: surely nothing.

        Raises:
            OutcomeUnknownError: this system can't tell.
        """
        ...

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        """Make a booking what `seating` says, all of it or nothing.

        Raises:
            StaleError: it is not as it was `seen` any more.
        """
        ...

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        """Give the room back; a booking that is cancelled already stays so."""
        ...
