"""The offline provider: always there, always answers."""

from collections.abc import Sequence

from core.ability import AbilitySpec, SlotKind
from providers.base import ParseContext, ParsedTask, Parsing
from providers.rules.caution import (
    asks_for_nothing,
    counts_in_parts,
    find_alternatives,
    is_corrected,
    only_rejects,
)
from providers.rules.findings import Findings
from providers.rules.replies import read_reply
from providers.rules.scoring import THRESHOLD, confidence_in, confidence_in_nothing, find_first_cue, rank
from providers.rules.sentence import Sentence
from providers.rules.splitting import split_wishes

FALLBACK_INTENT = "other"
_EXACT = frozenset({SlotKind.COUNT, SlotKind.DATE, SlotKind.TIME})


class RulesProvider:
    """Reads sentences by the cues and slots that the abilities declare."""

    @property
    def name(self) -> str:
        return "rules"

    @property
    def is_remote(self) -> bool:
        return False

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        """One to three wishes, `other` where nothing fits; a reply is one wish of its question's intent."""
        question = context.open_question
        asked = next((spec for spec in abilities if question and spec.intent == question.intent), None)
        if question and asked:
            sentence = Sentence(text, context)
            if only_rejects(sentence.lowered):
                return Parsing(tasks=(ParsedTask(intent=asked.intent, details={}, confidence=0.0),), provider=self.name)
            found, confidence = read_reply(sentence, asked, question)
            return Parsing(tasks=(_task(asked, sentence, found, confidence),), provider=self.name)
        wishes = split_wishes(text, context=context, specs=abilities)
        return Parsing(tasks=tuple(_understand(wish, abilities) for wish in wishes), provider=self.name)


def _understand(sentence: Sentence, specs: Sequence[AbilitySpec]) -> ParsedTask:
    ranked = rank(sentence, specs)
    if not ranked or ranked[0].score < THRESHOLD:
        return ParsedTask(intent=FALLBACK_INTENT, details={}, confidence=confidence_in_nothing(ranked))
    best = ranked[0]
    if best.spec.slots and asks_for_nothing(sentence.lowered, find_first_cue(best.spec, sentence)):
        return ParsedTask(intent=FALLBACK_INTENT, details={}, confidence=confidence_in_nothing(ranked))
    return _task(best.spec, sentence, best.found, confidence_in(best, ranked))


def _task(spec: AbilitySpec, sentence: Sentence, found: Findings, confidence: float) -> ParsedTask:
    """The findings; a detail with several readings is asked for, one that was taken back is read back."""
    kinds = {slot.name: slot.slot.kind for slot in spec.slots}
    exact = {name: span for name, span in found.spans.items() if kinds.get(name) in _EXACT}
    several = find_alternatives(sentence.lowered, exact)
    if counts_in_parts(sentence.lowered):
        several |= {name for name in exact if kinds[name] is SlotKind.COUNT}
    doubted = set(exact) if is_corrected(sentence.lowered) else set[str]()
    return ParsedTask(
        intent=spec.intent,
        details={name: value for name, value in found.details.items() if name not in several},
        confidence=confidence,
        spans=found.spans,
        inferred=tuple(sorted({*found.inferred, *doubted} - several)),
        ambiguous=tuple(sorted({*found.ambiguous, *several})),
    )
