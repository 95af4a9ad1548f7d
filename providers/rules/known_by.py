"""Which stored thing is to be changed: the words for what it has already, "the haircut on Tuesday", beside what is new."""

import re
from collections.abc import Iterator, Sequence

from core.ability import SlotKind, SlotSpec
from providers.rules.findings import Findings
from providers.rules.options import reading_of
from providers.rules.sentence import KnownName, Place
from providers.rules.texts import find_choices

_SLOT = "which"
_RENEWED = frozenset({"service", "stylist"})
_BECOMES = re.compile(r"\b(?:to|into|for|with|by)\s+(?:(?:an?|the|be|have|get)\s+)*(?=\S)")


def fill_known_by(found: Findings, olds: Sequence[Place]) -> None:
    """Put the old values, word for word, into the slot that tells several apart; a new service or person takes its place.

    An answer is left alone: whoever is asked which one says it in that slot.
    """
    slot = next((each for each in found.spec.slots if each.name == _SLOT and each.slot.kind is SlotKind.TEXT), None)
    if slot is None or found.sentence.context.open_question is not None:
        return
    renewed = [place for each in found.spec.slots if each.name in _RENEWED for place in _renew(each, found)]
    places = sorted([*renewed, *(old for old in olds if _is_time(old, found))])
    if places:
        place = _span(places, found)
        words = found.sentence.text[place.start : place.end]
        found.put(slot.name, words, words)


def _renew(slot: SlotSpec, found: Findings) -> Iterator[Place]:
    """Of "the haircut to a perm" the perm is the value, and the place of the haircut is given back."""
    old = found.places.get(slot.name)
    if old is None:
        return
    values = {known.place.start: known for known in _list_values(slot, found)}
    for match in _BECOMES.finditer(found.sentence.lowered, old.end):
        if (new := values.get(match.end())) and found.is_free(new.place):
            found.drop(slot.name)
            found.put(slot.name, new.name, found.sentence.text[new.place.start : new.place.end], place=new.place)
            yield old
            return


def _list_values(slot: SlotSpec, found: Findings) -> Iterator[KnownName]:
    if slot.slot.kind is SlotKind.CHOICE:
        for match in find_choices(slot, found.sentence):
            value = next(each for each in slot.slot.values if each.lower() == match.group())
            yield KnownName(value, Place(*match.span()))
    yield from found.sentence.names.get(slot.name, ())


def _is_time(old: Place, found: Findings) -> bool:
    """Whether a day or an hour stands there; a number alone says too little, and "an hour later" is no hour."""
    reading = reading_of(found.sentence.text[old.start : old.end], found)
    return reading.instant is None and bool(reading.date or reading.candidates or reading.times)


def _span(places: Sequence[Place], found: Findings) -> Place:
    """As many of them in one stretch as nothing new stands between."""
    news = [*found.places.values(), *(Place(span.start, span.end) for span in found.reading.spans)]
    whole = places[0]
    for place in places[1:]:
        longer = Place(whole.start, max(whole.end, place.end))
        if any(longer.overlaps(new) and new not in places for new in news):
            break
        whole = longer
    return whole
