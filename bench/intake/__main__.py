"""`python -m bench.intake`: how many requests one API process takes, beside the reference."""

import argparse
import sys
from statistics import median

from bench.intake.measure import Figures, measure, open_place


def main() -> int:
    """Measure in rounds, print medians."""
    parser = argparse.ArgumentParser(prog="bench.intake", description="Measures POST /v1/requests beside a reference.")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each measurement lasts")
    given = parser.parse_args()
    rounds: list[Figures] = []
    with open_place() as place:
        for number in range(given.rounds):
            print(f"round {number + 1} of {given.rounds} …", file=sys.stderr, flush=True)
            rounds.append(measure(place, seconds=given.seconds))
    print(render(rounds))
    return 0


def render(rounds: list[Figures]) -> str:
    """A table of medians."""
    lines = ["| figure | median | lowest | highest |", "| --- | ---: | ---: | ---: |"]
    for name in rounds[0]:
        values = [figures[name] for figures in rounds if name in figures]
        lines.append(f"| {name} | {_short(median(values))} | {_short(min(values))} | {_short(max(values))} |")
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
