"""Messages of one house sent by hand, one claim at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from core.clock import SystemClock
from core.domain import Message, Queue, Repeat, Settlement, Task, TaskStatus, WorkKind
from core.ids import make_id
from core.mail import parse_sender, parse_smtp_url
from core.new_notification import new_notification
from core.notification import Notification
from core.people import Contact, NewContact
from core.queue import TaskQueue
from repositories.database import Database
from repositories.models import NotificationRow
from repositories.rows import table_of
from repositories.sealed import owned
from services.bulkheads import Bulkheads
from services.durable_work import Done, DurableWork
from services.notification.adapters.http import ChannelClient
from services.notification.adapters.smtp import NoMailChannel, SmtpChannel
from services.notification.channels import Channels, NoTelephoneChannel
from services.notification.holding import Holding
from services.notification.notification_service import NotificationService
from services.outgoing_channels import make_own_servers
from services.task_service import TELL_WITHIN
from tests.integration.house import House

LEASE = timedelta(seconds=30)
MAIL = "mailto:anna@example.org"


@dataclass
class Outgoing:
    house: House
    database: Database
    queue: TaskQueue
    smtp_url: str | None = None
    mail_seconds: float = 0.3
    holding: Holding | None = None
    client: ChannelClient = field(default_factory=lambda: ChannelClient(allow_private=True, clock=SystemClock()))

    @property
    def service(self) -> NotificationService:
        clock = SystemClock()
        mail = NoMailChannel()
        if self.smtp_url is not None:
            sender = parse_sender("assistant@example.org")
            mail = SmtpChannel(
                parse_smtp_url(self.smtp_url), sender=sender, clock=clock, timeout_seconds=self.mail_seconds
            )
        channels = Channels({"mailto": mail, "tel": NoTelephoneChannel(), **make_own_servers(self.client)})
        return NotificationService(
            unit_of_work=self.house.unit_of_work,
            channels=channels,
            clock=clock,
            bulkheads=Bulkheads(most=8),
            holding=self.holding,
        )

    @property
    def work(self) -> DurableWork:
        return DurableWork(
            handlers=(self.service,),
            unit_of_work=self.house.unit_of_work,
            queue=self.queue,
            lease=LEASE,
            owner="test",
        )

    async def add_contact(self, name: str = "Anna", **changed: Any) -> Contact:
        values: dict[str, Any] = {"relation": None, "channels": (MAIL,), "topics": (), "consent_source": "test"}
        new = NewContact(
            id=make_id(),
            account_id=self.house.account_id,
            user_id=self.house.user_id,
            name=name,
            **{**values, **changed},
        )
        async with self.house.unit_of_work() as unit:
            return await unit.contacts.add(new)

    async def write(
        self,
        *channels: str,
        repeat: Repeat = Repeat.NEVER,
        task: Task | None = None,
        contact: Contact | None = None,
        **more: Any,
    ) -> Notification:
        """A message that is queued, of a task that waits for it."""
        values: dict[str, Any] = {"topic": "message", "repeat": repeat, **more}
        message = Message(
            key=str(make_id()),
            to="Anna",
            contact_id=(contact or await self.add_contact()).id,
            channels=channels,
            subject="Hi",
            text="Hello",
            **values,
        )
        task = task or await self.waiting_task()
        async with self.house.unit_of_work() as unit:
            new = new_notification(
                message, account_id=self.house.account_id, user_id=self.house.user_id, task_id=task.id
            )
            return (await unit.notifications.add_many([new]))[0]

    async def waiting_task(self) -> Task:
        task = await self.house.claim_task()
        settlement = Settlement(
            id=task.id, epoch=task.epoch, status=TaskStatus.QUEUED, delay=TELL_WITHIN, keeps_attempt=False
        )
        async with self.house.unit_of_work() as unit:
            return (await unit.tasks.settle_many([settlement]))[0]

    async def claim(self, message: Notification) -> Notification:
        """Whenever it is due."""
        await self.make_due(message)
        [(_, claimed)] = await self.work.claim({WorkKind.NOTIFICATION: [message.id]})
        assert isinstance(claimed, Notification)
        return claimed

    async def attempt(self, message: Notification) -> Done | None:
        return await self.work.run(WorkKind.NOTIFICATION, await self.claim(message))

    async def settle(self, *done: Done | None) -> None:
        await self.work.settle([each for each in done if each is not None])

    async def deliver(self, message: Notification) -> Notification:
        """One attempt, settled."""
        await self.settle(await self.attempt(message))
        return await self.load(message)

    async def load(self, message: Notification) -> Notification:
        async with self.house.unit_of_work() as unit:
            return await unit.notifications.get(message.id, account_id=self.house.account_id)

    async def load_task(self, message: Notification) -> Task:
        assert message.task_id is not None
        async with self.house.unit_of_work() as unit:
            return await unit.tasks.get(message.task_id, account_id=self.house.account_id)

    async def count_rings(self) -> int:
        """How many entries for tasks of bookings are on their stream; only what is told here rings for one."""
        return (await self.queue.inspect(Queue.BOOKING)).length

    async def make_due(self, message: Notification) -> None:
        await self.execute(
            "UPDATE notifications SET status = 'queued', due_at = NULL WHERE id = :id AND status = 'retrying'", message
        )

    async def lose_lease(self, message: Notification) -> None:
        """As if the worker that holds it were gone for long."""
        await self.execute("UPDATE notifications SET lease_until = now() - interval '1 minute' WHERE id = :id", message)
        for sweep in self.work.list_sweeps():
            await sweep()

    async def execute(self, statement: str, message: Notification, **values: object) -> None:
        async with self.database.transaction() as session:
            await session.execute(text(statement), {"id": message.id, **values})


def by_text(message_id: UUID) -> Mapping[str, Any]:
    """What a message has in its row that has gone out as a text."""
    return owned(table_of(NotificationRow), message_id, {"channel": "tel"})


def outcomes(message: Notification) -> Sequence[tuple[object, object]]:
    """What was tried in vain."""
    return [(each["channel"], each["outcome"]) for each in message.tried]
