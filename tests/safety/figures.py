"""How well emergencies are recognised, over the lists beside this file; as a script it prints the figures alone.

`python -m tests.safety.figures`
"""

from pathlib import Path
from typing import NamedTuple

from core.safety import listen

_HERE = Path(__file__).parent


class Figures(NamedTuple):
    """How many sentences of a list raise an alarm, of how many."""

    alarms: int
    sentences: int

    @property
    def rate(self) -> float:
        """The share of sentences that raise one."""
        return self.alarms / self.sentences


def read_list(name: str) -> list[str]:
    """The sentences of a list, without empty lines."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


def measure(name: str) -> Figures:
    """The figures of a list."""
    sentences = read_list(name)
    return Figures(sum(listen(said).alarm is not None for said in sentences), len(sentences))


if __name__ == "__main__":
    for each in ("emergencies", "blind_emergencies", "harmless", "blind_harmless"):
        found = measure(each)
        print(f"{each}: {found.alarms} of {found.sentences} raise an alarm, {found.rate:.3f}")  # noqa: T201 - a script
