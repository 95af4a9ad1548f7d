"""`python -m bench.simulation`: a day of many people, second by second, and what it takes to serve it.

The arrival model: everybody says something now and then, more so in the morning and before supper; reminders fall due at
round times of everybody's own clock, most of them at eight in the morning. Whatever arrives waits in one line and is
served at a steady rate (a fluid queue with random arrivals). Deterministic by its seed. `docs/scaling.md` shows what it
says, and a test compares the two.
"""

import argparse
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bench.tables import show, table

DAY = 86_400
_HOUR = 3_600

ONE_COUNTRY: Mapping[float, float] = MappingProxyType({0.0: 1.0})
WORLD: Mapping[float, float] = MappingProxyType(
    {-8.0: 0.08, -6.0: 0.10, -5.0: 0.20, -3.0: 0.07, 0.0: 0.12, 1.0: 0.20, 2.0: 0.05, 5.5: 0.10, 8.0: 0.05, 10.0: 0.03}
)
"""Shares of people by the hours that their clocks are ahead of UTC."""

_WAKING = (0, 0, 0, 0, 0, 1, 3, 6, 9, 10, 10, 8, 6, 5, 5, 6, 8, 9, 8, 6, 4, 2, 1, 0)
"""How readily people speak, by the hour of their day."""

_ROUND_TIMES: Mapping[int, float] = MappingProxyType(
    {8 * _HOUR: 0.40, 12 * _HOUR: 0.15, 18 * _HOUR: 0.15, 20 * _HOUR: 0.15, 22 * _HOUR: 0.05}
)
"""Which part of a day's reminders falls due at exactly this time; what is left is spread over the waking hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What one person causes in a day, and what each of it costs.

    Attributes:
        sentences: requests a day.
        work_per_sentence: rows of durable work of one: the task, its webhook message, now and then a second task.
        reminders: due times a day.
        work_per_reminder: the due time itself, its webhook message, what is sent to the person, now and then to family.
        spread_seconds: over how long the reminders of one time are spread on purpose; 0 leaves them at the second.
    """

    sentences: float = 2.0
    work_per_sentence: float = 2.2
    reminders: float = 3.0
    work_per_reminder: float = 3.2
    spread_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who is served."""

    people: int
    zones: Mapping[float, float] = field(default_factory=lambda: WORLD)
    habits: Habits = field(default_factory=Habits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a day brought.

    Attributes:
        sentences_per_second, work_per_second: in the busiest second.
        longest_wait_seconds: how long the unluckiest row of work waited for its turn.
        busy_share: the part of the day in which rows waited for more than a second.
    """

    sentences: int
    work: int
    sentences_per_second: float
    work_per_second: float
    longest_wait_seconds: float
    busy_share: float


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many sentences, and how many rows of work they and the reminders make, in every second of a day by UTC."""

    sentences: Sequence[int]
    work: Sequence[float]


def arrive(crowd: Crowd, *, seed: int = 1) -> Arrivals:
    """Draw one day."""
    chance = random.Random(seed)
    habits = crowd.habits
    said, due = _expected(crowd)
    sentences = [_draw(each, chance) for each in said]
    reminders = [_draw(each, chance) for each in due]
    work = [
        one * habits.work_per_sentence + other * habits.work_per_reminder
        for one, other in zip(sentences, reminders, strict=True)
    ]
    return Arrivals(sentences, work)


def serve(arrivals: Arrivals, *, work_per_second: float) -> Day:
    """Serve a day at this rate, first come, first served."""
    backlog, longest, busy = 0.0, 0.0, 0
    for work in arrivals.work:
        backlog = max(0.0, backlog + work - work_per_second)
        longest = max(longest, backlog)
        busy += backlog > work_per_second
    return Day(
        sentences=sum(arrivals.sentences),
        work=round(sum(arrivals.work)),
        sentences_per_second=max(arrivals.sentences),
        work_per_second=max(arrivals.work),
        longest_wait_seconds=longest / work_per_second,
        busy_share=busy / DAY,
    )


def find_rate(arrivals: Arrivals, *, longest_wait_seconds: float) -> float:
    """The rate of service, to one per cent, at which no work waits longer than this."""
    low = high = max(1.0, sum(arrivals.work) / DAY / 2)
    while serve(arrivals, work_per_second=high).longest_wait_seconds > longest_wait_seconds:
        low, high = high, high * 2
    while high / low > 1.01:
        middle = math.sqrt(low * high)
        waits = serve(arrivals, work_per_second=middle).longest_wait_seconds
        low, high = (middle, high) if waits > longest_wait_seconds else (low, middle)
    return high


def _expected(crowd: Crowd) -> tuple[Sequence[float], Sequence[float]]:
    """The expected numbers of every second of a day."""
    waking = [each / (sum(_WAKING) * _HOUR) for each in _WAKING]
    at_any_time = 1 - sum(_ROUND_TIMES.values())
    said, due = [0.0] * DAY, [0.0] * DAY
    spread = max(1, crowd.habits.spread_seconds)
    for ahead, share in crowd.zones.items():
        sentences = crowd.people * share * crowd.habits.sentences
        reminders = crowd.people * share * crowd.habits.reminders
        for second in range(DAY):
            readiness = waking[int(second + ahead * _HOUR) % DAY // _HOUR]
            said[second] += sentences * readiness
            due[second] += reminders * at_any_time * readiness
        for time_of_day, part in _ROUND_TIMES.items():
            for late in range(spread):
                due[int(time_of_day - ahead * _HOUR + late) % DAY] += reminders * part / spread
    return said, due


def _draw(expected: float, chance: random.Random) -> int:
    """A Poisson number; by the normal curve where that is as good."""
    if expected > 50:
        return max(0, round(chance.gauss(expected, math.sqrt(expected))))
    left, count = math.exp(-expected), 0
    product = chance.random()
    while product > left:
        product *= chance.random()
        count += 1
    return count


# ------------------------------------------------------------------ the worked numbers

CROWDS: Mapping[str, Crowd] = MappingProxyType(
    {
        "10,000 people, one country": Crowd(people=10_000, zones=ONE_COUNTRY),
        "100,000 people, one country": Crowd(people=100_000, zones=ONE_COUNTRY),
        "1,000,000 people, one country": Crowd(people=1_000_000, zones=ONE_COUNTRY),
        "1,000,000 people, the world": Crowd(people=1_000_000),
        "the same, reminders spread over a minute": Crowd(people=1_000_000, habits=Habits(spread_seconds=60)),
    }
)
WAITS = (10.0, 60.0, 300.0)


def render(crowds: Mapping[str, Crowd] = CROWDS, *, seed: int = 1) -> str:
    """The table of `docs/scaling.md`: what arrives, and which rate keeps every wait short enough."""
    rows: list[tuple[object, ...]] = []
    for name, crowd in crowds.items():
        arrivals = arrive(crowd, seed=seed)
        day = serve(arrivals, work_per_second=1e9)
        rates = [_round(find_rate(arrivals, longest_wait_seconds=wait)) for wait in WAITS]
        arrives = (
            _round(day.sentences),
            _round(day.work),
            _round(day.sentences_per_second),
            _round(day.work_per_second),
        )
        rows.append((name, *arrives, *rates))
    head = ("", "sentences a day", "rows of work a day", "sentences/s at most", "rows/s at most")
    return table((*head, *(f"rows/s so that none waits {show(int(wait))} s" for wait in WAITS)), rows)


def _round(number: float) -> int:
    """To two digits: the model is no better than that."""
    if number < 10:
        return max(1, round(number))
    digits = int(math.log10(number)) - 1
    return round(number / 10**digits) * 10**digits


def main() -> None:
    """Print the table, or one day of a crowd that is described."""
    parser = argparse.ArgumentParser(prog="bench.simulation", description="A day of many people.")
    parser.add_argument("--people", type=int, help="how many; without it, the table of docs/scaling.md")
    parser.add_argument("--rate", type=float, default=1_000, help="rows of work that are served a second")
    parser.add_argument("--one-country", action="store_true", help="all in one time zone")
    parser.add_argument("--spread", type=int, default=0, help="seconds over which reminders of one time are spread")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.people is None:
        print(render(seed=given.seed))
        return
    zones = ONE_COUNTRY if given.one_country else WORLD
    crowd = Crowd(people=given.people, zones=zones, habits=Habits(spread_seconds=given.spread))
    day = serve(arrive(crowd, seed=given.seed), work_per_second=given.rate)
    print(
        f"{day.sentences:,} sentences and {day.work:,} rows of work; at most {day.sentences_per_second:,.0f} sentences "
        f"and {day.work_per_second:,.0f} rows a second. Served at {given.rate:,.0f} rows/s the longest wait is "
        f"{day.longest_wait_seconds:,.1f} s; for {day.busy_share:.1%} of the day rows wait more than a second."
    )


if __name__ == "__main__":
    main()
