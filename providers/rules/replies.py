"""Replies to a question: bare answers ("four", "7pm", "the second one"), and whatever else is said along."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time

from core.ability import AbilitySpec, SlotKind, SlotSpec
from core.when import describe_time
from core.when.words import write_ordinal
from providers.base import OpenQuestion
from providers.rules.corrections import find_moved, is_bare_number, put_reading, read_correction
from providers.rules.counts import fill_bare_count, find_number
from providers.rules.details import read_details
from providers.rules.findings import Findings
from providers.rules.options import ANYONE, is_position, reading_of, skip_filler, take_option
from providers.rules.people import read_people
from providers.rules.roles import has_free_words, holds_family, is_shift, is_spoken
from providers.rules.sentence import Place, Sentence, choose_policy, slots_of
from providers.rules.spoken import clean_answer
from providers.rules.texts import trim

_ANSWERED, _PARTLY, _NOTHING = 0.9, 0.6, 0.1
_NO_ANSWER = re.compile(
    r"\W*(?:i (?:don'?t|do not|can'?t|cannot) \w+|no(?: idea|pe|ne|thing)?|not sure|never ?mind|any(?:thing|where|one)?|"
    r"whatever|whichever|you (?:choose|decide)|cancel|stop|help|what|which|who|why|when|where|how|pardon|sorry|forget|"
    r"leave it|surprise me|none|hello|hi|thanks|thank you)\b",
    re.IGNORECASE,
)
_ONLY_REJECTS = re.compile(r"\W*(?:no\W+)?(?:not|never|i don'?t want|anything but)\b(?!.*(?:[,;.]\s*\w|\bbut\b))")
_POINTS = re.compile(
    r"\b(?:[Tt]he|[Tt]h(?:at|is|ose|ese)|[Ww]hich(?:ever)?|[Aa]ny|[Oo]ther|[Aa]nother|[Ee]ither)\s+(?:(?!one\b)[\w-]+\s+){0,2}?"
    r"(?P<one>(?:(?:1st|2nd|3rd|4th|first|second|third|fourth|last)\s+)?ones?)\b"
    r"(?!\s*(?:o['’]clock|[ap]\.?m\b|thirty|fifteen|forty|twenty|ten\b|five\b|hundred|of us|persons?\b|people))"
)
"""Words for something that was seen or offered: "the second one", "the one in Paris"; their "one" is no number."""
_TOO = re.compile(r"^\W*(?:(?:and|yes|no|also)\W+)*(?:my )?\w+ (?:as well|too|also)\W*$")
"""Somebody or something beside what was read back; it says nothing of how."""
_ONLY_ONE = re.compile(r"\b(?:just|only)\s+$", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"(?<![^ ])(?P<hour>2[0-3]|1[0-9]|0?[0-9])(?: (?P<minute>[0-5][0-9]))?\b")
_OR_CLOCK = re.compile(r" (?:or|/|-|to|maybe) (?:maybe |at )?[0-9]")
_BARE_CLOCKS = re.compile(r"[0-9]{1,2}(?:(?: ,)?(?: and)? [0-9]{1,2}){1,5}$")
_NO_CLOCK = re.compile(r" (?:people|persons?|of us|guests|adults|days?|weeks?|hours?|minutes?|tablets?|pills?)\b")
_NO_WORDS = re.compile(
    r"\W*(?:i (?:don'?t|do not) know(?: yet)?|nothing|not sure|no idea|never ?mind|cancel|stop|help|what|pardon|sorry|forget it)\W*",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:no|nope|nah|sorry|actually|rather|instead|wrong|i (?:mean|meant|said)|make (?:it|that)|change (?:it|that)|it should be|not at)\b"
)
"""Whoever says so means what was said before, and not what is asked for."""
_AND_MAKE_IT = re.compile(r"[\s,;]+(?:but|and|only)\s+(?P<what>(?:make|change) (?:it|that)\s.*)$")
_BOTH = re.compile(r"\W*(?:yes\W+)?(?:both|twice|at both)\b")
_ONCE = re.compile(
    r"\b(?:once|one time|1 time|only (?:today|tonight|tomorrow|now|this|the)|just (?:today|tonight|tomorrow|now|this|the (?:one|1|once))|"
    r"single time|not every day|today only|tomorrow only|this time only)\b(?! (?:a|an|every|each|per|daily)\b)"
)
_FOR_DAYS = re.compile(r"\bfor (?:(?:an?|the next|(?:the next )?(?P<count>[0-9]{1,3})) )(?P<unit>day|week)s?\b")
_MOST_DAYS = 366
_PARTS = re.compile(
    r"(?<!not in the )(?<!not at )\b(morning|noon|midday|lunchtime|afternoon|evening|night|bedtime)s?\b"
)
_USUAL_HOURS = {
    "morning": time(8),
    "noon": time(12),
    "midday": time(12),
    "lunchtime": time(12, 30),
    "afternoon": time(15),
    "evening": time(18),
    "night": time(22),
    "bedtime": time(22),
}
_NAME_END = re.compile(r"[,;?!]|\.(?=\s|$)")
_LOOSE_LEAD = re.compile(r"\s(?:in|on|by|at|for|with|near)\s*$")
_MOST_NAME_WORDS = 8
_LAST_DAY = 31


def read_reply(sentence: Sentence, spec: AbilitySpec, question: OpenQuestion) -> tuple[Findings, float]:
    """The details that the reply gives, and how sure it is that it answers the question."""
    asked = next((each for each in spec.slots if each.name == question.slot), None)
    if asked is not None and is_spoken(asked):
        return _read_words(asked, Findings(spec, sentence))
    if _ONLY_REJECTS.match(sentence.lowered) and not _is_open(question):
        return Findings(spec, sentence), _NOTHING
    if asked is not None and asked.slot.kind is not SlotKind.DATE and not question.options and is_position(sentence):
        return Findings(spec, sentence), _NOTHING
    sentence = sentence.without(_list_pointers(sentence))
    found = read_details(spec, sentence.without_ruled_out(choose_policy(spec)))
    if _is_correction(found, asked, question):
        found = Findings(spec, sentence)
        read_correction(found, question)
    if asked is not None:
        if asked.slot.kind is not SlotKind.TEXT:
            _drop_free_words(found)
        _read_asked(asked, found, options=question.options)
        is_answered = asked.name in found.details or asked.name in found.ambiguous
        _read_beside(found, question, is_answered=is_answered)
        if is_answered:
            return found, _ANSWERED
    return found, _PARTLY if found.details or found.ambiguous else _NOTHING


def _read_beside(found: Findings, question: OpenQuestion, *, is_answered: bool) -> None:
    """Read what the reply says of a detail that is known, and was not asked for: "no, make it eight", "every day, but make it eight"."""
    sentence = found.sentence
    if not is_answered:
        if not found.details and not found.ambiguous and _TAKES_BACK.search(sentence.lowered):
            read_correction(found, question)
        return
    further = _AND_MAKE_IT.search(sentence.lowered)
    if further is None:
        return
    beside = Findings(found.spec, sentence.apart(sentence.text[further.start("what") :]))
    read_correction(beside, question)
    found.details = beside.details | found.details
    found.inferred += beside.inferred
    found.ambiguous += [name for name in beside.ambiguous if name not in found.details]
    found.options = beside.options | found.options


def _is_correction(found: Findings, asked: SlotSpec | None, question: OpenQuestion) -> bool:
    """Whether the words only make sense beside what was read back: nothing is asked for, or what is known already."""
    sentence = found.sentence
    is_read_back = asked is None or asked.name in question.details
    if is_read_back and find_moved(sentence) and not any(map(is_shift, found.spec.slots)):
        return True
    return asked is None and (not found.details or is_bare_number(sentence) or bool(_TOO.search(sentence.lowered)))


def _list_pointers(sentence: Sentence) -> list[Place]:
    """Where a "one" stands that counts nothing."""
    text = sentence.text
    return [Place(*each.span("one")) for each in _POINTS.finditer(text) if not _ONLY_ONE.search(text[: each.start()])]


def _is_open(question: OpenQuestion) -> bool:
    """Whether "I don't mind" and "just once, not every day" may be answers."""
    return question.slot == "recurrence" or ANYONE in question.options


def _drop_free_words(found: Findings) -> None:
    """In "for ten days" the "for" leads in nothing but the answer."""
    for slot in found.spec.slots:
        if slot.slot.kind is SlotKind.TEXT and not is_spoken(slot):
            found.drop(slot.name)


def _read_words(asked: SlotSpec, found: Findings) -> tuple[Findings, float]:
    """Words to pass on are the whole reply, whatever they mention."""
    text = found.sentence.text
    place = clean_answer(text)
    if place is None or _NO_WORDS.fullmatch(text):
        return found, _NOTHING
    found.put(asked.name, text[place.start : place.end], text[place.start : place.end])
    return found, _ANSWERED


def _read_asked(asked: SlotSpec, found: Findings, *, options: Sequence[str]) -> None:
    """Options first, since they say what a vague answer means; then the bare answer of the slot's kind."""
    several = slots_of(found.spec, SlotKind.TIMES)
    if options and asked.slot.kind is SlotKind.TIME and several and _BOTH.match(found.sentence.lowered):
        times = [reading_of(option, found).time for option in options]
        found.put(several[0], [f"{at:%H:%M}" for at in times if at], found.sentence.text.strip())
        found.ambiguous = []
        return
    if options and take_option(asked, found, options=options):
        return
    if asked.name not in found.details and asked.name not in found.ambiguous:
        read_bare = _READERS.get(asked.slot.kind)
        if read_bare:
            read_bare(asked, found)
        if options and asked.slot.kind is SlotKind.TIME:
            take_option(asked, found, options=options)


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
        put_reading(asked.name, found, said=said, place=place)
        return


def _read_times(asked: SlotSpec, found: Findings) -> None:
    """As in "8, 2 and 8"."""
    line = found.sentence.words.line
    start = skip_filler(line)
    match = _BARE_CLOCKS.match(line, start)
    if match:
        place = Place(*found.sentence.words.place(match.start(), match.end()))
        put_reading(asked.name, found, said=f"at {match.group()}", place=place)
    else:
        _read_time(asked, found)
    if asked.name not in found.details and asked.name not in found.ambiguous:
        _propose_hours(asked, found)


def _propose_hours(asked: SlotSpec, found: Findings) -> None:
    """Of "in the morning and at night" the hours that most people mean, to be asked and never taken in silence."""
    named = [name for name in _PARTS.findall(found.sentence.lowered) if name in _USUAL_HOURS]
    spans = [span for span in found.reading.spans if span.kind != "day_part"]
    if not named or spans or asked.name in found.options:
        return
    hours = sorted({_USUAL_HOURS[name] for name in named})
    found.options[asked.name] = (" and ".join(map(describe_time, hours)),)


def _read_date(asked: SlotSpec, found: Findings) -> None:
    number = find_number(found)
    if number and 1 <= number[0] <= _LAST_DAY:
        put_reading(asked.name, found, said=f"on the {write_ordinal(number[0])}", place=number[1])


def _read_name(asked: SlotSpec, found: Findings) -> None:
    """The reply without politeness and other details is the name."""
    text = found.sentence.text
    start = skip_filler(found.sentence.lowered)
    end = found.next_taken(start, len(text))
    known = [each.place for each in found.sentence.names.get(asked.name, ())]
    if holds_family(asked) and (person := read_people(text, Place(start, end), known)) and person.is_sure:
        words = text[person.place.start : person.place.end]
        found.put(asked.name, words, words, place=person.place)
        return
    mark = _NAME_END.search(text, start, end)
    stop = mark.start() if mark else end
    if loose := _LOOSE_LEAD.search(text, start, stop):
        stop = loose.start()
    place = trim(text, start, end=stop)
    words = text[place.start : place.end] if place else ""
    if is_position(found.sentence) or _POINTS.match(words):
        return
    if place and not _NO_ANSWER.match(words) and len(words.split()) <= _MOST_NAME_WORDS and found.is_free(place):
        found.put(asked.name, words, words, place=place)


def _read_text(asked: SlotSpec, found: Findings) -> None:
    """The reply up to its times; where nothing leads such words in, they are the answer only if they say nothing else."""
    if not asked.slot.after and found.details and has_free_words(found.spec) is False:
        return
    text = found.sentence.text
    start = skip_filler(found.sentence.lowered)
    end = min([len(text), *(span.start for span in found.times if span.start >= start)])
    place = trim(text, start, end=end)
    words = text[place.start : place.end] if place else ""
    if words and not _NO_ANSWER.fullmatch(words):
        found.put(asked.name, words, words)


def _read_recurrence(asked: SlotSpec, found: Findings) -> None:
    """As in "weekdays", "just once", "only today", "Monday and Thursday", "for ten days"."""
    lowered = found.sentence.lowered
    if _ONCE.search(lowered):
        found.put(asked.name, "FREQ=DAILY;COUNT=1", found.sentence.text.strip())
    elif days := _FOR_DAYS.search(found.sentence.words.line):
        count = int(days["count"] or 1) * (7 if days["unit"] == "week" else 1)
        if 0 < count <= _MOST_DAYS:
            found.put(asked.name, f"FREQ=DAILY;COUNT={count}", found.sentence.text.strip())
    else:
        _read_bare_days(asked, found)


def _read_bare_days(asked: SlotSpec, found: Findings) -> None:
    """As in "Monday and Thursday": they are no dates then."""
    lowered = found.sentence.lowered
    bare = lowered[skip_filler(lowered) :].strip(" .!?")
    rules = (reading_of(f"{lead} {bare}", found).recurrence for lead in ("every", "on"))
    if rule := next((rule for rule in rules if rule), None):
        for slot in slots_of(found.spec, SlotKind.DATE):
            found.drop(slot)
        found.put(asked.name, rule, found.sentence.text.strip())


_READERS: Mapping[SlotKind, Callable[[SlotSpec, Findings], None]] = {
    SlotKind.COUNT: _read_count,
    SlotKind.TIME: _read_time,
    SlotKind.TIMES: _read_times,
    SlotKind.DATE: _read_date,
    SlotKind.NAME: _read_name,
    SlotKind.TEXT: _read_text,
    SlotKind.RECURRENCE: _read_recurrence,
}
"""Choices have no shorter form than the one that is looked for anyway."""
