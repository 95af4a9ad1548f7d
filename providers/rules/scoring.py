"""Which ability a sentence asks for, and how sure that is."""

import math
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from core.ability import AbilitySpec, SlotSpec
from providers.rules.details import read_details
from providers.rules.findings import Findings
from providers.rules.once import once
from providers.rules.phrases import find_likely, score_phrases
from providers.rules.roles import FAMILY, find_spoken, holds_professionals
from providers.rules.sentence import Sentence

THRESHOLD = 0.4  # what the fallback scores; an ability below it is not understood
TEMPERATURE = 0.2
_PER_DETAIL, _MOST_DETAILS = 0.08, 3
_KNOWN_PROFESSIONAL = 0.3
_INCOMPLETE = 0.75  # confidence left when no required detail was found


class Scored(NamedTuple):
    """An ability, what speaks for it, and the details it would have."""

    spec: AbilitySpec
    phrases: float
    score: float
    found: Findings

    @property
    def completeness(self) -> float:
        """Which share of the required details was found."""
        required = self.spec.required
        return len([name for name in required if name in self.found.details]) / len(required) if required else 1.0

    @property
    def trust(self) -> float:
        """The share of a confidence that is left for what is missing."""
        return _INCOMPLETE + (1 - _INCOMPLETE) * self.completeness


def rank(sentence: Sentence, specs: Sequence[AbilitySpec]) -> list[Scored]:
    """The abilities with a cue in the sentence, best first; the earlier declared wins a tie.

    Words that are to be passed on ("tell Anna to book a table") speak for no other ability.
    """
    scored = list(_score_all(sentence, specs))
    passing_on = max(filter(_passes_on, scored), key=lambda each: each.score, default=None)
    if passing_on:
        others = {each.spec.intent for each in scored if each is not passing_on}
        scored = [passing_on, *_score_all(_without_words(passing_on), specs, only=others)]
    return sorted(scored, key=lambda each: -each.score)


def _score_all(
    sentence: Sentence, specs: Sequence[AbilitySpec], *, only: Collection[str] | None = None
) -> Iterator[Scored]:
    for spec in find_likely(specs, sentence):
        phrases = score_phrases(spec, sentence) if only is None or spec.intent in only else 0.0
        if phrases > 0:
            found = read_details(spec, sentence)
            yield Scored(spec, phrases, phrases + _evidence(found), found)


def score_unheard(spec: AbilitySpec, sentence: Sentence) -> Scored:
    """An ability for which no cue speaks: its details alone."""
    found = read_details(spec, sentence)
    return Scored(spec, 0.0, _evidence(found), found)


def _passes_on(scored: Scored) -> bool:
    """Whether somebody is told something, and that is said before the words themselves."""
    slot, sentence = find_spoken(scored.spec), scored.found.sentence
    place = scored.found.places.get(slot.name) if slot else None
    if place is None or any(name not in scored.found.details for name in scored.spec.required) or _tells_staff(scored):
        return False
    return score_phrases(scored.spec, sentence.apart(sentence.text[: place.start])) > 0


def _tells_staff(scored: Scored) -> bool:
    """As in "tell Maria I can't come", where a hairdresser is called so: it may be a booking that is meant."""
    names, places = scored.found.sentence.names, scored.found.places
    family = [known.place for slot in FAMILY for known in names.get(slot, ())]
    staff = [known.place for slot, each in names.items() if slot not in FAMILY for known in each]
    return any(places[name] in staff and places[name] not in family for name in FAMILY & places.keys())


def _without_words(scored: Scored) -> Sentence:
    slot, sentence = find_spoken(scored.spec), scored.found.sentence
    start, end = scored.found.places[slot.name] if slot else (0, 0)
    text = sentence.text[:start] + " " * (end - start) + sentence.text[end:]
    return sentence.apart(text, unread=sentence.unread)


def confidence_in(best: Scored, ranked: Sequence[Scored]) -> float:
    """Softmax of the scores, the fallback among them, lowered for what is missing."""
    rivals = sum([math.exp((each.score - best.score) / TEMPERATURE) for each in ranked])
    share = 1 / (rivals + math.exp((THRESHOLD - best.score) / TEMPERATURE))
    return round(share * best.trust, 3)


def confidence_in_nothing(ranked: Sequence[Scored]) -> float:
    """Low, and lower the nearer an ability came."""
    nearest = max((each.score for each in ranked), default=0.0)
    return round(0.3 * (1 - min(1.0, nearest / THRESHOLD) / 2), 3)


def _evidence(found: Findings) -> float:
    is_known = found.sentence.has_names and any(_is_known(slot, found) for slot in _professionals(found.spec))
    known = _KNOWN_PROFESSIONAL if is_known else 0.0
    return known + _PER_DETAIL * min(_MOST_DETAILS, len(found.details) + len(found.ambiguous))


@once
def _professionals(spec: AbilitySpec) -> list[SlotSpec]:
    return [slot for slot in spec.slots if holds_professionals(slot)]


def _is_known(slot: SlotSpec, found: Findings) -> bool:
    """Whether somebody is named who does such work: who asks for Maria, wants what she does."""
    place = found.places.get(slot.name)
    stored = found.sentence.names.get(slot.name, ())
    return place is not None and any(place == known.place for known in stored)
