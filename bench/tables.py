"""Small things that the parts write their Markdown with."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from bench.ground import Figures


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table, the first column to the left, the others to the right."""
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(show(cell) for cell in row)} |" for row in rows)])


def show(value: Any) -> str:
    """A figure with as many digits as it can bear."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.4f}"


def target(text: str, figure: str, *, met: bool | None) -> Figures:
    """One line of the page's first table; `met` None where there was nothing to compare with."""
    return {"target": text, "figure": figure, "met": met}


def medians(rounds: Sequence[Figures]) -> Figures:
    """Median by figure, through nested figures."""
    first = rounds[0]
    return {
        name: medians([each[name] for each in rounds])
        if isinstance(value, dict)
        else median(each[name] for each in rounds)
        for name, value in first.items()
    }


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many per cent of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]
