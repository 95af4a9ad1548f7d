"""The figures of several rounds as a page: medians, spreads, and ratios to the floor of the same run."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

import psutil

from bench.rounds import Figures

_INTRODUCTION = """# How fast it is

Written by `make bench`. One API process with the offline provider, one worker, PostgreSQL and Redis, the caller and the
floor share one machine. Machines differ and are noisy: compare ratios within one run, never figures of different runs.

- `requests/s`: 16 callers at once POST sentences to `/v1/requests` while the worker works them off.
- `done …`: from before the POST to `completed_at` of its task, by the clock of the one machine; *paced* is 10 a second.
- `tasks/s`: a backlog is worked off by one worker, from the first start to the last end.
- the floor (`peers/floor.py`): a durable row and a stream entry, written one at a time by 16 callers or 256 at a time by
  4; read, claimed, settled and acknowledged 256 at a time by 4. No fencing, no understanding, no effects, no HTTP.
"""


def render(rounds: Sequence[Figures]) -> str:
    """The whole page."""
    lines = [
        _INTRODUCTION,
        _describe_run(rounds),
        "",
        "| figure | median | lowest | highest |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name in rounds[0]:
        values = [each[name] for each in rounds]
        lines.append(f"| {name} | {_round(median(values))} | {_round(min(values))} | {_round(max(values))} |")
    lines += ["", "| beside the floor | ratio |", "| --- | ---: |"]
    lines += [f"| {name} | {ratio:.4f} |" for name, ratio in _ratios(rounds).items()]
    return "\n".join(lines) + "\n"


def _ratios(rounds: Sequence[Figures]) -> dict[str, float]:
    """Medians of the ratios within each round."""
    pairs = {
        f"{kind}: {ours} / {floor}": (f"{kind}: {ours}", f"floor: {floor}")
        for kind in ("small talk", "table")
        for ours, floor in (("requests/s", "durable_enqueue/1/16"), ("tasks/s", "durable_consume/256/4"))
    }
    return {name: median(each[ours] / each[floor] for each in rounds) for name, (ours, floor) in pairs.items()}


def _describe_run(rounds: Sequence[Figures]) -> str:
    cores = psutil.cpu_count() or 0
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {cores} cores, Python {platform.python_version()}, "
        f"{len(rounds)} rounds."
    )


def _round(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
