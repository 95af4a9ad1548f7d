"""Beside the cues of the abilities the wording model is asked, for the sentences that no cue fits or the wrong one does.

The score of the cues and the model's probability are weighed together; cues that are sure give way only to a model that is
certain. An ability which the cues alone would not have chosen is a guess: the person hears it before anything is done or
kept. Words that may tell, wonder or refuse rather than wish are guessed from only where the model is quite sure. Where
cues and model disagree, the confidence falls, whoever has the say.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.ability import AbilitySpec
from providers.rules.bare import fill_bare
from providers.rules.mood import asks_for_nothing, reports_or_wonders
from providers.rules.once import OncePerObject
from providers.rules.people import PLACES_OF_BUSINESS
from providers.rules.roles import (
    MEDICINE,
    TREATMENT,
    find_spoken,
    has_free_words,
    holds_treatments,
    is_past,
    only_looks,
    undoes,
)
from providers.rules.scoring import TEMPERATURE, THRESHOLD, Scored, confidence_in, score_unheard
from providers.rules.sentence import Sentence
from providers.rules.wording.features import wording_of
from providers.rules.wording.model import load_model

FALLBACK_INTENT = "other"
_SURE, _APART = 0.8, 0.25  # a score that is sure, if it is so far ahead of the next
_LEAST_CHANCE = 0.4  # of a guess
_STRONG_CHANCE = 0.7  # of a guess from words that may ask for nothing
_CERTAIN, _NO_CHANCE = 0.9, 0.05  # where the model outvotes cues that are sure
_FALLBACK = 0.2  # what the fallback scores beside cues, where the model is asked: it has sentences of its own for it
_FLOOR = 0.005  # nothing is quite impossible
MOST_GUESSED = 0.45  # too little to be done without a read-back, or to object to a language model's reading
_TELLS = re.compile(
    r"\b(?:i|we|you|he|she|they|(?:my|our|the) \w+)(?: already| just)? (?!need|want)\w{2,}ed\b|\b(?:might|may|must|could) have\b"
)
_DONE = re.compile(
    r"\b(?:i|we|he|she|they|(?:my|our|the) \w+)(?:'ve| have| had| has)?(?: already| just)? (?:moved|changed|cancell?ed|postponed|rescheduled|shifted"
    r"|swapped|got home|came home|got back)\b(?!.*\b(?:so|but|need|want|please|can|could|should|instead|rather)\b)"
)
_COMPLAINS = re.compile(
    r"\b(?:forgot|forgotten|missed|looks?|feels?|seems?|hurts?|aches?|makes? (?:me|him|her)|(?:is|are|'s|'re) (?:\w+ )?(?:breaking|falling|killing)"
    r"|(?:too|so|very|awful|terrible|dreadful)(?: \w+)?$)"
)
_UNTAKEN = re.compile(
    r"n't\b|\b(?:not|never|no|nearly|almost|forgot\w*|missed|skipped|should|shall|if|whether|think|thought|maybe|perhaps|might|may|will|"
    r"used to|later|yet|sure|dont|havent|hasnt|didnt|cant|wont|refus\w+|late)\b|\?"
)
_ADVICE = re.compile(r"\bhow\b|\b(?:can|could|may|should|must) (?:i|we|he|she)\b")
_QUESTION = re.compile(
    r"(?:^|[.!?,;] ?|\b(?:and|but|so|please) )(?:how|why|what|which|who|should|is|are|do|does|did|will|can|could|may|might|would)\b(?! you\b)"
    r"|\bshould (?:i|we|he|she|they|my|mum|dad|it)\b|\b(?:safe|allowed|side effects?|all right|ok|okay) (?:to|if|for|of)\b|\btell me about\b"
)
_REMINDS_OR_TELLS = re.compile(r"\W*(?:(?:please|can you|could you|would you|will you|and|so)\W+)*(?:remind|tell)\b")
_TELLS_A_PLACE = re.compile(rf"\b(?:tell|let|ring|call|inform|message|text|warn) {PLACES_OF_BUSINESS}\b")
_PLANS = re.compile(r"\b(?:i|we|he|she) (?:will|'ll|shall|won't|am going to|might|may)\b|\b(?:i|we|he|she)'ll\b")


class Choice(NamedTuple):
    """An ability as it was chosen.

    Attributes:
        is_guessed: whether the cues alone would not have chosen it.
    """

    scored: Scored
    confidence: float
    is_guessed: bool = False


def choose(sentence: Sentence, ranked: Sequence[Scored], specs: Sequence[AbilitySpec]) -> Choice | None:
    """The ability that is asked for: of those with a cue (`ranked`, best first) and the one that the model finds."""
    best = ranked[0] if ranked and ranked[0].score >= THRESHOLD else None
    chances = _chances(sentence, specs)
    if best and best.spec.intent == _likeliest(chances):  # and it stays so, whether it may be asked or not
        return Choice(best, min(confidence_in(best, ranked), _share_of(best, ranked, chances)))
    guess = _guess(sentence, ranked, specs, chances)
    rivals = [*ranked, guess] if guess and guess not in ranked else ranked
    if best and (guess is None or not _gives_way(best, guess, ranked, chances)):
        return Choice(best, min(confidence_in(best, ranked), _share_of(best, rivals, chances)))
    if guess is None or (best is None and _weigh(guess, chances) <= _weigh_fallback(chances)):
        return None
    return _as_guess(guess, _share_of(guess, rivals, chances))


def _as_guess(guess: Scored, share: float) -> Choice:
    fill_bare(guess.found)
    return Choice(guess, min(share, MOST_GUESSED), is_guessed=True)


def _gives_way(best: Scored, guess: Scored, ranked: Sequence[Scored], chances: Mapping[str, float]) -> bool:
    """Whether cues were wrong: sure ones only where the model is, and sees next to no chance for what they say."""
    chance = chances.get(best.spec.intent, 1.0)
    if only_looks(best.spec) and only_looks(guess.spec):
        return False
    if TREATMENT in best.found.details and not holds_treatments(guess.spec):
        return False  # What it is that is booked says what kind of booking it is.
    lowered = guess.found.sentence.lowered
    if find_spoken(guess.spec) and _TELLS_A_PLACE.search(lowered):
        return False
    is_medical = any(slot.name == MEDICINE for slot in guess.spec.slots)
    is_led = best.phrases >= _SURE or (_REMINDS_OR_TELLS.match(lowered) is not None and not is_medical)
    if has_free_words(best.spec) and is_led and not _TELLS_A_PLACE.search(lowered):
        return False  # "Remind me to" and "tell Anna" lead in words of any kind, which mislead the model.
    if _is_sure(ranked):
        return chance < _NO_CHANCE and chances[guess.spec.intent] >= _CERTAIN
    return _weigh(guess, chances) > _weigh(best, chances)


def choose_instead(sentence: Sentence, refused: AbilitySpec, specs: Sequence[AbilitySpec]) -> Choice | None:
    """What is asked for by words that refuse, report or doubt the ability which their cues speak for.

    As in "the meal at the Crown is off": no table is wanted, but something is.
    """
    chances = _chances(sentence, specs)
    guess = _guess(sentence, (), specs, chances)
    if guess is None or guess.spec is refused or chances[guess.spec.intent] < _STRONG_CHANCE:
        return None
    if not _is_said_instead(sentence, guess.spec):
        return None
    return _as_guess(guess, _share_of(guess, [guess], chances))


def _is_sure(ranked: Sequence[Scored]) -> bool:
    best, *others = ranked
    return best.score >= _SURE and all(best.score - other.score >= _APART for other in others[:1])


def _chances(sentence: Sentence, specs: Sequence[AbilitySpec]) -> Mapping[str, float]:
    """By intent; what nobody here can do is for the fallback."""
    chances = load_model().probabilities(wording_of(sentence))
    known = {intent: chances[intent] for intent in _known_to_model(specs)}
    known[FALLBACK_INTENT] = 1 - sum(known.values())
    return known


@OncePerObject
def _known_to_model(specs: Sequence[AbilitySpec]) -> Sequence[str]:
    """The intents that the model has sentences of, but the fallback."""
    known = load_model().intents
    return [spec.intent for spec in specs if spec.intent in known and spec.intent != FALLBACK_INTENT]


def _likeliest(chances: Mapping[str, float]) -> str:
    return max(chances, key=chances.__getitem__)


def _weigh(scored: Scored, chances: Mapping[str, float]) -> float:
    """An ability that the model has no sentences of has the chance of the likeliest: its cues speak for it alone."""
    chance = chances.get(scored.spec.intent)
    if chance is None:
        chance = max(chances.values())
    return math.exp(scored.score / TEMPERATURE) * max(chance, _FLOOR)


def _weigh_fallback(chances: Mapping[str, float]) -> float:
    return math.exp(_FALLBACK / TEMPERATURE) * max(chances[FALLBACK_INTENT], _FLOOR)


def _share_of(best: Scored, ranked: Sequence[Scored], chances: Mapping[str, float]) -> float:
    rivals = sum([_weigh(each, chances) for each in ranked])
    return round(_weigh(best, chances) / (rivals + _weigh_fallback(chances)) * best.trust, 3)


def _guess(
    sentence: Sentence, ranked: Sequence[Scored], specs: Sequence[AbilitySpec], chances: Mapping[str, float]
) -> Scored | None:
    """The likeliest ability, if it is likely enough and something is asked of it."""
    intent = _likeliest(chances)
    spec = next((each for each in specs if each.intent == intent), None)
    if spec is None or intent == FALLBACK_INTENT or chances[intent] < _LEAST_CHANCE:
        return None
    hinted = next((each for each in ranked if each.spec is spec), None)
    if not spec.slots:
        return hinted or score_unheard(spec, sentence)
    if not _may_be_asked(sentence, spec, is_likely=chances[intent] >= _STRONG_CHANCE):
        return None
    return hinted or score_unheard(spec, sentence)


def _may_be_asked(sentence: Sentence, spec: AbilitySpec, *, is_likely: bool) -> bool:
    """Whether the words may wish for it: neither ask for advice on a medicine nor only tell, wonder or refuse.

    That a medicine was taken is guessed only of words without any doubt: a dose that is wrongly taken for given is one
    that nobody asks about any more.
    """
    lowered, is_medical = sentence.lowered, any(slot.name == MEDICINE for slot in spec.slots)
    if only_looks(spec):
        return not (is_medical and _ADVICE.search(lowered))
    if is_past(spec):
        return is_likely and not _UNTAKEN.search(lowered)
    if (is_medical and (_QUESTION.search(lowered) or _PLANS.search(lowered))) or _COMPLAINS.search(lowered):
        return False
    if _DONE.search(lowered) if undoes(spec) else reports_or_wonders(sentence):
        return False
    return is_likely or not (_TELLS.search(lowered) or asks_for_nothing(sentence))


def _is_said_instead(sentence: Sentence, spec: AbilitySpec) -> bool:
    """Whether words that refuse one thing can wish for another: what was done, or is wondered about, is no wish."""
    return only_looks(spec) or not (_TELLS.search(sentence.lowered) or reports_or_wonders(sentence))
