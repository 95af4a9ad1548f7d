"""What was understood of a set of sentences, in the few figures that decide, and which mistakes were made."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from tests.understanding.matching import is_equal, is_inferred_date, merge_times
from tests.understanding.rows import Answer, Row

_WHEN = frozenset({"date", "time"})
_PLACED = frozenset({*_WHEN, "venue", "location"})
_BOOKED = frozenset({*_PLACED, "party_size", "service", "stylist", "person_name"})
_SLOTS: Mapping[str, frozenset[str]] = {
    "restaurant_booking": frozenset({*_PLACED, "party_size", "cuisine", "person_name"}),
    "salon_booking": frozenset({*_PLACED, "service", "stylist"}),
    "booking_change": _BOOKED,
    "booking_cancel": _BOOKED,
    "booking_lookup": _BOOKED,
    "availability_search": frozenset({*_PLACED, "party_size", "cuisine", "service", "stylist"}),
    "medicine_reminder": frozenset({*_WHEN, "medicine", "dosage", "recurrence"}),
    "reminder": frozenset({*_WHEN, "subject", "recurrence"}),
    "family_notification": frozenset({"recipient", "message"}),
    "reminder_change": frozenset({*_WHEN, "recurrence"}),
}
"""The slots that are looked at, by the intent of the gold; of the others only the intent counts."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is not as it should be. `slot`: None where it is the intent. `what`: missed, wrong or invented."""

    slot: str | None
    what: str
    gold: JsonValue
    got: JsonValue


@dataclass(frozen=True, slots=True)
class Scored:
    """One sentence, its answer, and what is wrong with that. `right`: how many slots are as they should be."""

    row: Row
    answer: Answer
    right: int
    mistakes: tuple[Mistake, ...]

    @property
    def is_intent_right(self) -> bool:
        return all(mistake.slot for mistake in self.mistakes)

    @property
    def is_confident_wrong(self) -> bool:
        """Whether something would be done that was not said, and nobody is asked."""
        return self.answer.is_confident and any(mistake.what != "missed" for mistake in self.mistakes)

    @property
    def kinds(self) -> list[str]:
        """Its mistakes in a few words each; of a wrong intent that alone."""
        return self._name(self.mistakes)

    @property
    def wrong_kinds(self) -> list[str]:
        """The same without what was only missed."""
        return self._name([mistake for mistake in self.mistakes if mistake.what != "missed"])

    def _name(self, mistakes: Sequence[Mistake]) -> list[str]:
        if not self.is_intent_right:
            return [f"{self.row.intent} taken for {self.answer.intent}"]
        return [f"{mistake.slot} {mistake.what} in {self.row.intent}" for mistake in mistakes]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1."""

    intent: float
    slot_f1: float
    frames: float
    confident_wrong: float


def score(row: Row, answer: Answer) -> Scored:
    """Compare one answer with its gold, after the conventions of the README."""
    gold, got = merge_times(row.details), merge_times(answer.details)
    mistakes: list[Mistake] = []
    if answer.intent not in {row.intent, *row.accept}:
        mistakes.append(Mistake(None, "wrong", row.intent, answer.intent))
    right = 0
    for slot in sorted(_slots(row)):
        wanted, given = gold.get(slot), got.get(slot)
        if wanted is None and given is None:
            continue
        if wanted is not None and given is not None:
            if is_equal(slot, wanted, given, alternatives=row.alt.get(slot, ())):
                right += 1
            else:
                mistakes.append(Mistake(slot, "wrong", wanted, given))
        elif given is None:
            mistakes.append(Mistake(slot, "missed", wanted, None))
        elif slot != "date" or not is_inferred_date(given, gold, now=row.now):
            mistakes.append(Mistake(slot, "invented", None, given))
    return Scored(row, answer, right, tuple(mistakes))


def _slots(row: Row) -> frozenset[str]:
    ignored = {*row.ignore, *(["time"] if "times" in row.ignore else [])}
    return _SLOTS.get(row.intent, frozenset()) - ignored


def summarize(scored: Sequence[Scored]) -> Figures:
    """The figures of a set."""
    slips = [mistake for each in scored for mistake in each.mistakes if mistake.slot]
    right = sum(each.right for each in scored)
    lost = sum(mistake.what != "invented" for mistake in slips)
    added = sum(mistake.what != "missed" for mistake in slips)
    return Figures(
        intent=_share(each.is_intent_right for each in scored),
        slot_f1=2 * right / max(1, 2 * right + lost + added),
        frames=_share(not each.mistakes for each in scored),
        confident_wrong=_share(each.is_confident_wrong for each in scored),
    )


def _share(marks: Iterable[bool]) -> float:
    given = list(marks)
    return sum(given) / max(1, len(given))


def count_kinds(scored: Sequence[Scored]) -> Counter[str]:
    """How often each kind of mistake was made."""
    return Counter(kind for each in scored for kind in each.kinds)
