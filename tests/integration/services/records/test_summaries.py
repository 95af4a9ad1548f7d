"""Summaries for family: who gets one, what it says, and that it is made once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from core.ids import make_id
from core.people import NewContact
from repositories.database import Database
from repositories.models import ContactRow, NotificationRow, SummaryTurnRow
from repositories.sealed import read_sealed
from services.people_service import PeopleService
from services.records.summaries import SummaryMaker
from tests.integration.house import House
from tests.integration.services.records.history import History

MORNING = datetime(2026, 11, 20, 8, tzinfo=UTC)
EVENING = datetime(2026, 11, 20, 20, tzinfo=UTC)
DAY = timedelta(days=1)


class Diary(History):
    """A history whose clock the test moves, with contacts who want to hear of it."""

    moment = MORNING

    def now(self) -> datetime:
        return self.moment

    def maker(self) -> SummaryMaker:
        return SummaryMaker(unit_of_work=self.house.unit_of_work, clock=self)

    async def add_contact(
        self, *topics: str, name: str = "Anna", consent: str | None = "test", since: datetime = MORNING
    ) -> UUID:
        """Somebody who has wanted to hear of these topics since then."""
        new = NewContact(
            id=make_id(),
            account_id=self.house.account_id,
            user_id=self.house.user_id,
            name=name,
            relation=None,
            channels=("mailto:anna@x.example",),
            topics=topics,
            consent_source=consent,
        )
        async with self.house.unit_of_work() as unit:
            await unit.contacts.add(new)
        async with self.database.transaction() as session:
            await session.execute(update(ContactRow).where(ContactRow.id == new.id).values(updated_at=since))
        return new.id

    async def change_contact(self, contact_id: UUID, **changes: Any) -> None:
        house = self.house
        people = PeopleService(unit_of_work=house.unit_of_work, allow_private=False)
        await people.change_contact(contact_id, changes, user_id=house.user_id, account_id=house.account_id)

    async def change_user(self, **changes: Any) -> None:
        people = PeopleService(unit_of_work=self.house.unit_of_work, allow_private=False)
        await people.change_user(self.house.user_id, changes, account_id=self.house.account_id)

    async def look(self, moment: datetime) -> None:
        """What a worker does at that moment."""
        self.moment = moment
        while (await self.maker().make_batch())[0]:
            pass

    async def told(self) -> list[tuple[str, str]]:
        """To whom and what, in order."""
        rows = select(NotificationRow.id, NotificationRow.recipient, NotificationRow.text).order_by(NotificationRow.id)
        async with self.database.transaction() as session:
            return [(row["recipient"], read_sealed(row, "text")) for row in (await session.execute(rows)).mappings()]


@pytest.fixture
async def diary(house: House, database: Database) -> Diary:
    """Rose, who has taken two of three doses by the evening, one of them late."""
    diary = Diary(house, database)
    aspirin = await diary.add_reminder("aspirin")
    for hours, fate in ((0, "taken"), (4, "missed"), (8, "late")):
        await diary.live(aspirin, MORNING + timedelta(hours=hours), fate)
    await diary.live(aspirin, EVENING, "- waiting")
    return diary


OF_THE_DAY = (
    "Rose's medicines on Friday 20 November, until 8 in the evening: 2 of 3 were confirmed, 1 of them late. "
    "Not confirmed: the one for noon."
)


async def test_day_is_told_once_at_its_hour_to_who_wants_it(diary: Diary) -> None:
    for name, topics in (("Anna", ("daily_summary",)), ("Tom", ("all",)), ("Ruth", ("missed", "taken")), ("Bea", ())):
        await diary.add_contact(*topics, name=name)
    await diary.look(MORNING)
    await diary.look(EVENING - timedelta(seconds=1))
    assert await diary.told() == []
    await diary.look(EVENING)
    assert sorted(await diary.told()) == [("Anna", OF_THE_DAY), ("Tom", OF_THE_DAY)]
    await diary.look(EVENING + timedelta(minutes=1))
    await diary.look(EVENING + timedelta(hours=3))
    assert len(await diary.told()) == 2


async def test_two_workers_make_one_message(diary: Diary) -> None:
    for number in range(30):
        await diary.add_contact("daily_summary", name=f"Friend {number}")
    await diary.look(MORNING)
    diary.moment = EVENING
    for _ in range(2):
        await asyncio.gather(*(diary.maker().make_batch() for _ in range(4)))
    told = await diary.told()
    assert len(told) == len(set(told)) == 30


async def test_message_is_unique_in_the_database_also_where_the_note_of_it_is_lost(diary: Diary) -> None:
    await diary.add_contact("daily_summary")
    await diary.look(MORNING)
    await diary.look(EVENING)
    async with diary.database.transaction() as session:
        await session.execute(delete(SummaryTurnRow))
    await diary.look(EVENING + timedelta(minutes=1))
    assert len(await diary.told()) == 1


async def test_nothing_to_say_is_not_said(diary: Diary) -> None:
    await diary.add_contact("daily_summary")
    await diary.look(MORNING)
    await diary.look(EVENING)
    await diary.look(EVENING + DAY)
    assert len(await diary.told()) == 1


async def test_downtime_makes_it_late_and_a_day_long_gone_is_left_out(diary: Diary) -> None:
    await diary.add_contact("daily_summary")
    await diary.look(MORNING)
    await diary.look(MORNING + DAY)
    [(_, late)] = await diary.told()
    assert late == OF_THE_DAY
    other = Diary(await diary.house.add_neighbour(), diary.database)
    await other.live(await other.add_reminder(), MORNING, "taken")
    await other.add_contact("daily_summary", name="Carl")
    await other.look(MORNING)
    await other.look(MORNING + 2 * DAY)
    assert [who for who, _ in await diary.told()] == ["Anna"]


async def test_week_is_told_on_sunday(diary: Diary) -> None:
    await diary.add_contact("weekly_summary")
    await diary.look(MORNING)
    await diary.look(EVENING + DAY)
    assert await diary.told() == []
    await diary.look(EVENING + 2 * DAY)
    assert await diary.told() == [
        (
            "Anna",
            "Rose's medicines in the week to Sunday 22 November, until 8 in the evening: 2 of 3 were confirmed, 1 of them "
            "late. Not confirmed: the one for noon on Friday 20 November.",
        )
    ]


async def test_medicines_are_named_only_where_the_person_allowed_it(diary: Diary) -> None:
    await diary.change_user(preferences={"share_medicine_names": True})
    await diary.add_contact("daily_summary")
    await diary.look(MORNING)
    await diary.look(EVENING)
    [(_, said)] = await diary.told()
    assert said.endswith("Not confirmed: aspirin for noon.")


async def test_who_has_not_agreed_hears_nothing(diary: Diary) -> None:
    await diary.add_contact("daily_summary", consent=None)
    await diary.look(MORNING)
    await diary.look(EVENING)
    assert await diary.told() == []


async def test_who_declined_it_themselves_gets_none_whatever_the_topics_say(diary: Diary) -> None:
    anna = await diary.add_contact("all")
    await diary.look(MORNING)
    async with diary.database.transaction() as session:
        declined = update(ContactRow).where(ContactRow.id == anna).values(declined_topics=["daily_summary"])
        await session.execute(declined)
    await diary.look(EVENING)
    assert await diary.told() == []


async def test_who_wants_it_no_more_gets_none(diary: Diary) -> None:
    anna = await diary.add_contact("daily_summary")
    await diary.look(MORNING)
    await diary.change_contact(anna, topics=["missed"])
    await diary.look(EVENING)
    assert await diary.told() == []
    async with diary.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(SummaryTurnRow)) == 0


async def test_hour_and_zone_that_are_changed_count_at_once(diary: Diary) -> None:
    await diary.add_contact("daily_summary")
    await diary.look(MORNING)
    await diary.change_user(preferences={"summary_time": "18:30"}, timezone="Europe/Paris")
    # `look_again` writes the machine's own time, which this history knows nothing of.
    async with diary.database.transaction() as session:
        await session.execute(update(SummaryTurnRow).values(look_at=MORNING))
    await diary.look(datetime(2026, 11, 20, 17, 29, tzinfo=UTC))
    assert await diary.told() == []
    await diary.look(datetime(2026, 11, 20, 17, 30, tzinfo=UTC))
    [(_, said)] = await diary.told()
    assert "until 6:30 in the evening: " in said


async def test_changing_the_person_brings_the_turn_forward(diary: Diary) -> None:
    await diary.add_contact("daily_summary")
    await diary.look(datetime.now(UTC))
    await diary.change_user(preferences={"summary_time": "18:30"})
    async with diary.database.transaction() as session:
        assert await session.scalar(select(SummaryTurnRow.look_at <= func.now()))


async def test_dose_that_ends_behind_one_summary_is_in_the_next(diary: Diary) -> None:
    await diary.add_contact("daily_summary")
    reminder = await diary.add_reminder("insulin")
    await diary.live(reminder, EVENING - timedelta(minutes=30), "missed")
    await diary.look(MORNING)
    await diary.look(EVENING)
    await diary.look(EVENING + DAY)
    first, second = (said for _, said in await diary.told())
    assert first == OF_THE_DAY
    assert second == (
        "Rose's medicines on Saturday 21 November, until 8 in the evening: one was planned. "
        "Not confirmed: the one for 7:30 in the evening on Friday 20 November."
    )
