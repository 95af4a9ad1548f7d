"""Several wishes in one sentence: "book a table for two on Friday and tell my daughter"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.base import ParseContext, ParsedTask
from providers.rules.carrying import Parted, part_under_lead
from providers.rules.mood import begins_with_request, keep_what_is_asked
from providers.rules.once import OncePerObject
from providers.rules.people import PLACES_OF_BUSINESS
from providers.rules.phrases import find_likely, score_phrases
from providers.rules.roles import find_spoken, with_details
from providers.rules.scoring import Scored, rank
from providers.rules.sentence import JOINT, Place, Sentence, slots_of
from providers.rules.texts import find_choices

MOST_WISHES = 3
_REQUEST = re.compile(
    r"(?:please\s+)?(?:remind|tell|text|message|let|book|reserve|cancel|move|change|set|wake|add|put|find|make|send|note)\b"
)
_REQUEST_BEHIND = re.compile(rf"[ .,;!?]*{_REQUEST.pattern}")
_REMIND = re.compile(r"\W*(?:please\s+|also\s+)*(?:remind|set|wake|can|could|will|would|let|i)\b")
_TELLS_THE_PLACE = re.compile(
    rf"\W*(?:(?:please|can you|could you|would you|will you)\s+)*(?:tell|let|inform) {PLACES_OF_BUSINESS}(?: know)?(?: please)?\W*"
)
"""That is what changing a booking does, and no wish of its own."""
_AHEAD = 160  # characters of the second half that are looked at
_SURE = 0.5  # a half must have so much by its cues alone
_VERY_SURE = 0.9  # and so much where it may be the end of what the first half says
_TO = re.compile(r"\bto(?:\s+(?:take|give|have|use))?\s+(?:(?:my|the|a|an)\s+)?$")
SPEAKS_ANEW = re.compile(
    r"\W*(?:please|also|can you|could you|would you|will you|i(?:'d| would)? (?:want|like|need)|"
    r"(?:book|get|find|make|set|reserve|order|buy|remind|wake|show|give|send)\s+(?:me|us)\b|(?:cancel|move|change|reschedule)\s+(?:my|our)\b)"
)
ASKS = re.compile(r"\W*(?:who|what|when|where|which|how|do|does|did|have|has|is|are)\b")
_GOES_ON = re.compile(
    r"\W*(?:(?:please|i(?:'d| would) like to|can you|could you|i want to)\s+)*(?:make\s+(?:the|my|our)\s+(?:reservation|booking|table|appointment)\b"
    r"|[\w-]+\s+(?:it|that one|them)(?: to| for| at| please|\W*$| off| back))"
)
_BACK_TO_SPEAKER = re.compile(r"\W*(?:please\s+)?(?:tell|remind|text|message|let|wake|send) (?:me|us)\b(?!.*\bto\b)")
_WITHDRAWN = re.compile(r"[,;.]\s*(?:no|sorry|wait|actually|i mean|rather|scratch that)[\s,.]*$")
POINTS_BACK = re.compile(r"^\W*\w+\s+(?:him|her|them|it)\b")


class Wishes(NamedTuple):
    """The wishes in the order they were said, and the words behind the last one that are too many."""

    sentences: Sequence[Sentence]
    unheard: str = ""


def split_wishes(text: str, *, context: ParseContext, specs: Sequence[AbilitySpec]) -> Wishes:
    """The wishes; one if the halves don't stand by themselves."""
    parts: list[Sentence] = []
    rest = Sentence(text, context)
    while len(parts) < MOST_WISHES - 1:
        halves = _split_once(rest, specs)
        if halves.second is None:
            return Wishes([*parts, halves.first])
        if not _WITHDRAWN.search(halves.first.lowered):
            parts.append(halves.first)
        rest = halves.second
    # Of more than are taken at once none is dropped in silence.
    further = next((joint for joint in rest.joints if part_under_lead(rest, joint)), None)
    if further:
        return Wishes([*parts, rest.leaving_open(["time"])], rest.text[further.end() :])
    last = _split_once(rest, specs)
    return Wishes([*parts, last.first], last.second.text if last.second else "")


def find_unheard(wish: Sentence, task: ParsedTask, specs: Sequence[AbilitySpec]) -> str:
    """The end of a wish's words that asks for something of another kind, of which nothing became a detail of its task."""
    starts = [joint.end() for joint in wish.joints if _REQUEST_BEHIND.match(wish.lowered, joint.end())]
    able = with_details(specs) if starts else ()
    if all(spec.intent != task.intent for spec in able):
        return ""
    kept = [value.lower() for value in task.details.values() if isinstance(value, str)]
    for start in starts:
        clause = wish.apart(JOINT.split(wish.text[start:], maxsplit=1)[0].strip(" .,;!?"))
        is_own = _REQUEST.match(clause.lowered) and not (
            _GOES_ON.match(clause.lowered) or POINTS_BACK.match(clause.lowered)
        )
        if not is_own or any(clause.lowered in words for words in kept):
            continue
        best = next(iter(rank(clause, able)), None)
        is_led = _BACK_TO_SPEAKER.match(clause.lowered) is not None
        if best and best.phrases > _SURE and best.spec.intent != task.intent and not (is_led or _lacks_subject(best)):
            return wish.text[start:].strip()
    return ""


def _split_once(sentence: Sentence, specs: Sequence[AbilitySpec]) -> Parted:
    able = with_details(specs)
    joints = sentence.joints
    whole = [*_inseparable(sentence, able)] if joints else []
    for joint in joints:
        if any(place.start < joint.start() and joint.end() < place.end for place in whole):
            continue
        parted = _split_at(joint, sentence, able)
        if parted:
            return parted
    return Parted(sentence)


def _split_at(joint: re.Match[str], sentence: Sentence, specs: Sequence[AbilitySpec]) -> Parted | None:
    start = joint.end()
    second = sentence.saying(sentence.text[start : start + _AHEAD])
    is_request = begins_with_request(second)
    parted = None if is_request else part_under_lead(sentence, joint)
    if parted:
        return parted
    is_comma = joint.group().strip() == "," and _REQUEST.match(second.lowered) is None
    first = sentence.saying(sentence.text[: joint.start()])
    if _TELLS_THE_PLACE.fullmatch(second.lowered) and _stands(first, specs):
        return Parted(first)
    if not is_comma and all(_stands(half, specs) for half in (second, first)) and _are_apart(first, second, specs):
        return Parted(first, sentence.saying(sentence.text[start:]))
    return part_under_lead(sentence, joint) if is_request and not _REMIND.match(second.lowered) else None


def _inseparable(sentence: Sentence, specs: Sequence[AbilitySpec]) -> Iterator[Place]:
    """Names and choices with a conjunction in them: "Salt and Straw", "a cut and blow dry"."""
    if sentence.has_names:
        yield from (known.place for names in sentence.names.values() for known in names)
    for slot in _joined_choices(specs):
        for match in find_choices(slot, sentence):
            yield Place(*match.span())


@OncePerObject
def _joined_choices(specs: Sequence[AbilitySpec]) -> list[SlotSpec]:
    """The CHOICE slots with a value that has a joint in it."""
    choices = (slot for spec in specs for slot in spec.slots if slot.slot.kind is SlotKind.CHOICE)
    return [slot for slot in choices if any(JOINT.search(value) for value in slot.slot.values)]


def _stands(half: Sentence, specs: Sequence[AbilitySpec]) -> bool:
    return any(score_phrases(spec, half) >= _SURE for spec in find_likely(specs, half))


def _are_apart(first: Sentence, second: Sentence, specs: Sequence[AbilitySpec]) -> bool:
    """Whether the halves are two wishes: of two kinds, or each complete; and the second no part of the first's words."""
    former, latter = rank(first, specs)[0], rank(second, specs)[0]
    if latter.phrases <= _SURE or _GOES_ON.match(second.lowered) or keep_what_is_asked(second, latter.spec) is None:
        return False
    if _lacks_subject(latter) or (_lacks_subject(former) and not begins_with_request(second)):
        return False
    if former.spec.intent == latter.spec.intent:
        is_whole = bool(former.spec.required) and former.completeness == latter.completeness == 1.0
        return is_whole and (begins_with_request(second) or not _ends_in_free_words(former, first))
    is_led = _is_led_by_to(former, first) and SPEAKS_ANEW.match(second.lowered) is None
    if is_led and POINTS_BACK.match(second.lowered):
        return False
    if not _ends_in_free_words(former, first):
        return True
    is_own = begins_with_request(second) or (find_spoken(former.spec) is None and ASKS.match(second.lowered))
    if latter.phrases < _VERY_SURE or POINTS_BACK.match(second.lowered) or not is_own:
        return False
    return not is_led


def _lacks_subject(scored: Scored) -> bool:
    """As in "I need to buy bread, remind me at five": of what was said before."""
    spoken = find_spoken(scored.spec)
    texts = [name for name in slots_of(scored.spec, SlotKind.TEXT) if spoken is None or name != spoken.name]
    return any(name in scored.spec.required and name not in scored.found.details for name in texts)


def _is_led_by_to(scored: Scored, sentence: Sentence) -> bool:
    """Whether a second verb may go on the first: "remind me to call Anna and book a table", "tell Tom to call and cancel"."""
    starts = [
        place.start for name, place in scored.found.places.items() if name in slots_of(scored.spec, SlotKind.TEXT)
    ]
    return any(_TO.search(sentence.lowered[:start]) for start in starts)


def _ends_in_free_words(scored: Scored, sentence: Sentence) -> bool:
    texts = [each.name for each in scored.spec.slots if each.slot.kind is SlotKind.TEXT]
    places = [scored.found.places[name] for name in texts if name in scored.found.places]
    return any(not sentence.text[place.end :].strip(" ,") for place in places)
