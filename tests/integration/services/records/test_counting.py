"""Doses counted by the product, held against counts by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.adherence import Adherence, Counts
from core.errors import InvalidFieldError, NotFoundError
from core.ids import make_id
from core.regimen import AsNeeded, Phase, Regimen
from core.reminder import Occurrence
from repositories.adherence import RESULT
from repositories.database import Database
from repositories.models import OccurrenceRow
from repositories.rows import fields_of, table_of
from services.records.records import RangeAsked, Records
from services.records.results import result_of
from services.reminder.occurrence_state import OccurrenceState
from tests.integration.house import House
from tests.integration.services.records.history import FATES, History

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class At:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def history(house: House, database: Database) -> History:
    return History(house, database)


def records(history: History) -> Records:
    return Records(unit_of_work=history.house.unit_of_work, clock=At())


async def count(history: History, **asked: object) -> Adherence:
    whose = {"account_id": history.house.account_id, "user_id": history.house.user_id}
    return await records(history).count(RangeAsked(**{**whose, **asked}))  # pyright: ignore[reportArgumentType]


def plain(counts: Counts) -> dict[str, int]:
    return {each.value: number for each, number in counts.by_result.items() if number}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_counts_are_those_of_an_independent_count(history: History, seed: int) -> None:
    stranger = History(await history.house.add_neighbour(), history.database)
    await history.live_at_random(seed=seed, end=NOW)
    await stranger.live_at_random(seed=seed + 100, days=5, end=NOW)
    since, until = NOW - timedelta(days=20), NOW - timedelta(days=3, hours=2)
    found = await count(history, since=since, until=until)
    expected = history.count(since=since, until=until)
    assert {each.medicine.casefold(): plain(each.counts) for each in found.medicines} == expected
    assert len({each.medicine for each in found.medicines}) == len(expected) == 2
    assert plain(found.total) == dict(sum(expected.values(), start=type(expected["insulin"])()))
    assert found.total.planned == sum(each.counts.planned for each in found.medicines)
    assert sum((each for each in found.days.values()), Counts()) == found.total


@pytest.mark.parametrize("fate", FATES)
async def test_each_fate_counts_as_what_it_is(history: History, fate: str) -> None:
    reminder = await history.add_reminder()
    await history.live(reminder, NOW - timedelta(hours=2), fate)
    found = await count(history)
    expected = history.lived[0].counts_as
    assert plain(found.total) == ({expected: 1} if expected else {})
    assert found.total.share == (None if expected is None else float(expected == "taken"))


async def test_result_of_a_row_is_the_same_in_both_places(history: History) -> None:
    reminder = await history.add_reminder()
    for number, fate in enumerate(FATES):
        await history.live(reminder, NOW - timedelta(hours=number + 1), fate)
    rows = table_of(OccurrenceRow)
    async with history.database.transaction() as session:
        found = (await session.execute(select(rows, RESULT.label("result")))).mappings().all()
    assert len(found) == len(FATES)
    for row in found:
        ours = result_of(OccurrenceState(occurrence=Occurrence(**fields_of(row, Occurrence)), reminder=reminder))
        assert (ours and ours.value) == row["result"]


@pytest.mark.parametrize(
    ("fate", "minutes", "expected"), [("late", 20, "taken"), ("taken", 600, "late"), ("late", 600, "late")]
)
async def test_when_it_was_taken_counts_more_than_when_that_was_said(
    history: History, fate: str, minutes: int, expected: str
) -> None:
    reminder, at = await history.add_reminder(), NOW - timedelta(days=2)
    await history.live(
        reminder, at, fate, taken_at=at + timedelta(minutes=minutes), answered_at=at + timedelta(hours=20)
    )
    await history.live(reminder, at + timedelta(days=1), "taken", taken_at=at + timedelta(days=1, minutes=5))
    found = await count(history)
    assert plain(found.total) == ({"taken": 2} if expected == "taken" else {"taken": 1, "late": 1})
    _, doses = await records(history).list_doses(
        RangeAsked(account_id=history.house.account_id, user_id=history.house.user_id)
    )
    assert [each.result.value for each in doses] == [expected, "taken"]


async def test_range_is_of_days_of_the_persons_zone(history: History) -> None:
    async with history.house.unit_of_work() as unit:
        await unit.users.change(
            history.house.user_id, {"timezone": "Pacific/Auckland"}, account_id=history.house.account_id
        )
    reminder = await history.add_reminder(timezone="Pacific/Auckland")
    # 2026-11-16 in Auckland is from 11:00 UTC of the 15th to 11:00 UTC of the 16th.
    for at in ("2026-11-15T10:59:00", "2026-11-15T11:00:00", "2026-11-16T10:59:00", "2026-11-16T11:00:00"):
        await history.live(reminder, datetime.fromisoformat(at).replace(tzinfo=UTC), "taken")
    found = await count(history, since=date(2026, 11, 16), until=date(2026, 11, 17))
    assert {on: counts.planned for on, counts in found.days.items()} == {date(2026, 11, 16): 2}


async def test_without_a_range_it_is_the_last_thirty_days(history: History) -> None:
    found = await count(history)
    assert (found.since, found.until) == (datetime(2026, 10, 20, 23, 0, tzinfo=UTC), NOW)


@pytest.mark.parametrize(
    ("since", "until", "parameter"),
    [
        (date(2026, 11, 2), date(2026, 11, 2), "query:until"),
        (date(2026, 11, 21), None, "query:until"),
        (date(2024, 1, 1), date(2026, 1, 1), "query:since"),
    ],
)
async def test_senseless_range_is_refused(
    history: History, since: date | None, until: date | None, parameter: str
) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        await count(history, since=since, until=until)
    assert [each.pointer for each in refused.value.errors] == [parameter]


@pytest.mark.parametrize("foreign", ["user_id", "reminder_id", "account_id"])
async def test_what_an_account_cannot_see_is_not_found(history: History, foreign: str) -> None:
    with pytest.raises(NotFoundError):
        await count(history, **{foreign: make_id()})


async def test_what_is_taken_as_needed_is_shown_apart(history: History) -> None:
    plain_one = await history.add_reminder("paracetamol")
    regimen = Regimen(as_needed=AsNeeded(max_per_day=4))
    needed = await history.add_reminder("Paracetamol", times=(), recurrence=None, regimen=regimen)
    await history.live(plain_one, NOW - timedelta(hours=3), "missed")
    for hours in (2, 1):
        await history.live(needed, NOW - timedelta(hours=hours), "taken early")
    [medicine] = (await count(history)).medicines
    assert (plain(medicine.counts), medicine.as_needed) == ({"missed": 1}, 2)
    _, doses = await records(history).list_doses(
        RangeAsked(account_id=history.house.account_id, user_id=history.house.user_id)
    )
    assert [each.is_planned for each in doses] == [True, False, False]


async def test_dose_has_the_dosage_of_its_phase(history: History) -> None:
    phases = (
        Phase(recurrence="FREQ=DAILY", times=("08:00",), days=7, dosage="2 tablets"),
        Phase(recurrence="FREQ=DAILY", times=("08:00",)),
    )
    tapering = await history.add_reminder(dosage="1 tablet", times=(), recurrence=None, regimen=Regimen(phases=phases))
    for phase in (0, 1):
        await history.live(tapering, NOW - timedelta(days=2 - phase), "taken", phase=phase)
    _, doses = await records(history).list_doses(
        RangeAsked(account_id=history.house.account_id, user_id=history.house.user_id)
    )
    assert [each.reminder.dosage for each in doses] == ["2 tablets", "1 tablet"]


async def test_reminder_of_another_person_counts_nothing(history: History) -> None:
    neighbour = History(await history.house.add_neighbour(), history.database)
    reminder = await neighbour.add_reminder()
    await neighbour.live(reminder, NOW - timedelta(hours=2), "taken")
    found = await count(history, reminder_id=reminder.id)
    assert found.medicines == ()


async def test_range_that_begins_before_what_is_kept_is_refused_instead_of_counted_short(history: History) -> None:
    kept = Records(unit_of_work=history.house.unit_of_work, clock=At(), kept_days=100)
    account_id, user_id = history.house.account_id, history.house.user_id
    kept_since = NOW - timedelta(days=100)
    whole = RangeAsked(account_id=account_id, user_id=user_id, since=kept_since)
    assert (await kept.count(whole)).total.planned == 0
    earlier = RangeAsked(account_id=account_id, user_id=user_id, since=kept_since - timedelta(seconds=1))
    for ask in (kept.count, kept.list_doses, kept.write_report):
        with pytest.raises(InvalidFieldError, match=r"Doses are kept for 100 days here; ask from 2026-08-13 on\."):
            await ask(earlier)
    assert (await records(history).count(earlier)).total.planned == 0
