"""New values beside old ones: "move my table on Friday from 7 to 8", "make it six instead of four".

Of a stored thing that is changed the details are the new ones; what it has already is not read.
"""

import re
from collections.abc import Iterator, Sequence

from core.ability import AbilitySpec
from core.when import Policy, Span
from providers.rules.roles import is_shift
from providers.rules.sentence import Place, Sentence, choose_policy
from providers.rules.shifts import Shift, find_shifts

_LITTLE = r"(?:be|being|the|a|an|say|just|about|around|only|table|party|of|at|on|for|in|by|with|next|this|just|down|up|now|one)"
_TO = re.compile(
    r"\b(?:to|until|till|into|instead(?! of)|make (?:it|that|this|them|(?:the|a|my|our) (?:reservation|booking|table|appointment)(?=\s+(?:for|at|on)\b))|(?:have|want|like|need|do) (?:it|that)|be|change of plans?)\s+"
    rf"(?:{_LITTLE}\s+)*(?=\S)"
)
_MOVES = re.compile(
    r"\b(?:re-?schedul(?:e|ing)|mov(?:e|ing)|push(?:ing)?|postpon(?:e|ing)|put(?:ting)?|shift(?:ing)?|bring(?:ing)?)\b.*?"
    r"\b(?:for|on|at)\s+(?=\S)"
)
_INSTEAD_OF = re.compile(
    r"\b(?:instead of|rather than|and not|not|from|was|currently|at present)\s+(?:(?:at|on|for|the|a)\s+)*(?=\S)"
)
_INSTEAD = re.compile(r"\b(?:instead|rather than)\b")
_WE_ARE = re.compile(
    r"\b(?:we're|we are|we'll be|we will be|there'll be|there are|it'll be)\s+(?:(?:now|only|just)\s+)*"
    r"(?!\w+ (?:\w+ )?(?:more|less|fewer|extra|short|down)\b)"
)
_NUMBER = re.compile(
    r"(?<!\w)(?:[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?!\s+(?:hours?|minutes?|days?|weeks?)\b)"
)


def find_old_values(sentence: Sentence, spec: AbilitySpec) -> list[Place]:
    """Where the dates, times and counts stand that hold until now, and by how much they are to differ.

    Of what is only shifted, the day and the hour say which one is meant.
    """
    policy, shifts = choose_policy(spec), [shift.place for shift in find_shifts(sentence)]
    sentence = sentence.without(shifts)
    if shifts and any(is_shift(slot) for slot in spec.slots) and not _names_new_value(sentence, policy):
        return [*_counts(sentence, policy), *shifts]
    lowered, spans = sentence.lowered, sentence.times(policy).spans
    # Whoever was asked for a value says the new one, with or without a "to".
    is_answer = sentence.context.open_question is not None
    start = _begin_of_new(lowered, spans, otherwise=0 if is_answer else len(lowered))
    return [*_spoken_before(lowered, spans, start), *_named_as_old(lowered, spans), *shifts]


def find_bare_shifts(sentence: Sentence, spec: AbilitySpec) -> list[Shift]:
    """By how much it is to differ; nothing where a new value is said outright ("an hour later, to eight")."""
    shifts = find_shifts(sentence)
    bare = sentence.without([shift.place for shift in shifts])
    return [] if _names_new_value(bare, choose_policy(spec)) else shifts


def _counts(sentence: Sentence, policy: Policy) -> Iterator[Place]:
    """Where numbers stand that are no part of a time."""
    spans = [Place(span.start, span.end) for span in sentence.times(policy).spans]
    for number in _NUMBER.finditer(sentence.lowered):
        place = Place(*number.span())
        if not any(place.overlaps(span) for span in spans):
            yield place


def _names_new_value(sentence: Sentence, policy: Policy) -> bool:
    spans = sentence.times(policy).spans
    return any(_is_value(sentence.lowered, match.end(), spans) for match in _TO.finditer(sentence.lowered))


def _begin_of_new(lowered: str, spans: Sequence[Span], *, otherwise: int) -> int:
    """Behind the first "to", "make it" or the like that a time or a number follows; without any, behind "move it on"."""
    for match in _TO.finditer(lowered):
        if _is_value(lowered, match.end(), spans):
            return match.start()
    if _INSTEAD.search(lowered):
        return 0
    moved = _MOVES.search(lowered)
    if moved:
        return moved.end()
    told = _WE_ARE.search(lowered)
    return told.start() if told and _is_value(lowered, told.end(), spans) else otherwise


def _is_value(lowered: str, at: int, spans: Sequence[Span]) -> bool:
    return _NUMBER.match(lowered, at) is not None or any(span.start <= at < span.end for span in spans)


def _spoken_before(lowered: str, spans: Sequence[Span], start: int) -> Iterator[Place]:
    for span in spans:
        if span.end <= start:
            yield Place(span.start, span.end)
        elif span.kind == "recurrence" and span.start < start and lowered.startswith("to", start):
            yield Place(span.start, start - 1)  # "on Tuesday to Wednesday" reads as several days
    for number in _NUMBER.finditer(lowered, 0, start):
        yield Place(*number.span())


def _named_as_old(lowered: str, spans: Sequence[Span]) -> Iterator[Place]:
    """What "instead of" and "from" lead in, wherever it stands."""
    for match in _INSTEAD_OF.finditer(lowered):
        at = match.end()
        span = next((each for each in spans if each.start <= at < each.end), None)
        if span:
            other = re.search(r"\s(?:to|until|till)\s", lowered[at : span.end])
            yield Place(at, at + other.start() if other else span.end)
        elif number := _NUMBER.match(lowered, at):
            yield Place(*number.span())
