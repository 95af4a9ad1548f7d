"""DATE, TIME, TIMES and RECURRENCE slots, as `core/when` reads them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.ability import AbilitySpec, SlotKind
from core.when import NO_TIMES, TimeReading, describe_time
from providers.rules.findings import Findings
from providers.rules.once import once
from providers.rules.roles import only_looks
from providers.rules.sentence import Place, slots_of, spans_of

_SO_MANY_DAYS = re.compile(
    r"(?:\w+ times|twice|once or twice)\s+(?:an?|per|each|every|in a)\s+(?:week|fortnight|month|year)"
)
"""On which days is left open."""


class _Slots(NamedTuple):
    """The slots of an ability that tell when, by their kinds."""

    dates: Sequence[str]
    stretches: Sequence[str]
    recurrences: Sequence[str]
    single: Sequence[str]
    several: Sequence[str]


@once
def _slots_in(spec: AbilitySpec) -> _Slots:
    kinds = (SlotKind.DATE, SlotKind.DAYS, SlotKind.RECURRENCE, SlotKind.TIME, SlotKind.TIMES)
    return _Slots(*(slots_of(spec, kind) for kind in kinds))


def fill_times(reading: TimeReading, found: Findings) -> None:
    """Put what the reading says into the ability's slots."""
    if reading is NO_TIMES:
        return
    slots = _slots_in(found.spec)
    spans = spans_of(reading, found.spec)
    found.taken += [Place(span.start, span.end) for span in spans]
    _fill_days(reading, found, slots)
    _fill_recurrence(reading, found, slots)
    _fill_clock(reading, found, slots)
    if reading.instant and any(span.kind == "instant" for span in spans):
        found.scheduled_for = reading.instant


def _fill_days(reading: TimeReading, found: Findings, slots: _Slots) -> None:
    for slot in slots.dates:
        if reading.date:
            found.put(slot, reading.date.isoformat(), _words(reading, "date", "instant"))
        _mark(slot, reading, found, what="date")
    if reading.stretch:
        for slot in slots.stretches:
            found.put(slot, "/".join(day.isoformat() for day in reading.stretch), _words(reading, "date"))


def _fill_recurrence(reading: TimeReading, found: Findings, slots: _Slots) -> None:
    for slot in slots.recurrences:
        if reading.recurrence and _SO_MANY_DAYS.match(_words(reading, "recurrence").lower()):
            found.ambiguous.append(slot)
            continue
        if reading.recurrence:
            found.put(slot, reading.recurrence, _words(reading, "recurrence"))
        _mark(slot, reading, found, what="recurrence")


def _fill_clock(reading: TimeReading, found: Findings, slots_in: _Slots) -> None:
    """One time goes to TIME, several to TIMES; each takes the other's place where the ability has only one."""
    single, several = slots_in.single, slots_in.several
    clocks = [at.strftime("%H:%M") for at in reading.times]
    slots: Sequence[str] = several if several and (len(clocks) > 1 or not single) else single
    for slot in slots:
        if clocks:
            found.put(slot, [*clocks] if slots is several else clocks[0], _words(reading, "time", "instant"))
        _mark(slot, reading, found, what="time")
        if slots is single and len(clocks) > 1 and slot not in found.inferred:
            found.inferred.append(slot)
    if reading.usual and not clocks:
        proposed = (" and ".join(map(describe_time, reading.usual)),)
        found.options |= dict.fromkeys([*several, *(single if len(reading.usual) == 1 else ())], proposed)


def _mark(slot: str, reading: TimeReading, found: Findings, *, what: str) -> None:
    if what in reading.ambiguous:
        if what == "date" and only_looks(found.spec):
            return
        found.ambiguous.append(slot)
        if what == "time" and reading.candidates:
            found.options[slot] = tuple(describe_time(at) for at in reading.candidates)
    elif what in reading.inferred and slot in found.details:
        found.inferred.append(slot)


def _words(reading: TimeReading, *kinds: str) -> str:
    return next((span.text for span in reading.spans if span.kind in kinds), reading.spans[0].text)
