"""What is asked for in a run: a function of the seed, the same in every process."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from bench.chaos.abilities.errand import COLOURS, Errand, ErrandKind
from bench.chaos.brief import FLOODING, QUIET

_KINDS: Mapping[ErrandKind, int] = {
    ErrandKind.ASKED: 42,
    ErrandKind.UNASKED: 12,
    ErrandKind.REPEATED: 12,
    ErrandKind.REFUSED: 4,
    ErrandKind.FLAKY: 4,
    ErrandKind.DOOMED: 3,
    ErrandKind.IDLE: 23,
}
RECEIVERS: Mapping[str | None, float] = {
    None: 64.0,
    "good": 30.0,
    "late": 4.0,
    "broken": 0.5,
    "gone": 0.5,
    "redirect": 0.5,
    "half-close": 0.3,
}
TROUBLE = ("late", "broken", "gone", "redirect", "half-close")
"""The first requests have one receiver each of these, however short the run is."""
_HANG_WITHIN = 2000
_LONG_SHARE = 0.006
_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.02, 0.5
_QUIET_SHARE = 0.03
_TWICE_SHARE, _OTHER_BODY_SHARE = 0.03, 0.01
_TABLE_SHARE, _REMINDER_SHARE = 0.01, 0.01
VENUE = "The Big Hall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One request for so many tasks. `twice`: it is sent two times at once; `other_body`: its key is then tried with other words."""

    number: int
    account: str
    text: str
    receiver: str | None = None
    metadata: Mapping[str, Any]
    tasks: int = 1
    twice: bool = False
    other_body: bool = False
    in_person: bool = False

    @property
    def key(self) -> str:
        """Its Idempotency-Key."""
        return f"request-{self.number}"


def make_plan(*, seed: int, hanging: int, lease_seconds: float) -> Iterator[Planned]:
    """The requests of a run, in their order, without end; so many of the first ones have a receiver that hangs."""
    chance = random.Random(seed)
    hang_at = set(chance.sample(range(len(TROUBLE), _HANG_WITHIN), k=hanging))
    for number in count():
        planned = _plan(number, chance, lease_seconds=lease_seconds)
        if number < len(TROUBLE):
            planned = replace(planned, receiver=TROUBLE[number])
        yield replace(planned, receiver="hang") if number in hang_at else planned


def _plan(number: int, chance: random.Random, *, lease_seconds: float) -> Planned:
    account = QUIET if chance.random() < _QUIET_SHARE else chance.choice(FLOODING)
    receiver = chance.choices(list(RECEIVERS), list(RECEIVERS.values()))[0]
    fate = chance.random()
    if fate < _REMINDER_SHARE:
        return plan_reminder(number, account=account, seconds=chance.randint(8, 40))
    if fate < _REMINDER_SHARE + _TABLE_SHARE:
        text = f"Book me a table for 2 at {VENUE} tomorrow 7pm."
        return Planned(number=number, account=account, text=text, receiver=receiver, metadata={"kind": "table"})
    colours = COLOURS[: chance.choice((1, 2, 3, 3))]
    errands = {colour: _errand(chance, lease_seconds).model_dump(mode="json") for colour in colours}
    return Planned(
        number=number,
        account=account,
        text=_say(colours),
        receiver=receiver,
        metadata={"kind": "errand", "errands": errands},
        tasks=len(colours),
        twice=chance.random() < _TWICE_SHARE,
        other_body=chance.random() < _OTHER_BODY_SHARE,
    )


def plan_reminder(number: int, *, account: str, seconds: int) -> Planned:
    """Somebody wants to be told in so many seconds."""
    text = f"Remind me in {seconds} seconds to call number {number}."
    return Planned(number=number, account=account, text=text, metadata={"kind": "reminder"}, in_person=True)


def _errand(chance: random.Random, lease_seconds: float) -> Errand:
    kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
    is_long = chance.random() < _LONG_SHARE
    seconds = (
        chance.uniform(1.2, 2.5) * lease_seconds if is_long else chance.uniform(_SHORTEST_SECONDS, _LONGEST_SECONDS)
    )
    return Errand(kind=kind, seconds=round(seconds, 3))


def _say(colours: Sequence[str]) -> str:
    return " ".join(f"Run the {colour} errand." for colour in colours)
