"""The offline provider: always there, always answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.ability import AbilitySpec
from providers.base import UNHEARD, OpenQuestion, ParseContext, ParsedTask, Parsing
from providers.rules.findings import Findings
from providers.rules.further import split_reply
from providers.rules.mood import begins_with_request, keep_what_is_asked, leaves_deed_open
from providers.rules.phrases import compile_phrases
from providers.rules.replies import read_reply
from providers.rules.roles import has_free_words
from providers.rules.scoring import Scored, confidence_in_nothing, rank
from providers.rules.second_opinion import FALLBACK_INTENT, MOST_GUESSED, Choice, choose, choose_instead
from providers.rules.sentence import Sentence
from providers.rules.splitting import find_unheard, split_wishes
from providers.rules.spoken import find_reference


class RulesProvider:
    """Reads sentences by the cues and slots that the abilities declare."""

    @property
    def name(self) -> str:
        return "rules"

    @property
    def is_remote(self) -> bool:
        return False

    def prepare(self, abilities: Sequence[AbilitySpec]) -> None:
        compile_phrases(abilities)

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        """One to three wishes, `other` where nothing fits; a reply is one wish of its question's intent.

        Behind them stands an `other` with what was said besides, where it was too much.
        """
        question = context.open_question
        asked = next((spec for spec in abilities if spec.intent == question.intent), None) if question else None
        if question and asked:
            sentence = Sentence(text, context)
            found, confidence = read_reply(sentence, asked, question)
            return Parsing(tasks=(_task(asked, found, confidence),), provider=self.name)
        wishes = split_wishes(text, context=context, specs=abilities)
        tasks = tuple(_understand_all(wishes.sentences, abilities))
        left_out = [find_unheard(wish, task, abilities) for wish, task in zip(wishes.sentences, tasks, strict=True)]
        unheard = "; ".join(filter(None, [*left_out, wishes.unheard.strip()]))
        too_much = (ParsedTask(intent=FALLBACK_INTENT, details={UNHEARD: unheard}, confidence=0.0),) if unheard else ()
        return Parsing(tasks=(*tasks, *too_much), provider=self.name)

    def split_reply(
        self, text: str, question: OpenQuestion, *, context: ParseContext, abilities: Sequence[AbilitySpec]
    ) -> tuple[str, str]:
        return split_reply(text, question, context=context, specs=abilities)


def _understand_all(wishes: Sequence[Sentence], specs: Sequence[AbilitySpec]) -> Iterator[ParsedTask]:
    """Each wish; what goes on from a refused one ("don't book a table at … and a table at …") is refused too."""
    is_refused = False
    for wish in wishes:
        goes_on = is_refused and not begins_with_request(wish)
        ranked = rank(wish, specs)
        asked = None if goes_on else _asked(wish, ranked)
        is_refused = asked is None
        if asked is not None and asked is not wish:
            ranked = rank(asked, specs)
        if asked is not None:
            yield _conclude(_doubt(choose(asked, ranked, specs), wish), ranked)
        else:
            yield _conclude(None if goes_on else choose_instead(wish, ranked[0].spec, specs), ranked)


def _doubt(choice: Choice | None, wish: Sentence) -> Choice | None:
    """The choice as a guess where the words leave open which of two things is to be done; words to pass on may."""
    if choice is None or not leaves_deed_open(wish) or has_free_words(choice.scored.spec):
        return choice
    return choice._replace(confidence=min(choice.confidence, MOST_GUESSED), is_guessed=True)


def _asked(sentence: Sentence, ranked: Sequence[Scored]) -> Sentence | None:
    best = next(iter(ranked), None)
    return keep_what_is_asked(sentence, best.spec) if best and best.spec.slots else sentence


def _conclude(choice: Choice | None, ranked: Sequence[Scored]) -> ParsedTask:
    if choice is None:
        return ParsedTask(intent=FALLBACK_INTENT, details={}, confidence=confidence_in_nothing(ranked))
    task = _task(choice.scored.spec, choice.scored.found, choice.confidence)
    return replace(task, is_disputed=True) if choice.is_guessed else task


def _task(spec: AbilitySpec, found: Findings, confidence: float) -> ParsedTask:
    return ParsedTask(
        intent=spec.intent,
        details=found.details,
        confidence=confidence,
        spans=found.spans,
        inferred=tuple(found.inferred),
        ambiguous=tuple(found.ambiguous),
        options=found.options,
        scheduled_for=found.scheduled_for,
        reference=find_reference(found),
    )
