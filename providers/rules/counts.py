"""COUNT slots: "for 4", "party of six", "six of us", "4 people", "me and my wife"."""

import re
from collections.abc import Iterator, Sequence

from core.ability import SlotSpec
from providers.rules.findings import Findings
from providers.rules.once import once
from providers.rules.screened import Screened, screen
from providers.rules.sentence import Place

_DIGIT = re.compile("[0-9]")
_PEOPLE_UNITS = frozenset({"people", "persons", "person", "guests", "adults", "diners", "of us", "seats"})
_PEOPLE = r"people|persons?|guests?|adults?|diners?|pax|covers?|members?|seats?|ppl|peoples|folks|of us|in total"
_NUMBER = r"(?<!- )(?<!not )(?<![0-9][./:])(?P<count>[0-9]{1,6})(?![./:][0-9])"
_ADJECTIVE = r"(?:(?:more|other|adult|hungry|nice|lovely|different) )?"
_ABOUT = r"(?:just |only |about |around |exactly |up to |the |a total of |a party of |a group of )*"
_NO_PEOPLE = (
    r"(?! (?:am|pm|o'clock|seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|times?|miles?|"
    r"pounds?|dollars?|euros?|percent|courses?|in the (?:morning|afternoon|evening))\b)"
)
_PARTY = tuple(
    Screened(pattern)
    for pattern in (
        rf"\b(?:party|group|table|family|total|t able) (?:size )?of {_ABOUT}{_NUMBER}\b",
        rf"\b{_NUMBER} (?:{_PEOPLE})\b",
        rf"\b(?:(?:down|up) to|(?:people|persons|guests|x+) to) {_ABOUT}{_NUMBER}\b{_NO_PEOPLE}",
        rf"\b{_NUMBER}(?: -)? (?:person|seater|top)\b",
        rf"\b(?:be|are|now) {_ABOUT}{_NUMBER} (?:instead|rather|now|altogether|after all)\b",
        rf"(?<!not )\bfor {_ABOUT}{_NUMBER}\b{_NO_PEOPLE}",
        rf"\b(?:we're|we are|we'll be|we will be|there'll be|there are|it's|it'll be) {_ABOUT}(?=[12]?[0-9]\b){_NUMBER}"
        r"(?=(?: ,)? (?:now|in all|altogether|after all|instead|not|and not|rather)\b|(?: [.!])*$)",
    )
)
_NEXT = rf"[0-9]{{1,6}}\b(?![./:][0-9]){_NO_PEOPLE}"
_BARE = rf"(?<!- )(?<![0-9][./:])[0-9]{{1,6}}\b(?![./:][0-9])(?: (?:{_PEOPLE}))?"
_CORRECTED = re.compile(
    rf"\b{_BARE}(?:(?: [,.;()–-])*(?: (?:no|sorry|wait|actually|i mean|i meant|make (?:that|it)|or rather|rather|"
    rf"scratch that|correction|hang on|um+|uh+|er+)(?: [,.;–-])*)+(?: (?:for|of|it's|let's say))* (?P<last>{_NEXT})(?: (?:{_PEOPLE})\b)?)+"
)
_EITHER = re.compile(
    rf"\b{_BARE}(?:(?: [,(])*(?: (?:or|to|/|-|–|maybe|perhaps|possibly|if not)(?: (?:maybe|perhaps|possibly|even|for|of))*)+ {_NEXT}"
    r"| or (?:so|more|less|fewer|thereabouts)\b| and (?:a|1) half\b)"
)
_KIND = (
    rf"(?:{_PEOPLE}|grown - ups?|children|child|kids?|babies|baby|toddlers?|infants?|friends?|others?|seniors?|men|man|"
    r"women|woman|boys?|girls?|ladies|lady|grandchildren|grandchild|grandkids?|more)"
)
_IN_PARTS = re.compile(
    rf"\b[0-9]{{1,6}} (?P<first>{_KIND})(?:(?: [,&]| and| plus| with)+ (?:[0-9]{{1,6}}|an?) (?P<next>{_KIND})\b)+"
)
_PART = re.compile(rf"\b(?P<count>[0-9]{{1,6}}|an?) {_KIND}\b")
_EVERYBODY = frozenset({"people", "person", "persons", "guests", "diners", "of us", "in total"})
_SECOND_THOUGHT = re.compile(
    r"\b(?:wait|hang on|no(?= (?:, )?(?:make|sorry|i|rather)\b)|actually|scratch that|make (?:it|that)|i mean|i meant)\b"
)
_HOURS = frozenset({"time", "instant"})
_LATER = re.compile(rf"{_NUMBER}(?= [,.!?]| (?:please|of us|people|instead|then|now)\b|$)")
_ROUGHLY = re.compile(r"\b(?:about|around|up to)\b")
_RELATIVE = r"(?!(?:family|friends|kids|children|parents|team|colleagues|grandchildren|\w+s)\b)\w+"
_OTHERS = re.compile(
    rf"\b(?:me|myself|i) (?:and|with|plus) (?:(?:the|my|our) )?{_NUMBER} (?:other|friend|more|guest|people|person|girl|boy|lad|lady|ladies|son|daughter|sister|brother|kid|child|grand ?child|grand ?kid|grandson|granddaughter|neighbour)"
)
_TWO = (
    rf"\b(?:me|myself) and (?!(?:the|my|our) [0-9])(?:my |the |our )?{_RELATIVE}(?! and)\b",
    rf"(?<!and )\bmy {_RELATIVE} and (?:me|i|myself)\b",
    r"\b(?:both of us|us both|the pair of us)\b",
)
_ONE = (r"\b(?:just|only) (?:for )?(?:me|myself)\b", r"\bfor (?:myself|me alone)\b", r"\b(?:by myself|on my own)\b")
IN_WORDS = tuple((Screened(pattern), value) for value, patterns in ((2, _TWO), (1, _ONE)) for pattern in patterns)


def fill_count(slot: SlotSpec, found: Findings) -> None:
    """Read how many are meant; digits are believed as they stand, 0 and 5000 included."""
    line = found.sentence.words.line
    has_number = _DIGIT.search(line)
    others = _OTHERS.search(line) if has_number else None
    if others and _put(slot.name, int(others["count"]) + 1, match=others, found=found):
        found.inferred.append(slot.name)
        return
    matches = _find(slot, line) if has_number else ()
    matches = [match for match in matches if found.is_free(_place(match, found))]
    if matches:
        _settle(slot.name, matches[0], others=matches[1:], found=found)
        return
    if not _counts_people(slot):
        return
    for pattern, value in IN_WORDS:
        match = pattern.search(line, found.sentence.screened)
        if match and _put(slot.name, value, match=match, found=found):
            found.inferred.append(slot.name)
            return


def fill_bare_count(name: str, found: Findings) -> None:
    """Read a number alone as the answer to how many."""
    for match in re.finditer(_NUMBER + r"\b", found.sentence.words.line):
        if found.is_free(_place(match, found)):
            _settle(name, match, others=(), found=found)
            return


def find_number(found: Findings) -> tuple[int, Place] | None:
    """The first number that stands outside of other details."""
    for match in re.finditer(_NUMBER + r"\b", found.sentence.words.line):
        place = _place(match, found)
        if found.is_free(place):
            return int(match["count"]), place
    return None


def _is_thought_over(match: re.Match[str], found: Findings) -> bool:
    """As in "for four, oh wait, Jim's coming, five": another number behind second thoughts, of which it is not sure what it counts."""
    line = found.sentence.words.line
    thought = _SECOND_THOUGHT.search(line, match.end())
    if thought is None:
        return False
    start, end = _place(match, found).end, _place(thought, found).start
    if any(start <= span.start < end and span.kind in _HOURS for span in found.reading.spans):
        return False  # It may be the hour that is thought over.
    return any(found.is_free(_place(number, found)) for number in _LATER.finditer(line, thought.end()))


def _settle(name: str, match: re.Match[str], *, others: Sequence[re.Match[str]], found: Findings) -> None:
    """Record a count, or that it has several readings; what was corrected, summed up or rough is read back."""
    line, at = found.sentence.words.line, match.start("count")
    value, is_guess = int(match["count"]), bool(_ROUGHLY.search(match.group()))
    joined = _around(_CORRECTED, line, at)
    parts = _around(_IN_PARTS, line, at)
    if joined:
        value, is_guess = int(joined["last"]), True
    elif parts and parts["first"] not in _EVERYBODY | {parts["next"]}:
        joined, value, is_guess = parts, _sum_up(parts.group()), True
    elif parts or _around(_EITHER, line, at) or _is_thought_over(match, found):
        found.ambiguous.append(name)
        found.taken.append(_place(match, found))
        return
    start, end = joined.span() if joined else match.span("count")
    outside = [each for each in others if not start <= each.start("count") < end]
    if not (joined and _put(name, value, match=joined, found=found)):
        _put(name, value, match=match, found=found)
    if is_guess or any(int(each["count"]) != value for each in outside):
        found.inferred.append(name)


def _around(pattern: re.Pattern[str], line: str, at: int) -> re.Match[str] | None:
    return next((match for match in pattern.finditer(line) if match.start() <= at < match.end()), None)


def _sum_up(words: str) -> int:
    counts = (match["count"] for match in _PART.finditer(words))
    return sum(int(count) if count.isdigit() else 1 for count in counts)


def _place(match: re.Match[str], found: Findings) -> Place:
    return Place(*found.sentence.words.place(match.start(), match.end()))


def _put(name: str, value: int, *, match: re.Match[str], found: Findings) -> bool:
    sentence, place = found.sentence, _place(match, found)
    if not found.is_free(place):
        return False
    found.put(name, value, sentence.text[place.start : place.end], place=place)
    return True


def _find(slot: SlotSpec, line: str) -> Iterator[re.Match[str]]:
    """The numbers of what is counted, those with its own units first."""
    if slot.slot.units:
        yield from _with_units(slot).finditer(line)
    if not slot.slot.units or _counts_people(slot):
        screened = screen(line)
        for pattern in _PARTY:
            yield from pattern.finditer(line, screened)


@once
def _with_units(slot: SlotSpec) -> re.Pattern[str]:
    return re.compile(rf"\b{_NUMBER} {_ADJECTIVE}(?:{'|'.join(map(re.escape, slot.slot.units))})\b")


@once
def _counts_people(slot: SlotSpec) -> bool:
    return not _PEOPLE_UNITS.isdisjoint(slot.slot.units)
