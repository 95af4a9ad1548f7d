"""In whose name something is booked: "under the name Hartley", "my name is Ruth Palmer", "my reservation for Ruth"."""

import re
from collections.abc import Iterator

from core.ability import SlotKind, SlotSpec
from providers.rules.findings import Findings
from providers.rules.once import once
from providers.rules.screened import Screened
from providers.rules.sentence import Place
from providers.rules.wordlist import set_of

_BOOKED = r"(?:reservations?|bookings?|tables?|appointments?|spots?|seats?|it's|its|it is|it was|they're|theyre|one)"
_SAID = Screened(
    r"\b(?:(?:under|in|with|by) (?:the )?(?:sur|last |first |family )?names?(?: of)?|in the name of"
    r"|(?:(?:my|the|his|her|our|their) )?(?:sur|last |first |family )?name(?='s| is| was| will| should| would|:)|my name)"
    r"(?:'s| is| was| will be| should be| would be)?[\s,:\"'“‘]+(?=\w)"
)
_UNDER = Screened(
    rf"\b(?:{_BOOKED}|booked|reserved|made|is|was|put it|party of \w+)\b.{{0,60}}?\bunder[\s\"'“‘]+(?!the\b|my\b|a\b|an\b)(?=[^\W\d_])"
)
_INTRODUCES = Screened(
    r"(?:^|[,.!?]\s*)(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|so|and|yes)\b[\s,.!]*)*(?:this is|i am|i'm|im|its|it's)\s+(?=\w)"
)
_FOR = Screened(rf"\b{_BOOKED}\b(?:[^.?!]{{0,60}}?)\bfor\s+(?=[^\W\d_])")
_AT_THE_END = Screened(r"(?:[,;]\s*|[.!?]\s*)(?:i'm|im|this is|it's|its)\s+(?=[a-z'’]+\W*$)")
_ANY = sum({each.bit for each in (_SAID, _UNDER, _INTRODUCES, _FOR, _AT_THE_END)})
_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?")
_BEFORE_A_PLACE = re.compile(
    r"[a-z'’]+ (?:at|in) (?!\d|half|quarter|noon|about|around|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)[a-z]"
    r"|[a-z'’]+ (?:as|because|since|but|who|please|and|if|this|tonight|tomorrow|on)\b"
)
_BEHIND_A_PLACE = re.compile(r"\bat (?!\d)[a-z'’ ]+ for $")
_LAST_WORD = re.compile(r"[a-z'’]+\W*$")
_TITLE = set_of("mr mrs ms miss dr mr. mrs. ms. dr. sir lady lord prince princess reverend father sister")
_NO_NAME = set_of(
    "a about after again all also am an and anyone are around as at be because been before booking but by can can't cancel cannot "
    "change could dinner don't everyone for from get going got had has have he her here him his how i i'd i'll i'm if in instead is it "
    "its just later lunch me more my name need new next no not now of on one or our party people please reservation she should since so "
    "some somebody someone table tables than thank thanks that the their them then there they this to today tomorrow tonight too two up us was "
    "we were what when where which who why will with would yes you your breakfast brunch supper tea drinks meal meals birthday anniversary "
    "family friends wife husband guests adults kids children late early noon midnight lunchtime dinnertime calling really very sorry looking "
    "hoping trying having running under unable sick ill happy interested this that wedding funeral work business morning afternoon evening night "
    "off on out down back "
    "one two three four five six seven eight nine ten eleven twelve "
    "haircut manicure pedicure massage perm colour color trim hair nails facial food eating delivery takeaway sure afraid wondering planning free"
)
_MOST_WORDS = 4


def fill_booked_name(slot: SlotSpec, found: Findings) -> None:
    """The name that is given with a booking; never one of a place, a day or of what is had there."""
    text = found.sentence.text
    for start, needs_capital in _starts(found):
        place = _read_name(text, start, found, needs_capital=needs_capital)
        if place is not None:
            words = text[place.start : place.end]
            found.put(slot.name, words, words, place=place)
            return


def _starts(found: Findings) -> Iterator[tuple[int, bool]]:
    """Where names may begin, the surest first; and whether only what is written like a name is one there."""
    lowered, screened = found.sentence.lowered, found.sentence.screened
    if not screened & _ANY:
        return
    for lead in (_SAID, _UNDER, _AT_THE_END):
        yield from ((match.end(), False) for match in lead.finditer(lowered, screened))
    yield from ((match.end(), True) for match in _INTRODUCES.finditer(lowered, screened))
    yield from (
        (match.end(), not _is_before_a_place(lowered, match.end())) for match in _FOR.finditer(lowered, screened)
    )


def _is_before_a_place(lowered: str, at: int) -> bool:
    """Whether one word and then "at" with a place follow, as in "for ruth at the bell"; or a place and "for ruth" end it."""
    if _BEFORE_A_PLACE.match(lowered, at):
        return True
    return bool(_LAST_WORD.match(lowered, at) and _BEHIND_A_PLACE.search(lowered[:at]))


def _read_name(text: str, start: int, found: Findings, *, needs_capital: bool) -> Place | None:
    words: list[re.Match[str]] = []
    at, limit = start, found.next_taken(start, len(text))
    while len(words) < _MOST_WORDS and (word := _WORD.match(text, at, limit)):
        plain = word.group().lower().replace("’", "'")
        if (
            plain in _NO_NAME
            or plain.removesuffix("'s") in _NO_NAME
            or (plain.endswith("ing") and word.group().islower())
        ):
            break
        if words and words[-1].group()[0].isupper() and not word.group()[0].isupper():
            break
        words.append(word)
        at = word.end() + 1 if text[word.end() : word.end() + 1] == " " else len(text)
    named = [word for word in words if word.group().lower() not in _TITLE]
    if not named or (needs_capital and not all(word.group()[0].isupper() for word in named)):
        return None
    is_short = len(words) <= (3 if named[0].group()[0].isupper() else 2)
    place = _bare(
        text, named[0].start() if len(named) < len(words) and len(named) > 1 else words[0].start(), words[-1].end()
    )
    return place if is_short and _is_nobody_else(place, found) else None


def _bare(text: str, start: int, end: int) -> Place:
    """Without the marks and the "'s" or "'s name" behind it."""
    said = text[start:end].rstrip(".'’")
    return Place(start, start + len(re.sub(r"['’]s$", "", said)))


def _is_nobody_else(place: Place, found: Findings) -> bool:
    stored = (known.place for slot, names in found.sentence.names.items() if slot not in _PEOPLE for known in names)
    return found.is_free(place) and not any(each.overlaps(place) for each in stored)


_PEOPLE = frozenset({"person_name", "recipient"})


@once
def is_booked_name(slot: SlotSpec) -> bool:
    """Whether a NAME slot is the name that a booking is under, not somebody whom it is about."""
    return slot.slot.kind is SlotKind.NAME and "under the name" in slot.slot.after
