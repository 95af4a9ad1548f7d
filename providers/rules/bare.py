"""Details that no word leads in, for abilities that were guessed: "scrap the Crown", "Dad is on furosemide", "eggs and ham".

What is found so is read back, as everything of a guess.
"""

import re

from core.ability import SlotKind, SlotSpec
from core.when.vocabulary import MONTHS, WEEKDAYS
from providers.rules.findings import Findings
from providers.rules.roles import MEDICINE
from providers.rules.sentence import Place
from providers.rules.wording.classes import class_of
from providers.rules.wordlist import set_of

_VENUE, _ITEM = "venue", "item"
_ENDS = (".", "!", "?", ":")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NAMED = re.compile(r"(?:\b[Tt]he )?\b[A-Z][\w'’]+(?: (?:(?:and|of|the|&) )?[A-Z][\w'’]+)*")
_LIST = re.compile(r"\W*(?:(?!(?:and|plus)\b)[\w'’-]+ ?){1,5}(?:(?:, ?and |, ?| ?and | ?plus )(?:[\w'’-]+ ?){1,5})*\W*")
_NO_ITEM = re.compile(
    r"\b(?:i|i'm|i've|we|we're|my|our|your|you|he|she|it|is|are|was|order|parcel|delivery|where|what|when|has|have|list|did|no)\b|\?"
)
_NO_VENUE = {*WEEKDAYS, *MONTHS} | set_of(
    "the i i'm i'd i'll i've christmas eve easter new year's day boxing mr mrs miss ms dr ok"
)


def fill_bare(found: Findings) -> None:
    """Add what is missing and plain: a place by its capitals, a medicine by its kind of word, a list by being nothing else."""
    for slot in found.spec.slots:
        if slot.name in found.details or slot.name in found.ambiguous:
            continue
        place = _find(slot, found)
        if place is not None and found.is_free(place):
            words = found.sentence.text[place.start : place.end]
            found.put(slot.name, words, words, place=place)


def _find(slot: SlotSpec, found: Findings) -> Place | None:
    if slot.name == _VENUE and slot.slot.kind is SlotKind.NAME:
        return _find_venue(found)
    if slot.name == MEDICINE:
        return _find_medicine(found)
    return _find_list(found) if slot.name == _ITEM and not found.details else None


def _find_venue(found: Findings) -> Place | None:
    """A run of capitals that is nobody and no day; the first word of a sentence has its capital anyhow."""
    text = found.sentence.text
    if text.istitle() or text.isupper():
        return None
    at = 0
    while match := _NAMED.search(text, at):
        place = Place(*match.span())
        words = match.group().lower().split()
        is_first = not text[: place.start].strip(" .!?\"'") or text[: place.start].rstrip()[-1:] in _ENDS
        if is_first and words[0] != "the":
            at = place.start + len(words[0])
            continue
        is_place = not _NO_VENUE.issuperset(words) and words[-1] not in _NO_VENUE and class_of(words[0]) != "RELATION"
        if is_place and found.is_free(place):
            return place
        at = place.end
    return None


def _find_medicine(found: Findings) -> Place | None:
    return next(
        (
            Place(*word.span())
            for word in _WORD.finditer(found.sentence.lowered)
            if class_of(word.group()) == "MEDICINE"
        ),
        None,
    )


def _find_list(found: Findings) -> Place | None:
    text = found.sentence.lowered
    if not _LIST.fullmatch(text) or _NO_ITEM.search(text):
        return None
    first, last = re.search(r"\w", text), len(text.rstrip(" .!,;"))
    return Place(first.start(), last) if first else None
