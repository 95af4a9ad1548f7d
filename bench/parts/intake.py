"""`POST /v1/requests` with the offline provider beside an endpoint that does the least that is needed (`bench/intake`)."""

from bench.ground import Figures
from bench.intake.__main__ import render as render_rounds
from bench.intake.measure import CLIENTS, open_place
from bench.intake.measure import measure as measure_round
from bench.tables import medians, target

_RATIO = "ours / reference: requests/s"
_LEAST = 0.4


def measure(*, quick: bool) -> Figures:
    """Three rounds of both in turn."""
    with open_place() as place:
        rounds = [measure_round(place, seconds=2.0 if quick else 4.0) for _ in range(1 if quick else 3)]
    ratio = medians(rounds)[_RATIO]
    text = f"Intake: ≥ {_LEAST} × the reference endpoint, one process, {CLIENTS} clients"
    return {"rounds": rounds, "targets": [target(text, f"{ratio:.2f} ×", met=ratio >= _LEAST)]}


def render(figures: Figures) -> str:
    """The table."""
    words = (
        f"{CLIENTS} clients, one API process; small talk, a table, a medicine and a message in turn. The reference endpoint "
        "validates the same body, commits the same rows in groups and rings, and nothing else."
    )
    return f"{words}\n\n{render_rounds(figures['rounds'])}"
