"""What a reply wishes besides its answer: "yes, and also remind me at six to get dressed".

Corrections ("no, make it eight") belong to the answer, and so do words that may be the end of it. What is wished besides
begins with a request of its own, of another kind or complete in itself.
"""

import re
from collections.abc import Sequence

from core.ability import AbilitySpec, SlotKind
from providers.base import OpenQuestion, ParseContext
from providers.rules.mood import begins_with_request, keep_what_is_asked
from providers.rules.phrases import score_phrases
from providers.rules.roles import is_past, replaces, with_details
from providers.rules.scoring import Scored, rank
from providers.rules.sentence import JOINT, MOST_JOINTS, Sentence
from providers.rules.splitting import ASKS, POINTS_BACK, SPEAKS_ANEW

_SURE, _VERY_SURE = 0.5, 0.9
_CORRECTS = re.compile(
    r"\W*(?:(?:please|just|then|can you|could you|i want to|i'd like to|let's)\s+)*"
    r"(?:make|change|move|put|book|have|do|set|say|try|add|keep|leave|cancel|forget|switch)\s+"
    r"(?:it|that|this|them|(?:the|my) (?:time|day|date|table|booking|reservation|appointment|number|reminder|message))\b"
)
"""What is done to the thing that is talked about."""
_UNKNOWN_WISH = re.compile(
    r"\W*(?:(?:please|also|then|can you|could you|would you)\s+)*(?:book|order|call|ring|phone|play|open|buy|find|get|turn)\s+"
    r"(?:me\s+|us\s+|on\s+|off\s+)?(?:an?|the|my|our|some)\s+\w+"
)
"""What is asked for in so many words is answered, if only with what can't be done yet."""
_NOT_YET = re.compile(r"\b(?:first|before (?:you|that|we|i)\b.*)\W*$")
_ANOTHER = re.compile(r"\b(?:my|our|another|the other)\b")
_OTHER_ONES = ("_change", "_cancel")


def split_reply(
    text: str, question: OpenQuestion, *, context: ParseContext, specs: Sequence[AbilitySpec]
) -> tuple[str, str]:
    """What answers the question, and what is wished besides; each may be empty."""
    able = with_details(specs)
    whole = Sentence(text, context)
    for _, joint in zip(range(MOST_JOINTS), JOINT.finditer(text), strict=False):
        if _is_further(whole.apart(text[joint.end() :]), question, able):
            return text[: joint.start()], text[joint.end() :]
    return ("", text) if _is_all_further(whole, question, able) else (text, "")


def _is_further(rest: Sentence, question: OpenQuestion, specs: Sequence[AbilitySpec]) -> bool:
    if _CORRECTS.match(rest.lowered) or POINTS_BACK.match(rest.lowered) or _NOT_YET.search(rest.lowered):
        return False
    # Free words that are asked for may go on with any verb: "to call Tom and book a table".
    if _wants_words(question, specs) and SPEAKS_ANEW.match(rest.lowered) is None:
        return False
    best = _best_of(rest, specs)
    if best is None or best.phrases < _SURE:
        return not _wants_words(question, specs) and _UNKNOWN_WISH.match(rest.lowered) is not None
    is_asked = begins_with_request(rest) or is_past(best.spec) or ASKS.match(rest.lowered) is not None
    return is_asked and _is_another(best, question, specs)


def _is_all_further(whole: Sentence, question: OpenQuestion, specs: Sequence[AbilitySpec]) -> bool:
    """Whether nothing is answered at all: "remind me at six to get dressed" to "For how many people?"."""
    if not begins_with_request(whole) or _CORRECTS.match(whole.lowered) or _wants_words(question, specs):
        return False
    best = _best_of(whole, specs)
    if best is None or best.phrases < _VERY_SURE or best.spec.intent.endswith(_OTHER_ONES):
        return False
    return best.spec.intent != question.intent and best.completeness == 1.0


def _best_of(sentence: Sentence, specs: Sequence[AbilitySpec]) -> Scored | None:
    """The ability that the first clause betrays; what is said further on may be another wish."""
    best = next(iter(rank(sentence, specs)), None)
    if best is None or keep_what_is_asked(sentence, best.spec) is None:
        return None
    joint = JOINT.search(sentence.text, 1)
    first = sentence.apart(sentence.text[: joint.start()]) if joint else sentence
    return best if score_phrases(best.spec, first) >= _SURE else next(iter(rank(first, specs)), None)


def _is_another(best: Scored, question: OpenQuestion, specs: Sequence[AbilitySpec]) -> bool:
    """Whether it can't be meant for what is talked about."""
    is_akin = any(spec.intent == question.intent and spec.queue is best.spec.queue for spec in specs)
    if is_akin and best.spec.required and not best.completeness:
        return False
    if best.spec.intent.endswith(_OTHER_ONES):
        is_same = replaces(best.spec) and best.spec.intent == question.intent
        return not is_same and _ANOTHER.search(best.found.sentence.lowered) is not None
    if best.spec.intent == question.intent:
        return bool(best.spec.required) and best.completeness == 1.0
    return True


def _wants_words(question: OpenQuestion, specs: Sequence[AbilitySpec]) -> bool:
    slots = (slot for spec in specs if spec.intent == question.intent for slot in spec.slots)
    return any(slot.name == question.slot and slot.slot.kind is SlotKind.TEXT for slot in slots)
