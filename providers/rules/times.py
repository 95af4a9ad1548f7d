"""DATE, TIME, TIMES and RECURRENCE slots, as `core/when` reads them."""

import re
from collections.abc import Sequence

from core.ability import AbilitySpec, SlotKind
from core.when import Span, TimeReading, describe_time
from providers.rules.findings import Findings
from providers.rules.once import OncePerAbility
from providers.rules.roles import only_looks
from providers.rules.sentence import Place, slots_of

_KINDS = {
    "date": {SlotKind.DATE, SlotKind.DAYS},
    "time": {SlotKind.TIME, SlotKind.TIMES},
    "instant": {SlotKind.DATE, SlotKind.TIME, SlotKind.TIMES},
    "recurrence": {SlotKind.RECURRENCE},
    "day_part": {SlotKind.DATE, SlotKind.TIME, SlotKind.TIMES, SlotKind.RECURRENCE},
}
"""Which slots can read a span of which kind."""
_SO_MANY_DAYS = re.compile(
    r"(?:\w+ times|twice|once or twice)\s+(?:an?|per|each|every|in a)\s+(?:week|fortnight|month|year)"
)
"""On which days is left open."""


def spans_of(reading: TimeReading, spec: AbilitySpec) -> list[Span]:
    """The time expressions that this ability has a slot for; the others are ordinary words to it."""
    kinds = _readable(spec)
    return [span for span in reading.spans if span.kind in kinds]


@OncePerAbility
def _readable(spec: AbilitySpec) -> frozenset[str]:
    """The kinds of spans that its slots can read."""
    kinds = {slot.slot.kind for slot in spec.slots}
    return frozenset(name for name, readers in _KINDS.items() if readers & kinds)


def fill_times(reading: TimeReading, found: Findings) -> None:
    """Put what the reading says into the ability's slots."""
    spec = found.spec
    found.taken += [Place(span.start, span.end) for span in spans_of(reading, spec)]
    for slot in slots_of(spec, SlotKind.DATE):
        if reading.date:
            found.put(slot, reading.date.isoformat(), _words(reading, "date", "instant"))
        _mark(slot, reading, found, what="date")
    _fill_stretch(reading, found)
    for slot in slots_of(spec, SlotKind.RECURRENCE):
        if reading.recurrence and _SO_MANY_DAYS.match(_words(reading, "recurrence").lower()):
            found.ambiguous.append(slot)
            continue
        if reading.recurrence:
            found.put(slot, reading.recurrence, _words(reading, "recurrence"))
        _mark(slot, reading, found, what="recurrence")
    _fill_clock(reading, found)
    if reading.instant and any(span.kind == "instant" for span in spans_of(reading, spec)):
        found.scheduled_for = reading.instant


def _fill_stretch(reading: TimeReading, found: Findings) -> None:
    for slot in slots_of(found.spec, SlotKind.DAYS):
        if reading.stretch:
            found.put(slot, "/".join(day.isoformat() for day in reading.stretch), _words(reading, "date"))


def _fill_clock(reading: TimeReading, found: Findings) -> None:
    """One time goes to TIME, several to TIMES; each takes the other's place where the ability has only one."""
    single, several = slots_of(found.spec, SlotKind.TIME), slots_of(found.spec, SlotKind.TIMES)
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
