"""The border to whatever keeps the tables and chairs: the product's own venue book or an outside system.

    abilities ──► BookingSystem ─┬─ LocalBookingSystem            the product's own venue book
                                 └─ Desk ──► BookingAdapter       one outside system per file

Abilities see a `BookingSystem`. What an outside system offers is a `BookingAdapter`: thin, honest about what it can't do,
and without a second try. The desk (`services/booking/desk.py`) makes up for what the system lacks: it keeps rows of our
own, checks before it writes, reads back what was written, and finds out what became of a lost answer.

Errors of an adapter say whether anything happened (`services/booking/refusals.py`); its client raises NoRoomError besides,
where the system is left alone for now.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias
from uuid import UUID

from core.booking import Booking, BookingStatus, Venue, VenueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """What is wanted: so many people, at this venue, from this local time on (naive, in the venue's zone).

    Attributes:
        service: at a salon, as the salon calls it.
        stylist: at a salon; None: whoever is free.
        instead_of: a booking of the same venue that would be given up for it, so that its room counts as free.
        held: the key under which room is kept there for the person, which counts as free too.
    """

    venue: Venue
    party_size: int
    starts_at: datetime
    service: str | None = None
    stylist: str | None = None
    instead_of: UUID | None = None
    held: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """For whom it is; `task_id` where a task asked for it. What is known of the person is passed on to the place.

    Attributes:
        only_once: refuse it where the person has a booking there at that time already, unless the same request made it.
        name: in whose name; None: nobody has said who they are.
        diet: what they eat or don't eat, in their words.
        access_needs: what they need to get in and sit, in their words.
        marketing_consent: whether the place may send them advertisements.
    """

    account_id: UUID
    user_id: UUID
    task_id: UUID | None
    only_once: bool = False
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    diet: tuple[str, ...] = ()
    access_needs: tuple[str, ...] = ()
    marketing_consent: bool = False

    def requests_at(self, kind: VenueKind) -> str | None:
        """What such a place should know beforehand, as one text for the people there; a salon needs no diet."""
        diet = f"Diet: {', '.join(self.diet)}." if self.diet and kind is VenueKind.RESTAURANT else ""
        needs = f"Needs: {', '.join(self.access_needs)}." if self.access_needs else ""
        return " ".join(filter(None, (diet, needs))) or None


BY_PHONE = "phone"
"""The adapter of places that have no system at all."""


class Capability(StrEnum):
    """What a system can do by itself; what it can't, the desk makes up for, or the person is told."""

    SEARCH = "search"  # finds a place by what it is called
    ONLINE = "online"  # says what is free, changes and cancels; else somebody has to phone
    SERVICES = "services"  # says what a place does, how long it takes, and who does it
    HOLD = "hold"  # keeps a time for some minutes, so that nobody else gets it before it is booked
    IDEMPOTENT = "idempotent"  # the same request id never books twice
    LOOKUP = "lookup"  # can be asked what was booked under a request id
    CHECKS_CONFLICTS = "checks_conflicts"  # refuses what is taken, closed or past
    NEEDS_CONFIRMATION = "needs_merchant_confirmation"  # may answer that the place decides later


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedService:
    """Something that a place does and that can be booked; `staff` are those who do it, empty where the system names nobody."""

    name: str
    minutes: int | None = None
    staff: tuple[str, ...] = ()


class BookingSystem(Protocol):
    """What abilities book through. Never retries a write by itself.

    Errors: whatever is a `DidNotHappenError` says that surely nothing happened; another `TransientError` that it may have, and that
    `find` will tell; `OutcomeUnknownError` that nobody can tell.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the system behind it can do by itself."""
        ...

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

    async def hold(self, seating: Seating, guest: Guest, *, key: str) -> datetime | None:
        """Keep the room while the person is asked, until the instant that is answered; None: it is not kept.

        Under the same key what is wanted now takes the place of what was. Whoever books it says so in `seating.held`.

        Raises:
            FullError, ClosedError: it can't be had; what was kept before is given back.
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

    async def look_again(self, booking: Booking) -> Booking:
        """The booking as the system has it now: decided, moved or cancelled by the place."""
        ...

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        """What its system says that a place does; nothing where it doesn't say."""
        ...


# ------------------------------------------------------------------ outside systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a system knows; `settings` are the `adapter_settings` that name it there."""

    name: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTime:
    """A time of a day that a system lists, local and naive. What it does not say is None.

    Attributes:
        is_free: False where the system lists it although it can't be had.
        largest_party: for how many people at most.
        booked: how many bookings there are at that time.
    """

    starts_at: datetime
    is_free: bool = True
    largest_party: int | None = None
    booked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A time that is kept for us until an instant."""

    uid: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """In whose name it is booked. Phone and e-mail only where they are known.

    Attributes:
        alias: unlike that of anybody else: for systems that tell people apart by something that a family may share.
        wishes: what the place should know, in a sentence: diet, access needs.
        marketing_consent: whether the place may send them advertisements.
    """

    alias: str
    name: str
    phone: str | None = None
    email: str | None = None
    wishes: str = ""
    marketing_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideBooking:
    """A booking as an outside system has it. What the system does not say is None.

    Attributes:
        uid: by what the system knows it; another one after a change, where the system makes a new booking of it.
        reference: what is said at the door.
        starts_at, ends_at: local to the place, naive.
        name: in whose name.
    """

    uid: str
    reference: str
    status: BookingStatus
    raw_status: str
    starts_at: datetime
    ends_at: datetime | None = None
    party_size: int | None = None
    name: str | None = None
    service: str | None = None
    stylist: str | None = None


BeforeSending: TypeAlias = Callable[[], Awaitable[None]]
"""Writes down that something is about to leave here."""


class BookingAdapter(ABC):
    """One outside system, as it is: each verb is what the system does, with no check and no second try of a write.

    Writes answer with the uid under which the booking is there from now on, and nothing else: the desk reads back what has
    become of it. The venue says where the place is in the system (`adapter_settings`). Reads raise `NotReachedError` where they get no
    answer; they may be tried again inside. Verbs that a system lacks are left as they are here.
    """

    capabilities: frozenset[Capability]

    async def check_place(self, venue: Venue) -> None:
        """Raises InvalidFieldError where the venue can't be found by its `adapter_settings`, or may not be looked for there; it names
        what is wrong. Asks nobody outside.
        """
        del venue

    async def search_places(self, venue: Venue) -> Sequence[Place]:
        """The places there that may be meant by what is said of a venue. Only with `SEARCH`."""
        raise NotImplementedError(f"{type(self).__name__} can't look for {venue.name}.")

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        """What the place does, as far as the venue's settings lead to it. Only with `SERVICES`."""
        raise NotImplementedError(f"{type(self).__name__} does not say what {venue.name} does.")

    @abstractmethod
    async def list_free(self, seating: Seating) -> Sequence[FreeTime]:
        """The times that the system lists for the day of `seating`, past and taken ones too where it lists those."""

    async def hold(self, seating: Seating) -> Hold:
        """Keep the time for us. Only with `HOLD`.

        Raises:
            FullError: somebody else has it.
        """
        raise NotImplementedError(f"{type(self).__name__} keeps no time for {seating.venue.name}.")

    async def release(self, venue: Venue, hold: Hold) -> None:
        """Give a held time back. Only with `HOLD`."""
        raise NotImplementedError(f"{type(self).__name__} has not kept {hold.uid} for {venue.name}.")

    @abstractmethod
    async def create(
        self,
        seating: Seating,
        person: Person,
        *,
        request_id: str,
        hold: Hold | None = None,
        before_sending: BeforeSending | None = None,
    ) -> str:
        """Book, once. `request_id` goes along wherever the system has a place for it. Without `LOOKUP`, `before_sending` is
        awaited when everything else is ready, and the first byte of what may book leaves only after it.

        Raises:
            LostAnswerError: it may be booked.
        """

    @abstractmethod
    async def get(self, venue: Venue, uid: str) -> OutsideBooking:
        """The booking as it is now; where it was moved under a new uid, the new one.

        Raises:
            GoneError: there is none.
        """

    async def find(self, seating: Seating, *, request_id: str) -> Sequence[OutsideBooking]:
        """What stands under this request id, the oldest first; more than one only where something went wrong. Only with `LOOKUP`."""
        raise NotImplementedError(f"{type(self).__name__} has no lookup for {seating.venue.name} and {request_id}.")

    @abstractmethod
    async def change(self, venue: Venue, uid: str, seating: Seating, *, request_id: str) -> str:
        """Make the booking what `seating` says.

        Raises:
            LostAnswerError: it may be changed.
        """

    @abstractmethod
    async def cancel(self, venue: Venue, uid: str) -> None:
        """Cancel; what is cancelled already stays so, without an error.

        Raises:
            LostAnswerError: it may be cancelled.
        """
