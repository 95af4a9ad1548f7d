"""Rules beside those of python-dateutil, and what is refused."""

import random
import time
from datetime import date, datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr

from services.reminder.recurrence import check_rule, list_days, read_rule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def days(rule: str, starts_on: date, *, since: date | None = None, last: date) -> list[date]:
    return list(list_days(read_rule(rule, timezone="UTC"), starts_on, since=since or starts_on, last=last))


def draw_rule(chance: random.Random) -> str:
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}", f"INTERVAL={chance.randint(1, 4)}"]
    if chance.random() < 0.5:
        parts.append(chance.choice([f"COUNT={chance.randint(1, 20)}", f"UNTIL=2027{chance.randint(1, 12):02}15"]))
    if chance.random() < 0.5:
        ordinal = chance.choice(["", "1", "-1", "3"]) if frequency in {"MONTHLY", "YEARLY"} else ""
        parts.append("BYDAY=" + ",".join(ordinal + day for day in chance.sample(WEEKDAYS, chance.randint(1, 3))))
    if chance.random() < 0.3 and frequency != "WEEKLY":
        parts.append("BYMONTHDAY=" + chance.choice(["1", "15,31", "-1", "29,30", "1,-3"]))
    if chance.random() < 0.3:
        parts.append("BYMONTH=" + chance.choice(["2", "1,7", "3,6,9,12"]))
    if chance.random() < 0.3 and frequency in {"MONTHLY", "YEARLY"} and "BY" in ";".join(parts):
        parts.append("BYSETPOS=" + chance.choice(["1", "-1", "1,-1"]))
    return ";".join([*parts, chance.choice(["WKST=MO", "WKST=SU"])])


@pytest.mark.parametrize("seed", range(300))
def test_days_are_those_of_dateutil(seed: int) -> None:
    chance = random.Random(seed)
    starts_on = date(2026, chance.randint(1, 12), chance.randint(1, 28))
    last = starts_on + timedelta(days=900)
    rule = draw_rule(chance)
    mine = days(rule, starts_on, last=last)
    theirs = rrulestr(rule, dtstart=datetime.combine(starts_on, datetime.min.time())) if mine else ()
    assert mine == [each.date() for each in takewhile(lambda each: each.date() <= last, theirs)]
    middle = starts_on + timedelta(days=400)
    assert days(rule, starts_on, since=middle, last=last) == [each for each in mine if each >= middle]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=DAILY;COUNT=10000;BYMONTH=2;BYMONTHDAY=31",
    ],
)
def test_rule_that_gives_no_day_is_found_out_at_once(rule: str) -> None:
    began = time.perf_counter()
    assert days(rule, date(2026, 11, 20), last=date(2036, 11, 20)) == []
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("rule", "advice"),
    [
        ("", "A recurrence is made of"),
        ("INTERVAL=2", "how often"),
        ("FREQ=SECONDLY", "FREQ is one of"),
        ("FREQ=MINUTELY", "every five minutes at most"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is a whole number"),
        ("FREQ=DAILY;INTERVAL=99999999999", "INTERVAL is a whole number"),
        ("FREQ=DAILY;COUNT=-1", "COUNT is a whole number"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "COUNT or UNTIL"),
        ("FREQ=DAILY;UNTIL=20270231", "UNTIL is a date"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL is a date"),
        ("FREQ=DAILY;FREQ=DAILY", "each once"),
        ("FREQ=DAILY;BYHOUR=8", "times of day beside"),
        ("FREQ=DAILY;BYEASTER=1", "A recurrence is made of"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY is a list"),
        ("FREQ=WEEKLY;BYDAY=0MO", "BYDAY is a list"),
        ("FREQ=WEEKLY;BYDAY=1MO", "Numbered weekdays"),
        ("FREQ=MONTHLY;BYDAY=6MO", "five Mondays"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY is a list"),
        ("FREQ=MONTHLY;BYMONTH=-1", "BYMONTH is a list"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "does not go with"),
        ("FREQ=HOURLY;COUNT=3;BYDAY=MO", "go with INTERVAL"),
        ("FREQ=DAILY;WKST=XX", "WKST is one of"),
        ("DTSTART:20260101\nRRULE:FREQ=DAILY", "A recurrence is made of"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(rule: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        check_rule(rule)


def test_rule_is_stored_plainly() -> None:
    assert check_rule(" rrule:freq=weekly;byday=mo,th; ") == "FREQ=WEEKLY;BYDAY=MO,TH"
