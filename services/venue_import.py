"""Venues that come many at a time: all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from core.booking import Venue
from core.errors import FieldProblem, InvalidFieldError
from core.ids import make_id
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.samples import is_sample
from services.venue_service import BookingsStandError, VenueService

_MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A venue to be there afterwards, and where it stands in what was sent: "/venues/3" or "line 5"."""

    place: str
    given: Mapping[str, Any]


class ImportOutcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Imported(NamedTuple):
    """A venue as it is afterwards."""

    place: str
    outcome: ImportOutcome
    venue: Venue


class _OnlyTriedError(Exception):
    """Ends the transaction of a trial."""


class VenueImport:
    """A row is the venue of the same name at the same location, whatever the case; who is not there yet is added."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, venues: VenueService) -> None:
        self._unit_of_work = unit_of_work
        self._venues = venues

    async def run(
        self, rows: Sequence[ImportRow], *, account_id: UUID, keep_bookings: bool, dry_run: bool
    ) -> list[Imported]:
        """Add and change, all in one transaction; only look what would become of it in a `dry_run`.

        Raises:
            InvalidFieldError: names all rows that can't be taken; nothing was stored.
            BookingsStandError: a venue would change so that bookings lose their place; nothing was stored.
        """
        imported: list[Imported] = []
        try:
            async with self._unit_of_work() as unit:
                await unit.accounts.lock(account_id)  # two imports of the same file must not both add
                imported = await self._take_all(unit, rows, account_id=account_id, keep_bookings=keep_bookings)
                if dry_run:
                    raise _OnlyTriedError
        except _OnlyTriedError:
            pass
        return imported

    async def _take_all(
        self, unit: UnitOfWork, rows: Sequence[ImportRow], *, account_id: UUID, keep_bookings: bool
    ) -> list[Imported]:
        known = await unit.venues.list_named({str(row.given["name"]) for row in rows}, account_id=account_id)
        own = [venue for venue in known if not is_sample(venue)]
        seen: dict[tuple[str, str], str] = {}
        imported: list[Imported] = []
        problems: list[FieldProblem] = []
        for row in rows:
            key = _key_of(row.given["name"], row.given.get("location"))
            if key in seen:
                problems.append(FieldProblem(row.place, f"This is the same place as {seen[key]}."))
                continue
            seen[key] = row.place
            same = [venue for venue in own if _key_of(venue.name, venue.location) == key]
            try:
                imported.append(await self._take(unit, row, same, account_id=account_id, keep_bookings=keep_bookings))
            except InvalidFieldError as error:
                problems += [FieldProblem(f"{row.place}{each.pointer}", each.detail) for each in error.errors]
            except BookingsStandError as error:
                raise BookingsStandError(f"{row.place}: {error.detail}") from error
        if problems:
            shown = " ".join(f"{each.pointer}: {each.detail}" for each in problems[:5])
            raise InvalidFieldError(shown, problems[:_MOST_PROBLEMS])
        return imported

    async def _take(
        self, unit: UnitOfWork, row: ImportRow, same: Sequence[Venue], *, account_id: UUID, keep_bookings: bool
    ) -> Imported:
        if not same:
            made = await self._venues.make(row.given, venue_id=make_id(), account_id=account_id)
            return Imported(row.place, ImportOutcome.CREATED, await unit.venues.add(made))
        if len(same) > 1:
            raise _wrong("/name", f"There are {len(same)} venues of that name there: change them by their ids.")
        if same[0].kind is not row.given["kind"]:
            raise _wrong("/kind", f"There is a {same[0].kind} of that name there already.")
        old = await unit.venues.get_locked(same[0].id, account_id=account_id)
        given = {name: value for name, value in row.given.items() if name != "kind"}
        new = await self._venues.rewrite(unit, old, given, keep_bookings=keep_bookings)
        return Imported(row.place, ImportOutcome.UNCHANGED if new == old else ImportOutcome.CHANGED, new)


def _wrong(pointer: str, detail: str) -> InvalidFieldError:
    return InvalidFieldError(detail, [FieldProblem(pointer, detail)])


def _key_of(name: str, location: str | None) -> tuple[str, str]:
    return " ".join(name.split()).casefold(), " ".join((location or "").split()).casefold()
