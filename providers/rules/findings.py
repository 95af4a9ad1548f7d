"""What was found for one ability, slot by slot, and which words are spoken for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from core.ability import AbilitySpec
from core.when import Span, TimeReading
from providers.rules.sentence import Place, Sentence, choose_policy, spans_of


@dataclass(slots=True)
class Findings:
    """Collected while a sentence is read; `taken` are the places that no further slot may read."""

    spec: AbilitySpec
    sentence: Sentence
    details: dict[str, JsonValue] = field(default_factory=dict)
    spans: dict[str, str] = field(default_factory=dict)
    inferred: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scheduled_for: datetime | None = None
    taken: list[Place] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    _reading: TimeReading | None = None
    _times: Sequence[Span] | None = None

    @property
    def reading(self) -> TimeReading:
        """What the sentence says about time, to this ability."""
        if self._reading is None:
            self._reading = self.sentence.times(choose_policy(self.spec))
        return self._reading

    @property
    def times(self) -> Sequence[Span]:
        """The time expressions that this ability has a slot for."""
        if self._times is None:
            self._times = spans_of(self.reading, self.spec)
        return self._times

    def put(self, slot: str, value: JsonValue, words: str, *, place: Place | None = None) -> None:
        """Record a detail with the words it was read from."""
        self.details[slot] = value
        self.spans[slot] = words
        if place:
            self.places[slot] = place
            self.taken.append(place)

    def drop(self, slot: str) -> None:
        """Forget a detail: its words turned out to mean something else."""
        self.details.pop(slot, None)
        self.spans.pop(slot, None)
        place = self.places.pop(slot, None)
        self.taken = [taken for taken in self.taken if taken != place]
        self.inferred = [name for name in self.inferred if name != slot]

    def is_free(self, place: Place) -> bool:
        """Whether no other detail was read from there."""
        start, end = place
        return not self.taken or all(not (start < last and first < end) for first, last in self.taken)

    def next_taken(self, start: int, end: int) -> int:
        """Where the first taken place behind `start` begins, at most `end`."""
        return min([end, *[place.start for place in self.taken if place.start >= start]])
