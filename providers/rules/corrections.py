"""Bare corrections of what was read back, where nothing is asked: "no, make it eight", "not four, five", "no, Anna".

What is earlier or later ("half an hour later", "the day after") is so beside what was read back, not beside now.
"""

import datetime as dt
import re

from core.ability import SlotKind
from core.when import is_in_part
from providers.base import OpenQuestion
from providers.rules.findings import Findings
from providers.rules.options import reading_of
from providers.rules.people import read_people
from providers.rules.roles import find_spoken, holds_family
from providers.rules.sentence import Place, Sentence, slots_of
from providers.rules.shifts import find_shifts
from providers.rules.spoken import clean_answer
from providers.rules.times import fill_times

_LEAD = (
    r"(?:(?:um+|uh+|er+|oh|well|no|nope|nah|yes|yeah|ok|okay|but|sorry|please|actually|wrong|that's wrong|thanks|thank you|wait|"
    r"i said|i mean|i meant|i want|i'd like|i would like|i'd rather(?: have)?|make (?:it|that)|change (?:it|that) to|it's|it should be|"
    r"it is|let's (?:say|make it)|(?:can|could) (?:it be|we (?:make it|do|have|say)|you make it)|(?:how|what) about|maybe|perhaps|"
    r"rather|better|at|to|with|,|\.|;|!|-)(?:\s+|$))*"
)
_NUMBER = r"(?P<hour>[0-9]{1,4})(?:[ :](?P<minute>[0-5][0-9]))?"
_TAIL = (
    r"(?:\s*(?:please|instead|rather|thanks|thank you|then|if (?:you can|possible)|(?:would be|is|suits(?: me| us)?|works|would suit(?: me| us)?)"
    r"(?: better| fine| best)?(?: for (?:me|us))?|,|\.|!|\?))*\s*"
)
_BARE = re.compile(
    rf"\s*{_LEAD}(?:not (?:at |for )?(?P<old>[0-9]{{1,4}})(?:\s*,)?\s+(?:but\s+)?)?{_LEAD}{_NUMBER}{_TAIL}"
)
_SAY = re.compile(rf"\W*{_LEAD}(?:just )?(?:say|write|tell (?:him|her|them))(?: that)?\s+(?=\S)")
_LEAD_WORDS = re.compile(
    r"\W*(?:(?:no|nope|nah|sorry|actually|i mean|i meant|rather|not (?:him|her|them)|but|tell)\b[\s,]*)*"
)
_HALF_PAST = re.compile(rf"\s*{_LEAD}half past{_TAIL}")
_NEXT_DAY = re.compile(rf"\s*{_LEAD}(?:on )?the (?:(?P<later>next day|day after|following day)|day before){_TAIL}")
_PART = re.compile(rf"\s*{_LEAD}(?:in the |at )?(?P<part>morning|afternoon|evening|night){_TAIL}")
_LENGTHS = {
    "half an hour": 30,
    "a quarter of an hour": 15,
    "an hour": 60,
    "1 hour": 60,
    "1 and a half hours": 90,
    "an hour and a half": 90,
    "2 hours": 120,
    "3 hours": 180,
} | {f"{minutes} minutes": minutes for minutes in range(5, 60, 5)}
_DAYS = {"a day": 1, "1 day": 1, "2 days": 2, "3 days": 3, "a week": 7, "1 week": 7, "2 weeks": 14, "a fortnight": 14}
_DAY_MINUTES, _HALF_DAY = 24 * 60, 12 * 60
_NAMED = re.compile(rf"\s*{_LEAD}$")
_NAME_END = re.compile(rf"{_TAIL}$")
_LAST_HOUR = 12


def read_correction(found: Findings, question: OpenQuestion) -> None:
    """Read a number, a length or a stored name alone as the new value of a detail that is there already."""
    if _read_moved(found, question):
        return
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


def is_bare_number(sentence: Sentence) -> bool:
    """Whether the words are but a number ("could it be eight instead"), which says not of what."""
    return _BARE.fullmatch(sentence.words.line) is not None


def find_moved(sentence: Sentence) -> bool:
    """Whether the words say how much earlier or later, or leave the hour or the day to what was said before."""
    line = sentence.words.line
    return bool(find_shifts(sentence)) or any(each.fullmatch(line) for each in (_HALF_PAST, _NEXT_DAY, _PART))


def _read_moved(found: Findings, question: OpenQuestion) -> bool:
    """Move the hour or the day that was read back; answers whether the words say so."""
    line = found.sentence.words.line
    at, on = _known(found, question, SlotKind.TIME), _known(found, question, SlotKind.DATE)
    days, minutes = _find_shift(found)
    if next_day := _NEXT_DAY.fullmatch(line):
        days = 1 if next_day["later"] else -1
    if _HALF_PAST.fullmatch(line) and at:
        minutes = 30 - int(at[1][3:])
    part = _PART.fullmatch(line)
    if part and at and not is_in_part(dt.time.fromisoformat(at[1]), part["part"]):
        minutes = -_HALF_DAY if int(at[1][:2]) >= _LAST_HOUR else _HALF_DAY
    if minutes and at:
        total = int(at[1][:2]) * 60 + int(at[1][3:]) + minutes
        if 0 <= total < _DAY_MINUTES and not (part and not is_in_part(dt.time(total // 60, total % 60), part["part"])):
            _put_moved(found, at[0], f"{total // 60:02}:{total % 60:02}")
    if days and on:
        _put_moved(found, on[0], (dt.date.fromisoformat(on[1]) + dt.timedelta(days=days)).isoformat())
    return bool(days or minutes or part)


def _find_shift(found: Findings) -> tuple[int, int]:
    """By how many days and minutes the first shift moves; none where it leaves open which way, or how much."""
    shift = next(iter(find_shifts(found.sentence)), None)
    if shift is None or not shift.way:
        return 0, 0
    sign = 1 if shift.way == "later" else -1
    return sign * _DAYS.get(shift.length, 0), sign * _LENGTHS.get(shift.length, 0)


def _known(found: Findings, question: OpenQuestion, kind: SlotKind) -> tuple[str, str] | None:
    """The detail of this kind that was read back, with its value."""
    slot = next((slot for slot in slots_of(found.spec, kind) if slot in question.details), None)
    return (slot, str(question.details[slot])) if slot else None


def _put_moved(found: Findings, slot: str, value: str) -> None:
    found.put(slot, value, found.sentence.text.strip())
    found.inferred.append(slot)


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
    _read_words(found, question)


def _read_words(found: Findings, question: OpenQuestion) -> None:
    """As in "no, say I'm well" and "no, my son", where somebody is to be told something."""
    text = found.sentence.text
    spoken = find_spoken(found.spec)
    if spoken and spoken.name in question.details and (say := _SAY.match(found.sentence.lowered)):
        words = clean_answer(text[say.end() :])
        if words:
            said = text[say.end() + words.start : say.end() + words.end]
            found.put(spoken.name, said, said)
        return
    start = _LEAD_WORDS.match(found.sentence.lowered)
    for slot in filter(holds_family, found.spec.slots):
        person = read_people(text, Place(start.end() if start else 0, len(text)), ())
        if slot.name in question.details and person and person.is_sure and not text[person.place.end :].strip(" .!"):
            words = text[person.place.start : person.place.end]
            found.put(slot.name, words, words, place=person.place)
