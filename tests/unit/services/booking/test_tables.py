from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from core.booking import DiningTable, TableCombination, Venue
from core.ids import make_id
from repositories.booking import Taken
from services.booking.hours import Span
from services.booking.tables import Seats, TablePlan
from tests.unit.services.booking.venues import make_venue

SEVEN = datetime(2026, 11, 28, 19, 0, tzinfo=UTC)


def house(*tables: tuple[str, int], joined: Sequence[tuple[str, ...]] = ()) -> Venue:
    return make_venue(
        tables=tuple(DiningTable(name, seats) for name, seats in tables),
        table_combinations=tuple(TableCombination(names) for names in joined),
    )


TRATTORIA = house(("two", 2), ("four", 4), ("other four", 4), joined=[("four", "other four")])


def stay(after: int = 0, minutes: int = 90) -> Span:
    return Span(SEVEN + timedelta(minutes=after), SEVEN + timedelta(minutes=after + minutes))


def sits(party_size: int, *tables: str, after: int = 0, minutes: int = 90) -> Taken:
    span = stay(after, minutes)
    return Taken(span.starts_at, span.ends_at, party_size, None, tables, make_id())


def seat(party_size: int, taken: Sequence[Taken] = (), *, at: Venue = TRATTORIA, may_move: bool = True) -> Seats | None:
    return TablePlan(at).seat(party_size, stay(), taken, may_move=may_move)


def test_smallest_free_table_is_given() -> None:
    assert seat(2) == Seats(("two",))
    assert seat(2, [sits(2, "two")]) == Seats(("four",))
    assert seat(3) == Seats(("four",))


def test_larger_party_sits_at_tables_pushed_together() -> None:
    assert seat(7) == Seats(("four", "other four"))
    assert seat(9) is None


def test_tables_are_not_pushed_together_for_whom_one_is_enough() -> None:
    assert seat(4, [sits(4, "four"), sits(4, "other four")]) is None
    assert seat(7, [sits(4, "other four")]) is None


def test_table_is_not_given_to_fewer_than_it_is_meant_for() -> None:
    venue = make_venue(tables=(DiningTable("round", 8, least=5),))
    assert seat(4, at=venue) is None
    assert seat(5, at=venue) == Seats(("round",))


def test_table_is_free_again_when_the_party_has_left() -> None:
    assert seat(4, [sits(4, "four", after=-90), sits(3, "other four", after=90)]) == Seats(("four",))


def test_others_get_other_tables_so_that_all_sit() -> None:
    couple = sits(2, "four")
    assert seat(7, [couple]) == Seats(("four", "other four"), {couple: ("two",)})
    assert seat(7, [couple], may_move=False) is None


def test_nobody_is_moved_to_where_somebody_else_sits_later() -> None:
    couple, later = sits(2, "four", after=60), sits(2, "two", after=120)
    assert seat(7, [couple, later]) is None


def test_who_has_no_table_yet_gets_one() -> None:
    early = sits(4)
    assert seat(4, [early], may_move=False) == Seats(("four",), {early: ("other four",)})
    assert seat(4, [early, sits(4, "gone")], may_move=False) is None


def test_house_without_tables_gives_none() -> None:
    assert TablePlan(make_venue()).seat(30, stay(), [], may_move=True) == Seats()


# ------------------------------------------------------------------ against a model that tries everything


def ways(venue: Venue, party_size: int) -> Iterator[frozenset[str]]:
    seats = {table.name: table.seats for table in venue.tables}
    for name, most in seats.items():
        if party_size <= most:
            yield frozenset({name})
    for each in venue.table_combinations:
        if max(seats[name] for name in each.tables) < party_size <= sum(seats[name] for name in each.tables):
            yield frozenset(each.tables)


def all_sit(sitting: Sequence[tuple[Taken, frozenset[str]]]) -> bool:
    minutes = {each.starts_at for each, _ in sitting}
    for at in minutes:
        used = list(chain.from_iterable(tables for each, tables in sitting if each.starts_at <= at < each.ends_at))
        if len(used) != len(set(used)):
            return False
    return True


def can_sit(venue: Venue, wanted: Taken, taken: Sequence[Taken]) -> bool:
    meets = [each for each in taken if each.starts_at < wanted.ends_at and wanted.starts_at < each.ends_at]
    others = [(each, frozenset(each.tables)) for each in taken if each not in meets]
    movable = [wanted, *meets]
    return any(
        all_sit([*others, *zip(movable, tried, strict=True)])
        for tried in product(*(list(ways(venue, each.party_size)) for each in movable))
    )


quarters = st.integers(-8, 8).map(lambda number: number * 15)
parties = st.lists(st.tuples(st.integers(1, 9), quarters, st.sampled_from([60, 90])), min_size=1, max_size=7)
houses = st.lists(st.integers(1, 6), min_size=1, max_size=4)


@settings(max_examples=150)
@given(seats=houses, wishes=parties, joins=st.integers(0, 6))
def test_everybody_sits_alone_and_only_those_are_refused_for_whom_no_arrangement_exists(
    seats: list[int], wishes: list[tuple[int, int, int]], joins: int
) -> None:
    names = [str(number) for number in range(len(seats))]
    venue = house(*zip(names, seats, strict=True), joined=list(combinations(names, 2))[:joins])
    taken: list[Taken] = []
    for party_size, after, minutes in wishes:
        wanted = sits(party_size, after=after, minutes=minutes)
        span = Span(wanted.starts_at, wanted.ends_at)
        found = TablePlan(venue).seat(party_size, span, taken, may_move=True)
        assert (found is not None) is can_sit(venue, wanted, taken)
        if found is not None:
            taken = [replace(each, tables=found.moved.get(each, each.tables)) for each in taken]
            taken.append(replace(wanted, tables=found.tables))
            assert all_sit([(each, frozenset(each.tables)) for each in taken])
            assert all(frozenset(each.tables) in set(ways(venue, each.party_size)) for each in taken)
