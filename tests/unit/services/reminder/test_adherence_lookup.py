"""How it went with the medicines, in plain words that neither praise nor blame."""

from datetime import date

import pytest

from core.adherence import Counts, DoseResult, MedicineAdherence
from core.ids import make_id
from services.reminder.adherence_lookup import describe, find_period

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        (None, "2026-11-16", "2026-11-21"),
        ("this week", "2026-11-16", "2026-11-21"),
        ("Last week", "2026-11-09", "2026-11-16"),
        ("lately", "2026-11-14", "2026-11-21"),
        ("this month", "2026-11-01", "2026-11-21"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("last 30 days", "2026-10-22", "2026-11-21"),
    ],
)
def test_period_is_whole_days(said: str | None, since: str, until: str) -> None:
    _, first, behind = find_period(said, today=FRIDAY)
    assert (str(first), str(behind)) == (since, until)


def medicine(name: str, *, as_needed: int = 0, **numbers: int) -> MedicineAdherence:
    counts = Counts({DoseResult(result): number for result, number in numbers.items()})
    return MedicineAdherence(medicine=name, reminder_ids=(make_id(),), counts=counts, days={}, as_needed=as_needed)


def speak(*medicines: MedicineAdherence) -> str:
    total = sum((each.counts for each in medicines), Counts())
    return describe(medicines, total, who="you", span="this week, since Monday 16 November", verb="have")


def test_numbers_are_said_apart() -> None:
    said = speak(medicine("aspirin", taken=5, late=1, missed=1), medicine("insulin", taken=3, skipped=2, unknown=1))
    assert said == (
        "This week, since Monday 16 November: you have confirmed 9 of 13 doses, 1 of them late. 1 was not confirmed. 2 were "
        "left out. Of 1 I don't know, because I could not remind you. aspirin: 6 of 7 and insulin: 3 of 6."
    )


def test_nothing_planned_is_said_and_what_was_needed() -> None:
    assert speak() == "This week, since Monday 16 November: I have nothing written down that was planned."
    assert speak(medicine("spray", as_needed=2)).endswith("As needed: spray twice.")
    assert speak(medicine("aspirin", missed=1)) == (
        "This week, since Monday 16 November: you have confirmed none of 1 dose. 1 was not confirmed."
    )
