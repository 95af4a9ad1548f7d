"""What must fit together in a venue: everything that names a table, a service or a person names one of its own."""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from core.booking import DEFAULT_CAPACITY, DiningTable, Venue, VenueKind
from core.errors import FieldProblem, InvalidFieldError


def default_capacity(kind: VenueKind, tables: Collection[DiningTable]) -> int:
    """How many it takes where nothing is said: as many as sit at its tables."""
    return sum(each.seats for each in tables) or DEFAULT_CAPACITY[kind]


def check_venue(venue: Venue) -> None:
    """Raises InvalidFieldError where a part of it speaks of something that it doesn't have."""
    problems = list(_list_problems(venue))
    if problems:
        raise InvalidFieldError(" ".join(f"{each.pointer}: {each.detail}" for each in problems[:5]), problems)


def _list_problems(venue: Venue) -> Iterator[FieldProblem]:
    offered = {each for done in venue.staff_services.values() for each in done}
    yield from _strangers("/service_minutes", venue.service_minutes, venue.services, "services")
    yield from _strangers("/staff_services", venue.staff_services, venue.staff, "staff")
    yield from _strangers("/staff_services", offered, venue.services, "services")
    yield from _strangers("/staff_hours", venue.staff_hours, venue.staff, "staff")
    yield from _strangers("/staff_days_off", venue.staff_days_off, venue.staff, "staff")
    if venue.kind is VenueKind.SALON:
        for name in ("tables", "table_combinations", "turn_minutes"):
            if getattr(venue, name):
                yield FieldProblem(f"/{name}", "Only a restaurant has this.")
    yield from _table_problems(venue)
    spanning = [days for days in venue.exceptions if "/" in days]
    for one, other in combinations(sorted(spanning), 2):
        if other.partition("/")[0] <= one.partition("/")[2]:
            yield FieldProblem("/exceptions", f"{one} and {other} have days in common.")


def _table_problems(venue: Venue) -> Iterator[FieldProblem]:
    seats = {table.name: table.seats for table in venue.tables}
    if len(seats) != len(venue.tables):
        yield FieldProblem("/tables", "Two tables have the same name.")
    joined = [name for each in venue.table_combinations for name in each.tables]
    yield from _strangers("/table_combinations", joined, seats, "tables")
    for number, each in enumerate(venue.table_combinations):
        known = [seats[name] for name in each.tables if name in seats]
        if len(set(each.tables)) < 2 or len(set(each.tables)) != len(each.tables):
            yield FieldProblem(f"/table_combinations/{number}/tables", "Name two different tables or more.")
        elif len(known) == len(each.tables) and venue.seats_of(each) <= max(known):
            yield FieldProblem(f"/table_combinations/{number}/seats", "As many sit at one of these tables alone.")
    if len({frozenset(each.tables) for each in venue.table_combinations}) != len(venue.table_combinations):
        yield FieldProblem("/table_combinations", "The same tables are combined twice.")


def _strangers(pointer: str, named: Iterable[str], known: Collection[str], what: str) -> Iterator[FieldProblem]:
    unknown = sorted(set(named) - set(known))
    if unknown:
        yield FieldProblem(pointer, f"{unknown[0][:60]!r} is not among the {what} given.")
