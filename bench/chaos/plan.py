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
FAMILY_TROUBLE: Mapping[str, float] = {"good": 80.0, "late": 14.0, "torn": 3.0, "gone": 3.0}
"""Who is told tidings, and each of them once in the first requests, too. Who hangs is told as often as a receiver hangs."""
_FIRST = len(TROUBLE) + len(FAMILY_TROUBLE) + 2
"""So many requests come first, however short the run is; the last two of them have a question asked."""
_HANG_WITHIN = 2000
_LONG_SHARE = 0.006
_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.02, 0.5
_QUIET_SHARE = 0.03
_TWICE_SHARE, _OTHER_BODY_SHARE = 0.03, 0.01
_TABLE_SHARE, _REMINDER_SHARE, _TIDINGS_SHARE, _OUTING_SHARE = 0.01, 0.01, 0.03, 0.03
_TWO_SHARE = 0.2
VENUE = "The Big Hall"
VISIT = "in ten days"
"""So far ahead that no reminder of a visit falls due while the run goes on."""


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
    hang_at = set(chance.sample(range(_FIRST, _HANG_WITHIN, 2), k=hanging))
    for number in count():
        planned = _plan(number, chance, lease_seconds=lease_seconds)
        if number < len(TROUBLE):
            planned = replace(planned, receiver=TROUBLE[number])
        elif number - len(TROUBLE) < len(FAMILY_TROUBLE):
            name = list(FAMILY_TROUBLE)[number - len(TROUBLE)]
            planned = _plan_tidings(number, account=planned.account, family=(name,))
        elif number < _FIRST:
            planned = _plan_outing(number, account=planned.account)
        elif number - 1 in hang_at:
            planned = _plan_tidings(number, account=planned.account, family=("hang",))
        yield replace(planned, receiver="hang") if number in hang_at else planned


def _plan(number: int, chance: random.Random, *, lease_seconds: float) -> Planned:
    account = QUIET if chance.random() < _QUIET_SHARE else chance.choice(FLOODING)
    receiver = chance.choices(list(RECEIVERS), list(RECEIVERS.values()))[0]
    fate = chance.random()
    if fate < _REMINDER_SHARE:
        return plan_reminder(number, account=account, seconds=chance.randint(8, 40))
    if fate < _REMINDER_SHARE + _TABLE_SHARE:
        text = f"Book me a table for 2 at {VENUE} {VISIT} at 7pm."
        return Planned(number=number, account=account, text=text, receiver=receiver, metadata={"kind": "table"})
    fate -= _REMINDER_SHARE + _TABLE_SHARE
    if fate < _TIDINGS_SHARE:
        names, weights = list(FAMILY_TROUBLE), list(FAMILY_TROUBLE.values())
        family = chance.sample(names, k=2) if chance.random() < _TWO_SHARE else chance.choices(names, weights)
        return _plan_tidings(number, account=account, family=family, receiver=receiver)
    if fate < _TIDINGS_SHARE + _OUTING_SHARE:
        return _plan_outing(number, account=account, receiver=receiver)
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


def _plan_tidings(number: int, *, account: str, family: Sequence[str], receiver: str | None = None) -> Planned:
    """These of the family are told."""
    metadata = {"kind": "tidings", "family": list(family)}
    return Planned(number=number, account=account, text="Pass on the tidings.", receiver=receiver, metadata=metadata)


def _plan_outing(number: int, *, account: str, receiver: str | None = None) -> Planned:
    """Somebody is asked where to."""
    metadata = {"kind": "outing"}
    return Planned(number=number, account=account, text="Arrange the outing.", receiver=receiver, metadata=metadata)


def _errand(chance: random.Random, lease_seconds: float) -> Errand:
    kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
    is_long = chance.random() < _LONG_SHARE
    seconds = (
        chance.uniform(1.2, 2.5) * lease_seconds if is_long else chance.uniform(_SHORTEST_SECONDS, _LONGEST_SECONDS)
    )
    return Errand(kind=kind, seconds=round(seconds, 3))


def _say(colours: Sequence[str]) -> str:
    return " ".join(f"Run the {colour} errand." for colour in colours)
