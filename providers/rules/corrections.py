"""Bare corrections of what was read back, where nothing is asked: "no, make it eight", "not four, five", "no, Anna"."""

import re

from core.ability import SlotKind
from providers.base import OpenQuestion
from providers.rules.findings import Findings
from providers.rules.options import reading_of
from providers.rules.sentence import Place, slots_of
from providers.rules.times import fill_times

_LEAD = (
    r"(?:(?:um+|uh+|er+|oh|well|no|nope|nah|yes|yeah|ok|okay|but|sorry|please|actually|wrong|that's wrong|thanks|thank you|wait|"
    r"i said|i mean|i meant|i want|i'd like|make (?:it|that)|change (?:it|that) to|it's|it should be|it is|let's (?:say|make it)|"
    r"rather|better|at|to|with|,|\.|;|!|-)(?:\s+|$))*"
)
_NUMBER = r"(?P<hour>[0-9]{1,4})(?:[ :](?P<minute>[0-5][0-9]))?"
_TAIL = r"(?:\s*(?:please|instead|thanks|thank you|then|,|\.|!))*\s*"
_BARE = re.compile(
    rf"\s*{_LEAD}(?:not (?:at |for )?(?P<old>[0-9]{{1,4}})(?:\s*,)?\s+(?:but\s+)?)?{_LEAD}{_NUMBER}{_TAIL}"
)
_NAMED = re.compile(rf"\s*{_LEAD}$")
_NAME_END = re.compile(rf"{_TAIL}$")
_LAST_HOUR = 12


def read_correction(found: Findings, question: OpenQuestion) -> None:
    """Read a number or a stored name alone as the new value of a detail that is there already."""
    match = _BARE.fullmatch(found.sentence.words.line)
    if match is None:
        _read_name(found, question)
        return
    place = Place(*found.sentence.words.place(match.start("hour"), match.end(match.lastgroup or "hour")))
    number = int(match["hour"])
    times = [slot for slot in slots_of(found.spec, SlotKind.TIME) if slot in question.details]
    counts = [slot for slot in slots_of(found.spec, SlotKind.COUNT) if slot in question.details]
    if times and (match["minute"] or not counts or _is_hour(match, question, time=times[0], count=counts[0])):
        put_reading(times[0], found, said=f"at {number}:{match['minute'] or '00'}", place=place)
    elif counts:
        found.put(counts[0], number, match["hour"], place=place)
        found.inferred.append(counts[0])


def put_reading(slot: str, found: Findings, *, said: str, place: Place) -> None:
    """Record what `said` means as the value; no other detail was meant by the words at `place`."""
    for name, other in list(found.places.items()):
        if other.overlaps(place):
            found.drop(name)
    answer = Findings(found.spec, found.sentence)
    fill_times(reading_of(said, found), answer)
    if slot in answer.details:
        words = found.sentence.text[place.start : place.end]
        found.put(slot, answer.details[slot], words, place=place)
    found.inferred += [name for name in answer.inferred if name == slot]
    found.ambiguous += [name for name in answer.ambiguous if name == slot]
    found.options.update({name: answer.options[name] for name in answer.options if name == slot})


def _is_hour(match: re.Match[str], question: OpenQuestion, *, time: str, count: str) -> bool:
    """Whether a number is rather the new time than the new count: it is read back in any case."""
    number, hour = int(match["hour"]), int(str(question.details[time])[:2])
    if match["old"] is not None:
        return int(match["old"]) % _LAST_HOUR == hour % _LAST_HOUR and int(match["old"]) != question.details[count]
    return 0 < number <= _LAST_HOUR and number % _LAST_HOUR != hour % _LAST_HOUR


def _read_name(found: Findings, question: OpenQuestion) -> None:
    lowered = found.sentence.lowered
    for slot in slots_of(found.spec, SlotKind.NAME):
        for known in found.sentence.names.get(slot, ()) if slot in question.details else ():
            is_alone = _NAMED.match(lowered[: known.place.start].replace(",", " , ").lstrip())
            if is_alone and _NAME_END.match(lowered, known.place.end):
                found.put(slot, known.name, found.sentence.text[known.place.start : known.place.end], place=known.place)
                return
