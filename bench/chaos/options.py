"""How long and how hard a run is."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.chaos.nemeses import NEMESES, SHORT, TWICE

FULL_TASKS = 20_000
SHORT_TASKS = 150
_FULL_SECONDS = 270.0
_SHORT_SECONDS = 16.0
"""How long the load is meant to last; it goes on until every nemesis has had its turn."""
_TASKS_OF_A_REQUEST = 2.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`per_second` counts requests; `pause_seconds` lie between two nemeses at most; `rest_seconds` is how long we wait
    for everything to end.
    """

    seed: int
    tasks: int
    hanging: int
    workers: int
    clients: int
    per_second: float
    lease_seconds: float
    pause_seconds: float
    rest_seconds: float
    chosen: Sequence[str]

    @property
    def nemeses(self) -> Sequence[str]:
        """Which strike, in the order that the seed gives."""
        return random.Random(self.seed).sample(self.chosen, k=len(self.chosen))


def short_options(seed: int, *, tasks: int = SHORT_TASKS) -> Options:
    """A run of less than a minute."""
    return Options(
        seed=seed,
        tasks=tasks,
        hanging=0,  # a try takes 15 s
        workers=2,
        clients=1,
        per_second=tasks / _TASKS_OF_A_REQUEST / _SHORT_SECONDS,
        lease_seconds=2.5,
        pause_seconds=0.3,
        rest_seconds=240,
        chosen=SHORT,
    )


def full_options(seed: int, *, tasks: int = FULL_TASKS) -> Options:
    """A run of some minutes with every nemesis."""
    return Options(
        seed=seed,
        tasks=tasks,
        hanging=6,
        workers=4,
        clients=2,
        per_second=tasks / _TASKS_OF_A_REQUEST / _FULL_SECONDS,
        lease_seconds=3,
        pause_seconds=4,
        rest_seconds=240,
        chosen=(*NEMESES, *TWICE),
    )
