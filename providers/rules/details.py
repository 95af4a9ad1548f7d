"""The details of one ability in a sentence, slot by slot in the order in which words are spoken for."""

from collections.abc import Callable, Mapping

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.rules.counts import fill_count
from providers.rules.findings import Findings
from providers.rules.names import fill_name
from providers.rules.sentence import Sentence
from providers.rules.texts import fill_choice, fill_text
from providers.rules.times import fill_times

_FILLERS: Mapping[SlotKind, Callable[[SlotSpec, Findings], None]] = {
    SlotKind.COUNT: fill_count,
    SlotKind.NAME: fill_name,
    SlotKind.CHOICE: fill_choice,
    SlotKind.TEXT: fill_text,
}


def read_details(spec: AbilitySpec, sentence: Sentence) -> Findings:
    """Times first, since their words mean nothing else; then counts, names ("Sushi Zen") before choices ("sushi"), free words last."""
    found = Findings(spec, sentence)
    fill_times(found.reading, found)
    for kind, fill in _FILLERS.items():
        for slot in spec.slots:
            if slot.slot.kind is kind:
                fill(slot, found)
    return found
