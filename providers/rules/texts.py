"""TEXT slots: free words behind a lead, up to the next time expression; CHOICE slots: one of a few words."""

import re
from functools import lru_cache

from core.ability import AbilitySpec, SlotKind, SlotSpec
from core.when import Span
from providers.rules.findings import Findings
from providers.rules.sentence import Place, Sentence, slots_of
from providers.rules.times import spans_of

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_POLITE_TAIL = re.compile(
    r"(?:[\s,;.!?]*\b(?:please|pls|thanks|thank you|thank you very much|dear|love|if you can|if possible|ok|okay)\b)+"
    r"[\s,;.!?]*$|[\s,;.!?]+$",
    re.IGNORECASE,
)
_TAIL_WORDS = re.compile(r"[\s,;]+(?:and|at|on|by|for|in|the|or|to)$", re.IGNORECASE)


def fill_choice(slot: SlotSpec, found: Findings) -> None:
    """The first of the slot's words that the text says, as the slot spells it."""
    sentence, values = found.sentence, slot.slot.values
    for match in _choices(values).finditer(sentence.lowered):
        place = Place(match.start(), match.end())
        if found.is_free(place):
            value = next(value for value in values if value.lower() == match.group())
            found.put(slot.name, value, sentence.text[place.start : place.end], place=place)
            return


@lru_cache(maxsize=256)
def _choices(values: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(value.lower()) for value in sorted(values, key=len, reverse=True))
    return re.compile(rf"\b(?:{words or '(?!)'})\b")


def fill_text(slot: SlotSpec, found: Findings) -> None:
    """The words behind the first lead that follows the cue, or behind the first lead at all.

    Where the lead leads in somebody's name too ("tell Anna I am late"), the words begin behind the name.
    """
    sentence, leads = found.sentence, _leads(slot.slot.after)
    for start in (_end_of_cue(found.spec, sentence), 0):
        for lead in leads.finditer(sentence.lowered, start):
            if _span_at(lead.start(), found):
                continue
            place = _words_behind(lead.end(), found, leads=leads)
            if place:
                words = sentence.text[place.start : place.end]
                found.put(slot.name, words, words)
                found.places[slot.name] = place
                return


def _words_behind(start: int, found: Findings, *, leads: re.Pattern[str]) -> Place | None:
    sentence, spans = found.sentence, spans_of(found.reading, found.spec)
    start = _behind_name(start, found)
    while span := _span_at(start, found):
        start = _skip_space(sentence.text, span.end)
    if again := leads.match(sentence.lowered, start):
        start = again.end()
    end = min([len(sentence.text), *(span.start for span in spans if span.start > start)])
    if stop := _SENTENCE_END.search(sentence.text, start, end):
        end = stop.start()
    return trim(sentence.text, start, end=end)


def _span_at(at: int, found: Findings) -> Span | None:
    spans = spans_of(found.reading, found.spec)
    return next((span for span in spans if span.start <= at < span.end), None)


def trim(text: str, start: int, *, end: int) -> Place | None:
    """The stretch without politeness and loose words at its end; None if nothing is left."""
    start = _skip_space(text, start)
    words = text[start:end]
    words = _TAIL_WORDS.sub("", _POLITE_TAIL.sub("", words))
    words = words.rstrip()
    return Place(start, start + len(words)) if words else None


def _behind_name(start: int, found: Findings) -> int:
    sentence = found.sentence
    for name in slots_of(found.spec, SlotKind.NAME):
        place = found.places.get(name)
        if place and place.start >= start and sentence.lowered[start : place.start].strip() in {"", "the"}:
            return _skip_space(sentence.text, place.end)
    return start


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start] in " \t\r\n,:":
        start += 1
    return start


def _end_of_cue(spec: AbilitySpec, sentence: Sentence) -> int:
    """Where the weightiest cue ends: the "to" of "I want to set a reminder to …" comes before it."""
    for pattern, _ in sorted(spec.cues.phrases, key=lambda phrase: -phrase[1]):
        if match := compile_phrase(pattern).search(sentence.lowered):
            return match.end()
    return 0


@lru_cache(maxsize=256)
def _leads(after: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word.lower()) for word in sorted(after, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?:\s+|:\s*)(?=\S)")


@lru_cache(maxsize=4096)
def compile_phrase(pattern: str) -> re.Pattern[str]:
    """A cue, compiled once."""
    return re.compile(pattern)
