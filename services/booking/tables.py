"""Which table a party gets: the smallest free one that fits, or tables pushed together, or what is free when others move.

Nobody is told their table before they come, so parties may be given others as long as all of them sit. Only those that
are there at the same time are moved, and the search gives up after so many steps: then the place counts as full.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from core.booking import DiningTable, TableCombination, Venue
from repositories.booking import Taken
from services.booking.hours import Span

_MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Seats:
    """What a party gets, and the others that get other tables for it."""

    tables: tuple[str, ...] = ()
    moved: Mapping[Taken, tuple[str, ...]] = field(default_factory=dict[Taken, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class _Option:
    """One table or several, `mask` having a bit for each."""

    tables: tuple[str, ...]
    mask: int
    least: int
    seats: int


@dataclass(slots=True)
class _Party:
    """Somebody to be seated; `beside` are the places of those before it in the search that it meets."""

    taken: Taken | None
    options: list[_Option]
    blocked: int
    beside: list[int] = field(default_factory=list[int])


class _Layout(NamedTuple):
    """The bit of each table, and what parties may sit at, the smallest first."""

    bits: Mapping[str, int]
    options: Sequence[_Option]


class TablePlan:
    """The tables of a restaurant; one that names none seats everybody."""

    def __init__(self, venue: Venue) -> None:
        self._bits, self._options = _lay_out(venue.tables, venue.table_combinations)

    def seat(self, party_size: int, stay: Span, taken: Sequence[Taken], *, may_move: bool) -> Seats | None:
        """Where the party sits; None: nowhere. `taken` holds all that is taken while anybody sits who is there meanwhile.

        Who has no table yet (it was booked before there were tables) gets one, whether others `may_move` or not.
        """
        if not self._bits:
            return Seats()
        there = [each for each in taken if _meet(each, stay)]
        homeless = [each for each in there if not self._mask_of(each.tables) and self._fitting(each.party_size)]
        occupied = self._occupied(there)
        free = (option for option in self._fitting(party_size) if not option.mask & occupied)
        if not homeless and (option := next(free, None)):
            return Seats(option.tables)
        if not homeless and not may_move:
            return None
        movable = there if may_move else homeless
        fixed = set(taken) - set(movable)
        return self._search(party_size, stay, movable, fixed)

    def _search(self, party_size: int, stay: Span, movable: Sequence[Taken], fixed: Collection[Taken]) -> Seats | None:
        new = _Party(None, self._fitting(party_size), self._blocked(stay, fixed))
        others = [_Party(each, self._options_of(each), self._blocked(_span_of(each), fixed)) for each in movable]
        parties = sorted([new, *(each for each in others if each.options)], key=lambda each: len(each.options))
        spans = [stay if each.taken is None else _span_of(each.taken) for each in parties]
        for place, party in enumerate(parties):
            party.beside = [before for before in range(place) if _spans_meet(spans[before], spans[place])]
        chosen = _choose(parties)
        if chosen is None:
            return None
        pairs = [(party.taken, option.tables) for party, option in zip(parties, chosen, strict=True)]
        moved = {each: tables for each, tables in pairs if each is not None and each.tables != tables}
        return Seats(next(tables for each, tables in pairs if each is None), moved)

    def _options_of(self, taken: Taken) -> list[_Option]:
        """What suits a party that is there: first of all what it has."""
        mask = self._mask_of(taken.tables)
        own = [_Option(taken.tables, mask, 1, taken.party_size)] if mask else []
        return own + [each for each in self._fitting(taken.party_size) if each.mask != mask]

    def _fitting(self, party_size: int) -> list[_Option]:
        return [each for each in self._options if each.least <= party_size <= each.seats]

    def _blocked(self, span: Span, fixed: Iterable[Taken]) -> int:
        return self._occupied(each for each in fixed if _meet(each, span))

    def _occupied(self, taken: Iterable[Taken]) -> int:
        occupied = 0
        for each in taken:
            occupied |= self._mask_of(each.tables)
        return occupied

    def _mask_of(self, tables: Iterable[str]) -> int:
        """Tables that are there no more have no bit."""
        return sum(self._bits.get(name, 0) for name in tables)


@lru_cache(maxsize=256)
def _lay_out(tables: tuple[DiningTable, ...], combinations: tuple[TableCombination, ...]) -> _Layout:
    bits = {table.name: 1 << number for number, table in enumerate(tables)}
    seats = {table.name: table.seats for table in tables}
    options = [_Option((each.name,), bits[each.name], each.least, each.seats) for each in tables]
    for each in combinations:
        # Pushed together they are for those who find no room at one of them.
        least, most = max(seats[name] for name in each.tables) + 1, sum(seats[name] for name in each.tables)
        mask = sum(bits[name] for name in each.tables)
        options.append(_Option(each.tables, mask, least, most if each.seats is None else each.seats))
    return _Layout(bits, sorted(options, key=lambda each: (each.seats, len(each.tables))))


def _choose(parties: Sequence[_Party]) -> list[_Option] | None:
    """An option for each, so that no two who meet share a table; None: none was found."""
    steps, chosen = count(), list[_Option]()

    def go_on() -> bool:
        if len(chosen) == len(parties):
            return True
        party = parties[len(chosen)]
        taken = party.blocked
        for place in party.beside:
            taken |= chosen[place].mask
        for option in party.options:
            if option.mask & taken or next(steps) >= _MOST_STEPS:
                continue
            chosen.append(option)
            if go_on():
                return True
            chosen.pop()
        return False

    return chosen if go_on() else None


def _span_of(taken: Taken) -> Span:
    return Span(taken.starts_at, taken.ends_at)


def _meet(taken: Taken, stay: Span) -> bool:
    return taken.starts_at < stay.ends_at and taken.ends_at > stay.starts_at


def _spans_meet(one: Span, other: Span) -> bool:
    return one.starts_at < other.ends_at and one.ends_at > other.starts_at
