"""A person with reminders, workers over real stores, and a clock that the test moves."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import select, text, update

from core.domain import Queue, WorkKind
from core.ids import make_id
from core.notification import Notification
from core.people import NewContact
from core.queue import Ring, TaskQueue
from core.redis_client import open_redis
from core.reminder import NewReminder, Occurrence, OccurrenceFilter, Reminder, ReminderKind
from core.when import to_local
from repositories.database import Database
from repositories.models import NotificationRow, OccurrenceRow
from repositories.notification import to_notification
from repositories.rows import table_of
from repositories.webhook_endpoint import NewWebhookEndpoint
from services.durable_work import Done, DurableWork
from services.reminder.links import AnswerLinks
from services.reminder.occurrence_answers import OccurrenceAnswers
from services.reminder.occurrence_service import OccurrenceService
from services.reminder.reminder_service import ReminderService
from tests.integration.house import House
from workers.pool import Upkeep, WorkerOptions, WorkerPool


@dataclass
class MovableClock:
    """The machine's clock, ahead by what a test says."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class MedicineChest:
    house: House
    database: Database
    redis_url: str
    clock: MovableClock = field(default_factory=MovableClock)

    def __post_init__(self) -> None:
        self.units = self.house.unit_of_work
        self.queue = TaskQueue(open_redis(self.redis_url))
        self.reminders = ReminderService(unit_of_work=self.units, clock=self.clock)
        self.answers = OccurrenceAnswers(unit_of_work=self.units, clock=self.clock)
        self.links = AnswerLinks(secret=SecretStr("s" * 32), base_url="https://grandma.example.org")
        self.handler = OccurrenceService(unit_of_work=self.units, clock=self.clock, links=self.links)

    # -------------------------------------------------------------- people and plans

    async def set_user(self, **changes: Any) -> None:
        async with self.units() as unit:
            await unit.users.change(self.house.user_id, changes, account_id=self.house.account_id)

    async def add_contact(
        self, *topics: str, consent: str | None = "test", channel: str = "mailto:anna@x.example"
    ) -> UUID:
        contact = NewContact(
            id=make_id(),
            account_id=self.house.account_id,
            user_id=self.house.user_id,
            name="Anna",
            relation="daughter",
            channels=(channel,),
            topics=topics,
            consent_source=consent,
        )
        async with self.units() as unit:
            return (await unit.contacts.add(contact)).id

    async def add_endpoint(self) -> None:
        """An address that hears of everything."""
        endpoint = NewWebhookEndpoint(
            id=make_id(), account_id=self.house.account_id, url="https://x.example/hook", events=(), secret="none"
        )
        async with self.units() as unit:
            await unit.webhook_endpoints.add(endpoint)

    def plan(self, **changed: Any) -> NewReminder:
        """One dose, due two seconds ago, unless told otherwise."""
        zone = str(changed.get("timezone", "Europe/London"))
        base = NewReminder(
            id=make_id(),
            account_id=self.house.account_id,
            user_id=self.house.user_id,
            task_id=None,
            kind=ReminderKind.MEDICINE,
            subject="blood pressure pills",
            timezone=zone,
            starts_on=to_local(self.clock.now(), zone).date(),
            at=self.clock.now() - timedelta(seconds=2),
        )
        return replace(base, **changed)

    async def add(self, **changed: Any) -> Reminder:
        async with self.units() as unit:
            return await self.reminders.add_within(unit, self.plan(**changed))

    async def add_daily(self, *times: str, **changed: Any) -> Reminder:
        values: dict[str, Any] = {"times": times or ("08:00",), "recurrence": "FREQ=DAILY", "at": None, **changed}
        return await self.add(**values)

    # -------------------------------------------------------------- what is stored

    async def due_times(self, reminder: Reminder) -> list[Occurrence]:
        narrowed = OccurrenceFilter(reminder_id=reminder.id)
        async with self.units() as unit:
            found = await unit.occurrences.list_page(
                narrowed, account_id=self.house.account_id, before=None, limit=1000
            )
        return sorted(found, key=lambda each: each.scheduled_for)

    async def only(self, reminder: Reminder) -> Occurrence:
        [occurrence] = await self.due_times(reminder)
        return occurrence

    async def notices(self) -> list[Notification]:
        rows = select(table_of(NotificationRow)).order_by(NotificationRow.id)
        async with self.database.transaction() as session:
            return [to_notification(row) for row in (await session.execute(rows)).mappings()]

    # -------------------------------------------------------------- work

    def work(self, owner: str = "worker", *, lease: timedelta = timedelta(seconds=15)) -> DurableWork:
        return DurableWork(
            handlers=(self.handler,), unit_of_work=self.units, queue=self.queue, lease=lease, owner=owner
        )

    async def claim(self, occurrence: Occurrence, *, owner: str = "worker") -> Occurrence:
        """Queue a due time and take it."""
        work = self.work(owner)
        async with self.units() as unit:
            await unit.occurrences.queue_due(limit=100)
        [(_, claimed)] = await work.claim({WorkKind.OCCURRENCE: [occurrence.id]})
        assert isinstance(claimed, Occurrence)
        return claimed

    async def step(self, occurrence: Occurrence) -> None:
        """Make the next step of a due time, whatever the database's clock says."""
        await self.make_due(occurrence)
        claimed = await self.claim(occurrence)
        done = await self.work().run(WorkKind.OCCURRENCE, claimed)
        assert isinstance(done, Done)
        await self.work().settle([done])

    async def make_due(self, occurrence: Occurrence) -> None:
        statement = update(OccurrenceRow).where(OccurrenceRow.id == occurrence.id)
        async with self.database.transaction() as session:
            await session.execute(statement.values(due_at=text("now() - interval '1 second'")))

    async def ring(self, occurrences: Sequence[Occurrence]) -> None:
        await self.queue.publish([Ring(Queue.REMINDER, WorkKind.OCCURRENCE, each.id) for each in occurrences])

    @asynccontextmanager
    async def working(self, *, lease: timedelta = timedelta(seconds=15)) -> AsyncGenerator[WorkerPool]:
        owner = f"worker:{make_id().hex}"
        pool = WorkerPool(
            work=self.work(owner, lease=lease),
            queue=self.queue,
            lease=lease,
            options=WorkerOptions(queues=(Queue.REMINDER,), concurrency=16),
            owner=owner,
            upkeep=Upkeep(plans=self.reminders.planner),
        )
        loops = asyncio.create_task(pool.run())
        try:
            yield pool
        finally:
            pool.stop()
            await loops
