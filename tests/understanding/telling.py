"""Figures and mistakes in words, for whoever sees a gate closed."""

from collections.abc import Mapping, Sequence

from tests.understanding.scoring import Scored, count_kinds, summarize

_KINDS = 10


def describe_sets(scored: Mapping[str, Sequence[Scored]]) -> str:
    """Each set apart: its figures, and the kinds of mistakes that were made most."""
    return "\n".join(line for name, each in scored.items() for line in _describe(name, each))


def _describe(name: str, scored: Sequence[Scored]) -> list[str]:
    kinds = count_kinds(scored).most_common(_KINDS)
    return [f"{name}: {summarize(scored)}", *(f"    {number:3} {kind}" for kind, number in kinds)]


def list_worst(scored: Sequence[Scored], number: int) -> list[str]:
    """The sentences with the worst mistakes: confident ones first, then by how many there are."""
    bad = [each for each in scored if each.mistakes]
    bad.sort(key=lambda each: (not each.is_confident_wrong, each.is_intent_right, -len(each.mistakes), each.row.id))
    return [_tell(each) for each in bad[:number]]


def _tell(scored: Scored) -> str:
    slips = "; ".join(f"{slip.slot or 'intent'} {slip.what}: {slip.gold} ≠ {slip.got}" for slip in scored.mistakes)
    return f"- [{scored.row.id}] {scored.row.text}\n    {slips} (confidence {scored.answer.confidence:.2f})"
