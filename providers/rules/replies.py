"""Replies to a question: bare answers ("four", "7pm", "the second one"), and whatever else is said along."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time

from pydantic import JsonValue

from core.ability import AbilitySpec, SlotKind, SlotSpec
from core.when import TimeReading, find_times, is_in_part
from core.when.words import write_ordinal
from providers.base import OpenQuestion
from providers.rules.counts import fill_bare_count, find_number
from providers.rules.details import read_details
from providers.rules.findings import Findings
from providers.rules.sentence import Place, Sentence, choose_policy
from providers.rules.texts import trim
from providers.rules.times import fill_times, spans_of

_ANSWERED, _PARTLY, _NOTHING = 0.9, 0.6, 0.1
_FILLER = re.compile(
    r"[\s\"']*(?:(?:um+|uh+|er+|erm|hmm+|oh|ah|well|so|yes|yeah|yep|ok|okay|sure|please|maybe|perhaps|actually|i think|i guess|"
    r"i said|i mean|let me see|let's say|let's make it|let's|make it|make that|say|that would be|that'?s|it'?s|"
    r"it is|it should be|it would be|it will be|we are|we're|there are|there will be|i'd like to go to|i'd like|"
    r"i would like|i want|we'd like|we want|i'd prefer|i prefer|how about|what about|try|go to|go for|go with|"
    r"the one called|the one at|a place called|for|at|to)\b[\s,.!:]*)+",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"\W*(?:i (?:don'?t|do not|can'?t|cannot) \w+|no(?: idea|pe|ne|thing)?|not sure|never ?mind|any(?:thing|where|one)?|"
    r"whatever|whichever|you (?:choose|decide)|cancel|stop|help|what|which|who|why|when|where|how|pardon|sorry|forget|"
    r"leave it|surprise me|none|hello|hi|thanks|thank you)\b",
    re.IGNORECASE,
)
_ONLY_REJECTS = re.compile(r"\W*(?:no\W+)?(?:not|never|i don'?t want|anything but)\b(?!.*(?:[,;.]\s*\w|\bbut\b))")
_BARE_CLOCK = re.compile(r"(?<![^ ])(?P<hour>2[0-3]|1[0-9]|0?[0-9])(?: (?P<minute>[0-5][0-9]))?\b")
_OR_CLOCK = re.compile(r" (?:or|/|-|to|maybe) (?:maybe |at )?[0-9]")
_BARE_CLOCKS = re.compile(r"[0-9]{1,2}(?:(?: ,)?(?: and)? [0-9]{1,2}){1,5}$")
_NO_CLOCK = re.compile(r" (?:people|persons?|of us|guests|adults|days?|weeks?|hours?|minutes?|tablets?|pills?)\b")
_NUMBERED = {"1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "earlier": 0, "earliest": 0, "former": 0}
_FROM_END = frozenset({"last", "later", "latest", "latter"})
_POSITION = re.compile(
    r"(?:the )?(?P<which>1st|2nd|3rd|4th|last|earlier|earliest|later|latest|former|latter)(?: (?:one|1|time|option))?(?: please| thanks| \.| !)*"
)
_NAME_END = re.compile(r"[,;?!]|\.(?=\s|$)")
_BARE_PART = re.compile(r"\b(?:morning|afternoon|evening|night)\b")
_MOST_NAME_WORDS = 8
_LAST_DAY = 31


def read_reply(sentence: Sentence, spec: AbilitySpec, question: OpenQuestion) -> tuple[Findings, float]:
    """The details that the reply gives, and how sure it is that it answers the question."""
    if _ONLY_REJECTS.match(sentence.lowered):
        return Findings(spec, sentence), _NOTHING
    found = read_details(spec, sentence.without_ruled_out(choose_policy(spec)))
    asked = next((each for each in spec.slots if each.name == question.slot), None)
    if asked is not None:
        _read_asked(asked, found, options=question.options)
        if asked.name in found.details or asked.name in found.ambiguous:
            return found, _ANSWERED
    return found, _PARTLY if found.details else _NOTHING


def _read_asked(asked: SlotSpec, found: Findings, *, options: Sequence[str]) -> None:
    """Options first, since they say what a vague answer means; then the bare answer of the slot's kind."""
    if options and _take_option(asked, found, options=options):
        return
    if asked.name not in found.details and asked.name not in found.ambiguous:
        read_bare = _READERS.get(asked.slot.kind)
        if read_bare:
            read_bare(asked, found)
        if options and asked.slot.kind is SlotKind.TIME:
            _take_option(asked, found, options=options)


def _reading_of(text: str, found: Findings) -> TimeReading:
    context = found.sentence.context
    return find_times(text, now=context.now, timezone=context.timezone, policy=choose_policy(found.spec))


# ------------------------------------------------------------------ one of the options


def _take_option(asked: SlotSpec, found: Findings, *, options: Sequence[str]) -> bool:
    """Whether the reply picks one option: by its words, by its number, or by a time or part of the day."""
    sentence = found.sentence
    chosen = _named_option(sentence, options) or _numbered_option(sentence, options)
    value = _value_of(chosen, asked, found) if chosen else None
    if value is None and asked.slot.kind is SlotKind.TIME:
        value = _timed_option(asked, found, options=options)
    if value is None:
        return False
    found.drop(asked.name)
    found.put(asked.name, value, sentence.text.strip())
    found.ambiguous = [name for name in found.ambiguous if name != asked.name]
    return True


def _named_option(sentence: Sentence, options: Sequence[str]) -> str | None:
    for option in sorted(options, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(option.lower())}(?!\w)", sentence.lowered):
            return option
    return None


def _numbered_option(sentence: Sentence, options: Sequence[str]) -> str | None:
    match = _POSITION.fullmatch(sentence.words.line[_filler_of(sentence.words.line) :])
    if not match:
        return None
    position = len(options) - 1 if match["which"] in _FROM_END else _NUMBERED[match["which"]]
    return options[position] if position < len(options) else None


def _value_of(option: str, asked: SlotSpec, found: Findings) -> JsonValue:
    """An option as the value of its slot."""
    reading = _reading_of(option, found)
    if asked.slot.kind is SlotKind.TIME:
        return f"{reading.time:%H:%M}" if reading.time else None
    if asked.slot.kind is SlotKind.DATE:
        return reading.date.isoformat() if reading.date else None
    if asked.slot.kind is SlotKind.COUNT:
        digits = re.search(r"[0-9]{1,6}", option)
        return int(digits.group()) if digits else None
    return option


def _timed_option(asked: SlotSpec, found: Findings, *, options: Sequence[str]) -> str | None:
    """The only option at a time that the words can mean."""
    times = [reading.time for reading in (_reading_of(option, found) for option in options) if reading.time]
    reading = found.reading
    guess = found.details.get(asked.name)
    if isinstance(guess, str) and asked.name in found.inferred:
        meant = time.fromisoformat(guess)
        fitting = [at for at in times if at.minute == meant.minute and (at.hour - meant.hour) % 12 == 0]
    elif reading.candidates:
        fitting = [at for at in times if at in reading.candidates]
    else:
        part = _part_of_day(found) if reading.time is None else ""
        fitting = [at for at in times if is_in_part(at, part)]
    return f"{fitting[0]:%H:%M}" if len(fitting) == 1 else None


def _part_of_day(found: Findings) -> str:
    """As in "evening, please"."""
    bare = _BARE_PART.search(found.sentence.words.line)
    return found.reading.day_part or (bare.group() if bare else "")


# ------------------------------------------------------------------ bare answers


def _read_count(asked: SlotSpec, found: Findings) -> None:
    fill_bare_count(asked.name, found)


def _read_time(asked: SlotSpec, found: Findings) -> None:
    """A number alone is a time of day here, even if it was taken for a count ("for eight")."""
    words, part = found.sentence.words, found.reading.day_part
    spoken = [Place(span.start, span.end) for span in found.reading.spans]
    for match in _BARE_CLOCK.finditer(words.line):
        place = Place(*words.place(match.start(), match.end()))
        if any(place.overlaps(span) for span in spoken) or _NO_CLOCK.match(words.line, match.end()):
            continue
        if _OR_CLOCK.match(words.line, match.end()):
            found.ambiguous.append(asked.name)
            return
        clock = f"at {match['hour']}:{match['minute'] or '00'}"
        said = f"{clock} in the {part}" if part in {"morning", "afternoon", "evening"} else clock
        _put_reading(asked, found, said=said, place=place)
        return


def _read_times(asked: SlotSpec, found: Findings) -> None:
    """As in "8, 2 and 8"."""
    line = found.sentence.words.line
    start = _filler_of(line)
    match = _BARE_CLOCKS.match(line, start)
    if match:
        place = Place(*found.sentence.words.place(match.start(), match.end()))
        _put_reading(asked, found, said=f"at {match.group()}", place=place)
    else:
        _read_time(asked, found)


def _read_date(asked: SlotSpec, found: Findings) -> None:
    number = find_number(found)
    if number and 1 <= number[0] <= _LAST_DAY:
        _put_reading(asked, found, said=f"on the {write_ordinal(number[0])}", place=number[1])


def _put_reading(asked: SlotSpec, found: Findings, *, said: str, place: Place) -> None:
    """Record what `said` means as the answer; no other detail was meant by the words at `place`."""
    for name, other in list(found.places.items()):
        if other.overlaps(place):
            found.drop(name)
    answer = Findings(found.spec, found.sentence)
    fill_times(_reading_of(said, found), answer)
    if asked.name in answer.details:
        words = found.sentence.text[place.start : place.end]
        found.put(asked.name, answer.details[asked.name], words, place=place)
    found.inferred += [name for name in answer.inferred if name == asked.name]
    found.ambiguous += [name for name in answer.ambiguous if name == asked.name]


def _read_name(asked: SlotSpec, found: Findings) -> None:
    """The reply without politeness and other details is the name."""
    text = found.sentence.text
    start = _filler_of(found.sentence.lowered)
    end = found.next_taken(start, len(text))
    mark = _NAME_END.search(text, start, end)
    place = trim(text, start, end=mark.start() if mark else end)
    words = text[place.start : place.end] if place else ""
    if place and not _NO_ANSWER.match(words) and len(words.split()) <= _MOST_NAME_WORDS and found.is_free(place):
        found.put(asked.name, words, words, place=place)


def _read_text(asked: SlotSpec, found: Findings) -> None:
    text = found.sentence.text
    start = _filler_of(found.sentence.lowered)
    end = min([len(text), *(span.start for span in spans_of(found.reading, found.spec) if span.start >= start)])
    place = trim(text, start, end=end)
    words = text[place.start : place.end] if place else ""
    if words and not _NO_ANSWER.fullmatch(words):
        found.put(asked.name, words, words, place=place)


_READERS: Mapping[SlotKind, Callable[[SlotSpec, Findings], None]] = {
    SlotKind.COUNT: _read_count,
    SlotKind.TIME: _read_time,
    SlotKind.TIMES: _read_times,
    SlotKind.DATE: _read_date,
    SlotKind.NAME: _read_name,
    SlotKind.TEXT: _read_text,
}
"""Choices and recurrences have no shorter form than the one that is looked for anyway."""


def _filler_of(text: str) -> int:
    """Where the answer begins behind "um, let's say"."""
    filler = _FILLER.match(text)
    return filler.end() if filler else 0
