"""COUNT slots: "for 4", "party of six", "six of us", "4 people", "me and my wife"."""

import re
from functools import lru_cache

from core.ability import SlotSpec
from providers.rules.findings import Findings
from providers.rules.sentence import Place

_PEOPLE_UNITS = frozenset({"people", "persons", "person", "guests", "adults", "diners", "of us", "seats"})
_PEOPLE = r"people|persons?|guests?|adults?|diners?|pax|covers?|members?|seats?|ppl|peoples|folks|of us|in total"
_NUMBER = r"(?<!- )(?P<count>[0-9]{1,6})"
_ADJECTIVE = r"(?:(?:more|other|adult|hungry|nice|lovely|different) )?"
_ABOUT = r"(?:just |only |about |around |exactly |up to |the |a total of |a party of |a group of )*"
_NO_PEOPLE = (
    r"(?! (?:am|pm|o'clock|seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|times?|miles?|"
    r"pounds?|dollars?|euros?|percent|courses?|in the (?:morning|afternoon|evening))\b)"
)
_PARTY = (
    rf"\b(?:party|group|table|family|total|t able) (?:size )?of {_ABOUT}{_NUMBER}\b",
    rf"\b{_NUMBER} (?:{_PEOPLE})\b",
    rf"\b{_NUMBER}(?: -)? (?:person|seater|top)\b",
    rf"\bfor {_ABOUT}{_NUMBER}\b{_NO_PEOPLE}",
)
_RELATIVE = r"(?!(?:family|friends|kids|children|parents|team|colleagues|grandchildren|\w+s)\b)\w+"
_OTHERS = re.compile(rf"\b(?:me|myself|i) (?:and|with|plus) {_NUMBER} (?:other|friend|more|guest|people|person)")
_TWO = (
    rf"\b(?:me|myself) and (?:my )?{_RELATIVE}(?! and)\b",
    rf"(?<!and )\bmy {_RELATIVE} and (?:me|i|myself)\b",
    r"\b(?:both of us|us both|the pair of us)\b",
)
_ONE = (r"\b(?:just|only) (?:for )?(?:me|myself)\b", r"\bfor (?:myself|me alone)\b", r"\b(?:by myself|on my own)\b")
_IN_WORDS = tuple((re.compile(pattern), value) for value, patterns in ((2, _TWO), (1, _ONE)) for pattern in patterns)


def fill_count(slot: SlotSpec, found: Findings) -> None:
    """Read how many are meant; digits are believed as they stand, 0 and 5000 included."""
    line = found.sentence.words.line
    others = _OTHERS.search(line)
    if others and _put(slot.name, int(others["count"]) + 1, match=others, found=found):
        found.inferred.append(slot.name)
        return
    for pattern in _patterns(slot.slot.units):
        for match in pattern.finditer(line):
            if _put(slot.name, int(match["count"]), match=match, found=found):
                return
    if _PEOPLE_UNITS.isdisjoint(slot.slot.units):
        return
    for pattern, value in _IN_WORDS:
        match = pattern.search(line)
        if match and _put(slot.name, value, match=match, found=found):
            found.inferred.append(slot.name)
            return


def find_number(found: Findings) -> tuple[int, Place] | None:
    """The first number that stands outside of other details."""
    words = found.sentence.words
    for match in re.finditer(_NUMBER + r"\b", words.line):
        place = Place(*words.place(match.start(), match.end()))
        if found.is_free(place):
            return int(match["count"]), place
    return None


def _put(name: str, value: int, *, match: re.Match[str], found: Findings) -> bool:
    sentence = found.sentence
    place = Place(*sentence.words.place(match.start(), match.end()))
    if not found.is_free(place):
        return False
    found.put(name, value, sentence.text[place.start : place.end], place=place)
    return True


@lru_cache(maxsize=256)
def _patterns(units: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    own = "|".join(re.escape(unit) for unit in units)
    patterns = [rf"\b{_NUMBER} {_ADJECTIVE}(?:{own})\b"] if own else []
    if not units or not _PEOPLE_UNITS.isdisjoint(units):
        patterns += _PARTY
    return tuple(re.compile(pattern) for pattern in patterns)
