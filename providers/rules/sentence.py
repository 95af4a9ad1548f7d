"""A sentence with what several slots need of it: stored names, words with digits, time expressions."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from core.ability import AbilitySpec, SlotKind
from core.domain import Queue
from core.when import Policy, TimeReading, find_times
from core.when.words import Words
from providers.base import ParseContext

_LONGEST = 2_000  # characters that are read; nobody says more in one breath, and cues may backtrack
_SHORTEST_NAME = 3
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\n": " ", "\r": " ", "\t": " "})
_MEDICINE_SLOT = "medicine"


class Place(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


class KnownName(NamedTuple):
    """A stored name that the text mentions, in its stored spelling."""

    name: str
    place: Place


class Sentence:
    """One wish in words, and the situation in which it was said."""

    def __init__(self, text: str, context: ParseContext) -> None:
        self.text = text[:_LONGEST]
        self.context = context
        self._readings: dict[Policy, TimeReading] = {}

    @cached_property
    def lowered(self) -> str:
        """Lower case, straight quotes, no line breaks; as long as the text, so that places agree."""
        plain = self.text.translate(_PLAIN)
        return lower_same_length(plain)

    @cached_property
    def names(self) -> Mapping[str, Sequence[KnownName]]:
        """By slot, the stored names that the text mentions, the longest first."""
        return {slot: self._find_names(names) for slot, names in self.context.names.items()}

    @cached_property
    def masked(self) -> str:
        """The text with stored names blotted out: "Seven Dials" has no time in it."""
        blotted = self.text
        for known in (name for names in self.names.values() for name in names):
            start, end = known.place
            blotted = blotted[:start] + "x" * (end - start) + blotted[end:]
        return blotted

    @cached_property
    def words(self) -> Words:
        """The masked text as one plain line with numbers in digits."""
        return Words.of(self.masked)

    def times(self, policy: Policy) -> TimeReading:
        """What the text says about time."""
        if policy not in self._readings:
            self._readings[policy] = find_times(
                self.masked, now=self.context.now, timezone=self.context.timezone, policy=policy
            )
        return self._readings[policy]

    def _find_names(self, names: Iterable[str]) -> list[KnownName]:
        found: list[KnownName] = []
        for name in sorted(names, key=len, reverse=True):
            place = self._find_words(lower_same_length(name.translate(_PLAIN)))
            if place and not any(place.overlaps(known.place) for known in found):
                found.append(KnownName(name, place))
        return found

    def _find_words(self, lowered: str) -> Place | None:
        """Where these words stand as whole words; too short a name could be anything."""
        if len(lowered) < _SHORTEST_NAME:
            return None
        at = self.lowered.find(lowered)
        while at >= 0:
            end = at + len(lowered)
            if not (self.lowered[at - 1 : at].isalnum() or self.lowered[end : end + 1].isalnum()):
                return Place(at, end)
            at = self.lowered.find(lowered, at + 1)
        return None


def lower_same_length(text: str) -> str:
    """Lower case that keeps every character's place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[:1] for char in text)


def choose_policy(spec: AbilitySpec) -> Policy:
    """What a bare "at 7" may be taken for by this ability."""
    if spec.queue is Queue.BOOKING:
        return Policy.BOOKING
    is_medicine = any(slot.name == _MEDICINE_SLOT for slot in spec.slots)
    return Policy.MEDICINE if is_medicine else Policy.REMINDER


def slots_of(spec: AbilitySpec, kind: SlotKind) -> list[str]:
    """The names of its slots of one kind."""
    return [slot.name for slot in spec.slots if slot.slot.kind is kind]
