"""How well emergencies are recognised, over the lists beside this file; as a script it prints the figures alone.

`python -m tests.safety.figures`
"""

from pathlib import Path
from typing import NamedTuple

from core.safety import listen
from core.safety.sense.corpus import NONE, Sample, read_voices

_HERE = Path(__file__).parent


class Figures(NamedTuple):
    """How many sentences of a list raise an alarm, and how many at least a question, of how many."""

    alarms: int
    noticed: int
    sentences: int

    @property
    def rate(self) -> float:
        """The share of sentences that raise one."""
        return self.alarms / self.sentences


def read_list(name: str) -> list[str]:
    """The sentences of a list, without empty lines."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


def read_held_out() -> list[Sample]:
    """The sentences of the voices that nothing was learned from or tuned on."""
    return read_voices(_HERE / "held_out")


def measure(name: str) -> Figures:
    """The figures of a list."""
    return _count(read_list(name))


def measure_held_out(*, dangers: bool) -> Figures:
    """The figures of the emergencies, or of the other sentences, among those held out."""
    return _count([sample.text for sample in read_held_out() if (sample.danger != NONE) is dangers])


def _count(sentences: list[str]) -> Figures:
    heard = [listen(said) for said in sentences]
    alarms = sum(each.alarm is not None for each in heard)
    return Figures(alarms, alarms + sum(each.is_doubtful for each in heard), len(heard))


def _print(name: str, found: Figures) -> None:
    asked = found.noticed - found.alarms
    print(f"{name}: {found.alarms} of {found.sentences} raise an alarm, {found.rate:.3f}; {asked} are asked about")  # noqa: T201 - a script


if __name__ == "__main__":
    for each in (
        "emergencies",
        "blind_emergencies",
        "second_blind_emergencies",
        "harmless",
        "blind_harmless",
        "second_blind_harmless",
    ):
        _print(each, measure(each))
    _print("held out, emergencies", measure_held_out(dangers=True))
    _print("held out, harmless", measure_held_out(dangers=False))
