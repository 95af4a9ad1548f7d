"""Choosing one of the options that were offered: by its words, by its number, by a time or day, or by what only it says."""

import re
from collections.abc import Sequence
from datetime import time

from pydantic import JsonValue

from core.ability import SlotKind, SlotSpec
from core.when import TimeReading, find_times, is_in_part
from core.when.words import Words
from providers.rules.findings import Findings
from providers.rules.sentence import Sentence, choose_policy
from providers.rules.wordlist import set_of

_FILLER = re.compile(
    r"[\s\"']*(?:(?:um+|uh+|er+|erm|hmm+|oh|ah|well|so|yes|yeah|yep|ok|okay|sure|please|maybe|perhaps|actually|i think|i guess|"
    r"i said|i mean|i meant|let me see|let's say|let's make it|let's|make it|make that|say|that would be|that'?s|it'?s|"
    r"it is|it should be|it would be|it will be|we are|we're|there are|there will be|i'd like to go to|i'd like|"
    r"i would like|i want|we'd like|we want|i'd prefer|i prefer|how about|what about|try|go to|go for|go with|take|i'll take|"
    r"the one called|the one at|a place called|for|at|to)\b[\s,.!:]*)+",
    re.IGNORECASE,
)
_NUMBERED = {"1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "1": 0, "2": 1, "3": 2, "4": 3} | {
    "earlier": 0,
    "earliest": 0,
    "former": 0,
}
_FROM_END = frozenset({"last", "later", "latest", "latter"})
_POSITION = re.compile(
    r"(?:the )?(?:(?P<which>1st|2nd|3rd|4th|last|earlier|earliest|later|latest|former|latter)(?: (?:one|1|time|option|booking|reminder))?"
    r"|(?:number|option|no \.) (?P<number>[1-4]))(?: please| thanks| \.| ! | ,)*"
)
_PART_ONE = re.compile(r"\b(?P<part>morning|afternoon|evening|night)(?:'s)? (?:one|time|dose)\b")
_BARE_PART = re.compile(r"\b(?:morning|afternoon|evening|night)\b")
_WORD = re.compile(r"[^\W_]+")
_LITTLE = set_of(
    "the a an one ones at in on of for to with and or my our that this it is i i'd i'll like want please yes no well um uh "
    "think mean meant take have would be me you said say s d ll m then ok okay just"
)
_NO_PREFERENCE = re.compile(
    r"\W*(?:i )?(?:don'?t mind|do not mind|don'?t care|no preference|whoever|whichever|any(?:one|body)?|either|you choose|it doesn'?t matter)\b"
)
_ASSENT = re.compile(
    r"\W*(?:(?:um+|uh+|er+|oh|well|yes|yeah|yep|yup|ok|okay|sure|right|correct|please|thanks|thank you|of course|certainly|"
    r"fine|perfect|that'?s (?:right|fine|it)|that one|(?:just |the )?(?:same )?as (?:usual|always|ever|last time|before)|"
    r"(?:the|my|our) usual(?: one)?|the same(?: again)?)\b\W*)+"
)
ANYONE = "anyone"
"""The option of somebody who does not mind."""


def take_option(asked: SlotSpec, found: Findings, *, options: Sequence[str]) -> bool:
    """Whether the reply picks one option; if so it is the value of the slot, and its words say nothing else."""
    sentence = found.sentence
    chosen = _numbered_option(sentence, options)
    if chosen:
        _forget_all(found)
    chosen = chosen or _named_option(sentence, options) or _open_option(sentence, options)
    chosen = chosen or _only_option(sentence, options)
    value = _value_of(chosen, asked, found) if chosen else None
    if value is None and asked.slot.kind is SlotKind.TIME:
        value = _timed_option(asked, found, options=options)
    if value is None and asked.slot.kind in {SlotKind.TEXT, SlotKind.NAME, SlotKind.CHOICE}:
        chosen = _dated_option(found, options) or _likeliest_option(sentence, options)
        value = chosen
    if value is None:
        return False
    if asked.slot.kind is SlotKind.TEXT and chosen:
        _forget_what_it_says(chosen, found)
    found.drop(asked.name)
    found.put(asked.name, value, sentence.text.strip())
    found.ambiguous = [name for name in found.ambiguous if name != asked.name]
    return True


def reading_of(text: str, found: Findings) -> TimeReading:
    """What other words than the sentence itself say about time, in its situation."""
    context = found.sentence.context
    policy, own = choose_policy(found.spec), context.day_times
    return find_times(text, now=context.now, timezone=context.timezone, policy=policy, day_times=own)


def skip_filler(text: str) -> int:
    """Where the answer begins behind "um, let's say"."""
    filler = _FILLER.match(text)
    return filler.end() if filler else 0


def is_position(sentence: Sentence) -> bool:
    """Whether the whole reply is the place of an option: "the second one", "number two"."""
    line = Words.of(sentence.text).line
    return _POSITION.fullmatch(line[skip_filler(line) :]) is not None


def _named_option(sentence: Sentence, options: Sequence[str]) -> str | None:
    for option in sorted(options, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(option.lower())}(?!\w)", sentence.lowered):
            return option
    return None


def _numbered_option(sentence: Sentence, options: Sequence[str]) -> str | None:
    line = Words.of(sentence.text).line
    match = _POSITION.fullmatch(line[skip_filler(line) :])
    if not match:
        return None
    which = match["which"] or match["number"]
    position = len(options) - 1 if which in _FROM_END else _NUMBERED[which]
    return options[position] if position < len(options) else None


def _open_option(sentence: Sentence, options: Sequence[str]) -> str | None:
    return ANYONE if ANYONE in options and _NO_PREFERENCE.match(sentence.lowered) else None


def _only_option(sentence: Sentence, options: Sequence[str]) -> str | None:
    """What is said yes to where nothing else was offered."""
    return options[0] if len(options) == 1 and _ASSENT.fullmatch(sentence.lowered) else None


def _dated_option(found: Findings, options: Sequence[str]) -> str | None:
    """The only option on that day, or at that time."""
    said = found.sentence.times(choose_policy(found.spec))
    if not (said.date or said.time or said.candidates):
        return None
    clocks = {*said.candidates, *said.times}
    fitting = [
        option
        for option, reading in ((option, reading_of(option, found)) for option in options)
        if (said.date is None or reading.date == said.date) and (not clocks or reading.time in clocks)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _likeliest_option(sentence: Sentence, options: Sequence[str]) -> str | None:
    """The only option that has most of the words: "the haircut", "Smith"."""
    said = _content(sentence.lowered)
    scores = [len(said & _content(option.lower())) for option in options]
    best = max(scores, default=0)
    return options[scores.index(best)] if best and scores.count(best) == 1 else None


def _content(text: str) -> set[str]:
    return {word for word in _WORD.findall(text) if word not in _LITTLE}


def _forget_all(found: Findings) -> None:
    """Nothing else was said: "the first" is no day when it is the answer."""
    for name in list(found.details):
        found.drop(name)
    found.ambiguous = []


def _forget_what_it_says(option: str, found: Findings) -> None:
    """The day by which an option was picked is no new day."""
    reading = reading_of(option, found)
    same = {reading.date.isoformat() if reading.date else None, *(f"{at:%H:%M}" for at in reading.times)} - {None}
    for name, value in list(found.details.items()):
        said = [str(each) for each in value] if isinstance(value, list) else [str(value)]
        is_part = isinstance(value, str) and value.lower() in option.lower()
        if is_part or same.issuperset(said) or set(option.split()).issuperset(said):
            found.drop(name)
    found.ambiguous = [name for name in found.ambiguous if name in found.details]
    found.scheduled_for = None


def _value_of(option: str, asked: SlotSpec, found: Findings) -> JsonValue:
    """An option as the value of its slot."""
    reading = reading_of(option, found)
    if asked.slot.kind is SlotKind.TIME:
        return f"{reading.time:%H:%M}" if reading.time else None
    if asked.slot.kind is SlotKind.TIMES:
        return [f"{at:%H:%M}" for at in reading.times] or None
    if asked.slot.kind is SlotKind.DATE:
        return reading.date.isoformat() if reading.date else None
    if asked.slot.kind is SlotKind.RECURRENCE:
        return reading.recurrence
    if asked.slot.kind is SlotKind.COUNT:
        digits = re.search(r"[0-9]{1,6}", option)
        return int(digits.group()) if digits else None
    return option


def _timed_option(asked: SlotSpec, found: Findings, *, options: Sequence[str]) -> str | None:
    """The only option at a time that the words can mean."""
    times = [reading.time for reading in (reading_of(option, found) for option in options) if reading.time]
    if part_one := _PART_ONE.search(found.sentence.lowered):
        fitting = [at for at in times if is_in_part(at, part_one["part"])]
        return f"{fitting[0]:%H:%M}" if len(fitting) == 1 else None
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
