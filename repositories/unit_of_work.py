"""One transaction with every repository on it: commits on leaving the block, rolls back on an exception."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from repositories.account import AccountRepository
from repositories.booking import BookingRepository
from repositories.contact import ContactRepository
from repositories.database import Database
from repositories.effect import EffectRepository
from repositories.idempotency import IdempotencyRepository
from repositories.note import NoteRepository
from repositories.notification import NotificationRepository
from repositories.occurrence import OccurrenceRepository
from repositories.reminder import ReminderRepository
from repositories.request import RequestRepository
from repositories.session import SessionRepository
from repositories.task import TaskRepository
from repositories.user import UserRepository
from repositories.venue import VenueRepository
from repositories.webhook import WebhookRepository


class UnitOfWork:
    """The repositories of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.accounts = AccountRepository(session)
        self.bookings = BookingRepository(session)
        self.contacts = ContactRepository(session)
        self.effects = EffectRepository(session)
        self.idempotency = IdempotencyRepository(session)
        self.notes = NoteRepository(session)
        self.notifications = NotificationRepository(session)
        self.occurrences = OccurrenceRepository(session)
        self.reminders = ReminderRepository(session)
        self.requests = RequestRepository(session)
        self.sessions = SessionRepository(session)
        self.tasks = TaskRepository(session)
        self.users = UserRepository(session)
        self.venues = VenueRepository(session)
        self.webhooks = WebhookRepository(session)


UnitOfWorkFactory: TypeAlias = Callable[[], AbstractAsyncContextManager[UnitOfWork]]


def unit_of_work_factory(database: Database) -> UnitOfWorkFactory:
    """What services call to open a transaction."""

    @asynccontextmanager
    async def unit_of_work() -> AsyncGenerator[UnitOfWork]:
        async with database.transaction() as session:
            yield UnitOfWork(session)

    return unit_of_work
