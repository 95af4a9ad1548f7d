"""The offline provider: always there, always answers."""

from collections.abc import Sequence

from core.ability import AbilitySpec
from providers.base import ParseContext, ParsedTask, Parsing
from providers.rules.findings import Findings
from providers.rules.replies import read_reply
from providers.rules.scoring import THRESHOLD, confidence_in, confidence_in_nothing, rank
from providers.rules.sentence import Sentence
from providers.rules.splitting import split_wishes

FALLBACK_INTENT = "other"


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
            found, confidence = read_reply(Sentence(text, context), asked, question)
            return Parsing(tasks=(_task(asked.intent, found, confidence),), provider=self.name)
        wishes = split_wishes(text, context=context, specs=abilities)
        return Parsing(tasks=tuple(_understand(wish, abilities) for wish in wishes), provider=self.name)


def _understand(sentence: Sentence, specs: Sequence[AbilitySpec]) -> ParsedTask:
    ranked = rank(sentence, specs)
    if not ranked or ranked[0].score < THRESHOLD:
        return ParsedTask(intent=FALLBACK_INTENT, details={}, confidence=confidence_in_nothing(ranked))
    best = ranked[0]
    return _task(best.spec.intent, best.found, confidence_in(best, ranked))


def _task(intent: str, found: Findings, confidence: float) -> ParsedTask:
    return ParsedTask(
        intent=intent,
        details=found.details,
        confidence=confidence,
        spans=found.spans,
        inferred=tuple(found.inferred),
        ambiguous=tuple(found.ambiguous),
    )
