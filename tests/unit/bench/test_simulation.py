import re
from pathlib import Path

from bench.simulation import CROWDS, DAY, ONE_COUNTRY, Arrivals, Crowd, Habits, arrive, find_rate, render, serve

SCALING = Path(__file__).parents[3] / "docs" / "scaling.md"


def test_document_shows_what_the_simulation_says() -> None:
    """Of the crowds that are quick to serve: the others come from the same habits, and the document names them all."""
    shown = SCALING.read_text(encoding="utf-8")
    small = {name: crowd for name, crowd in CROWDS.items() if crowd.people <= 100_000}
    assert [line for line in render(small).splitlines() if line not in shown] == []
    assert [name for name in CROWDS if f"| {name} |" not in shown] == []


def test_same_seed_gives_the_same_day_and_another_seed_another() -> None:
    crowd = Crowd(people=1_000)
    assert arrive(crowd, seed=3) == arrive(crowd, seed=3)
    assert arrive(crowd, seed=3) != arrive(crowd, seed=4)


def test_everybody_speaks_and_is_reminded_as_often_as_their_habits_say() -> None:
    habits = Habits(sentences=2, work_per_sentence=1, reminders=3, work_per_reminder=1)
    day = serve(arrive(Crowd(people=10_000, habits=habits)), work_per_second=1e9)
    assert abs(day.sentences - 20_000) < 600
    assert abs(day.work - 50_000) < 1_000


def test_reminders_of_one_country_fall_due_in_one_second_unless_they_are_spread() -> None:
    at_once = arrive(Crowd(people=10_000, zones=ONE_COUNTRY))
    spread = arrive(Crowd(people=10_000, zones=ONE_COUNTRY, habits=Habits(spread_seconds=60)))
    assert max(at_once.work) > 30 * max(spread.work)
    assert at_once.work.index(max(at_once.work)) == 8 * 3_600


def test_longest_wait_is_the_deepest_backlog_at_the_rate_of_service() -> None:
    day = serve(Arrivals([0] * DAY, [100.0, 50.0, *[0.0] * (DAY - 2)]), work_per_second=10)
    assert day.longest_wait_seconds == (100 - 10 + 50 - 10) / 10


def test_found_rate_keeps_the_wait_and_a_lower_one_would_not() -> None:
    arrivals = Arrivals([0] * DAY, [1_000.0, *[1.0] * (DAY - 1)])
    rate = find_rate(arrivals, longest_wait_seconds=9)
    assert serve(arrivals, work_per_second=rate).longest_wait_seconds <= 9
    assert serve(arrivals, work_per_second=rate * 0.98).longest_wait_seconds > 9


def test_table_has_a_line_for_every_crowd() -> None:
    lines = render({"few": Crowd(people=10)}).splitlines()
    assert len(lines) == 3
    assert re.match(r"\| few \| \d+ \| \d+ \|", lines[2])
