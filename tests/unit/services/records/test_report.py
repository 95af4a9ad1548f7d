"""The report on paper: read back, letter by letter."""

import io
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest

from core.adherence import Adherence, Counts, DoseResult, MedicineAdherence
from core.ids import make_id
from core.people import User
from services.records.report import list_bars, write_report

START = datetime(2026, 10, 20, tzinfo=UTC)


def user(name: str = "Rose") -> User:
    return User(
        id=make_id(),
        account_id=make_id(),
        name=name,
        timezone="Europe/London",
        locale="en-GB",
        phone=None,
        email=None,
        channels=(),
        preferences={},
        created_at=START,
        updated_at=START,
    )


def adherence(*medicines: str, days: int = 30, timezone: str = "Europe/London") -> Adherence:
    """Of each medicine one dose a day, every third of them missed."""
    by_day = {
        date(2026, 10, 20) + timedelta(days=number): Counts(
            {DoseResult.MISSED if number % 3 == 2 else DoseResult.TAKEN: 1}
        )
        for number in range(days)
    }
    found = tuple(
        MedicineAdherence(
            medicine=name,
            reminder_ids=(make_id(),),
            counts=sum(by_day.values(), Counts()),
            days=by_day,
            as_needed=4 * number,
        )
        for number, name in enumerate(medicines)
    )
    return Adherence(since=START, until=START + timedelta(days=days), timezone=timezone, medicines=found)


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_report_has_the_numbers_and_says_what_they_are() -> None:
    text = read(write_report(user(), adherence("aspirin", "insulin")))
    assert "Medicines of Rose" in text
    assert "Tuesday 20 October to Wednesday 18 November 2026" in text
    assert "aspirin 30 20 0 0 10 0" in text
    assert "insulin 30 20 0 0 10 0 4" in text
    assert "All medicines 60 40 0 0 20 0 4" in text
    assert "no judgement of anybody" in " ".join(text.split())


def test_same_numbers_are_the_same_bytes_and_others_are_not() -> None:
    rose = user()
    assert write_report(rose, adherence("aspirin")) == write_report(rose, adherence("aspirin"))
    assert write_report(rose, adherence("aspirin")) != write_report(rose, adherence("aspirin", days=29))


def test_names_of_many_scripts_are_printed_and_what_the_font_lacks_is_said() -> None:
    text = read(write_report(user("Жанна Ελένη Zoë"), adherence("żółte tabletki", "薬")))
    assert "Medicines of Жанна Ελένη Zoë" in text
    assert "żółte tabletki 30 20" in text
    assert "□ 30 20" in text
    assert "can't be printed here" in text
    assert "can't be printed here" not in read(write_report(user(), adherence("aspirin")))


def test_font_is_embedded() -> None:
    page = pypdf.PdfReader(io.BytesIO(write_report(user(), adherence("aspirin")))).pages[0]
    fonts = page["/Resources"]["/Font"].values()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType, reportIndexIssue] - PDF objects
    descriptors = [each.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for each in fonts]  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] - as above
    assert len(descriptors) == 1  # pyright: ignore[reportUnknownArgumentType] - as above
    assert "/FontFile2" in descriptors[0]


def test_nothing_recorded_is_said() -> None:
    text = read(write_report(user("Default user"), adherence()))
    assert text.startswith("Medicines\n")
    assert "There is nothing recorded for this time." in text


def test_many_medicines_go_on_over_pages() -> None:
    report = pypdf.PdfReader(io.BytesIO(write_report(user(), adherence(*(f"medicine {n}" for n in range(60))))))
    assert len(report.pages) > 1
    assert "medicine 59 30 20" in "\n".join(page.extract_text() for page in report.pages)


@pytest.mark.parametrize(("days", "bars", "first"), [(1, 1, 1), (45, 45, 1), (46, 7, 7), (400, 58, 7)])
def test_bars_are_days_or_weeks_and_hold_every_dose(days: int, bars: int, first: int) -> None:
    summer = Adherence(
        since=datetime(2026, 10, 19, 23, tzinfo=UTC),
        until=datetime(2026, 10, 19, 23, tzinfo=UTC) + timedelta(days=days),
        timezone="Europe/London",
        medicines=adherence("aspirin", days=days).medicines,
    )
    found = list_bars(summer)
    assert (len(found), found[0].on, found[0].counts.planned) == (bars, date(2026, 10, 20), first)
    assert sum((bar.counts for bar in found), Counts()) == summer.total
