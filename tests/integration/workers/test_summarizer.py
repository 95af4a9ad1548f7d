"""A worker makes the summaries that are due, beside everything else it does."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from core.clock import SystemClock
from core.ids import make_id
from core.people import NewContact
from repositories.database import Database
from repositories.models import ContactRow, NotificationRow
from repositories.sealed import read_sealed
from services.records.summaries import SummaryMaker
from tests.integration.services.records.history import History
from tests.integration.workers.workshop import Workshop
from workers.pool import Upkeep


async def test_worker_makes_the_summary_that_is_due(workshop: Workshop, database: Database) -> None:
    house, now = workshop.house, datetime.now(UTC)
    history = History(house, database)
    await history.live(await history.add_reminder(timezone="UTC"), now - timedelta(hours=3), "missed")
    anna = NewContact(
        id=make_id(),
        account_id=house.account_id,
        user_id=house.user_id,
        name="Anna",
        relation=None,
        channels=("mailto:anna@x.example",),
        topics=("daily_summary",),
        consent_source="test",
    )
    hour = {"timezone": "UTC", "preferences": {"summary_time": f"{now - timedelta(hours=1):%H:%M}"}}
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, hour, account_id=house.account_id)
        await unit.contacts.add(anna)
    async with database.transaction() as session:
        await session.execute(update(ContactRow).values(updated_at=now - timedelta(hours=3)))
    maker = SummaryMaker(unit_of_work=house.unit_of_work, clock=SystemClock())
    for _ in range(2):
        await workshop.pool(once=True, upkeep=Upkeep(summaries=maker)).run()
    async with database.transaction() as session:
        told = select(NotificationRow.id, NotificationRow.topic, NotificationRow.text)
        [row] = (await session.execute(told)).mappings()
    assert row["topic"] == "daily_summary"
    assert "one was planned. Not confirmed" in read_sealed(row, "text")
