"""One transaction with every repository on it: commits on leaving the block, rolls back on an exception."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from core.access_record import AccessNote, AccessOutcome, current_access
from core.idempotency import GuardedCall, current_call
from core.lanes import Lanes
from repositories.access_log import AccessLogRepository
from repositories.account import AccountRepository
from repositories.adherence import AdherenceRepository
from repositories.api_key import ApiKeyRepository
from repositories.belonging import BelongingRepository
from repositories.booking import BookingRepository
from repositories.care_edit import CareEditRepository
from repositories.chore import ChoreRepository
from repositories.consent import ConsentRepository
from repositories.contact import ContactRepository
from repositories.database import Database
from repositories.dead_letter import DeadLetterRepository
from repositories.delivery import DeliveryRepository
from repositories.delivery_report import DeliveryReportRepository
from repositories.depth import DepthRepository
from repositories.effect import EffectRepository
from repositories.encryption_key import EncryptionKeyRepository
from repositories.export import ExportRepository
from repositories.hold import HoldRepository
from repositories.idempotency import IdempotencyRepository
from repositories.incoming import IncomingRepository
from repositories.login import LoginRepository
from repositories.medicine_stock import MedicineStockRepository
from repositories.model_spending import ModelSpendingRepository
from repositories.note import NoteRepository
from repositories.notification import NotificationRepository
from repositories.occurrence import OccurrenceRepository
from repositories.occurrence_answer import OccurrenceAnswerRepository
from repositories.opt_out import OptOutRepository
from repositories.outside_booking import OutsideBookingRepository
from repositories.owner import OwnerRepository
from repositories.pause import PauseRepository
from repositories.push_subscription import PushSubscriptionRepository
from repositories.queue_counts import QueueCountRepository
from repositories.reminder import ReminderRepository
from repositories.reply import ReplyRepository
from repositories.reply_choice import ReplyChoiceRepository
from repositories.request import RequestRepository
from repositories.retention import RetentionRepository
from repositories.sender_number import SenderNumberRepository
from repositories.session import SessionRepository
from repositories.summary import SummaryRepository
from repositories.task import TaskRepository
from repositories.user import UserRepository
from repositories.venue import VenueRepository
from repositories.venue_secret import VenueSecretRepository
from repositories.watched_booking import WatchedBookingRepository
from repositories.webhook import WebhookRepository
from repositories.webhook_endpoint import WebhookEndpointRepository


class UnitOfWork:
    """The repositories of one transaction."""

    def __init__(self, session: AsyncSession, lanes: Lanes) -> None:
        self.access_log = AccessLogRepository(session)
        self.accounts = AccountRepository(session)
        self.adherence = AdherenceRepository(session)
        self.api_keys = ApiKeyRepository(session)
        self.belongings = BelongingRepository(session)
        self.bookings = BookingRepository(session)
        self.chores = ChoreRepository(session)
        self.consents = ConsentRepository(session)
        self.care_edits = CareEditRepository(session)
        self.contacts = ContactRepository(session)
        self.dead_letters = DeadLetterRepository(session)
        self.deliveries = DeliveryRepository(session)
        self.delivery_reports = DeliveryReportRepository(session)
        self.depths = DepthRepository(session)
        self.effects = EffectRepository(session)
        self.encryption_keys = EncryptionKeyRepository(session)
        self.exports = ExportRepository(session)
        self.holds = HoldRepository(session)
        self.idempotency = IdempotencyRepository(session)
        self.incoming = IncomingRepository(session)
        self.medicine_stocks = MedicineStockRepository(session)
        self.logins = LoginRepository(session)
        self.model_spending = ModelSpendingRepository(session)
        self.notes = NoteRepository(session)
        self.notifications = NotificationRepository(session, lanes)
        self.occurrence_answers = OccurrenceAnswerRepository(session)
        self.occurrences = OccurrenceRepository(session)
        self.opt_outs = OptOutRepository(session)
        self.outside_bookings = OutsideBookingRepository(session)
        self.owners = OwnerRepository(session)
        self.pauses = PauseRepository(session)
        self.push_subscriptions = PushSubscriptionRepository(session)
        self.queue_counts = QueueCountRepository(session)
        self.reminders = ReminderRepository(session)
        self.replies = ReplyRepository(session)
        self.reply_choices = ReplyChoiceRepository(session)
        self.requests = RequestRepository(session, lanes)
        self.retention = RetentionRepository(session)
        self.sender_numbers = SenderNumberRepository(session)
        self.sessions = SessionRepository(session)
        self.summaries = SummaryRepository(session)
        self.tasks = TaskRepository(session, lanes)
        self.users = UserRepository(session)
        self.venues = VenueRepository(session)
        self.webhook_endpoints = WebhookEndpointRepository(session)
        self.venue_secrets = VenueSecretRepository(session)
        self.watched_bookings = WatchedBookingRepository(session)
        self.webhooks = WebhookRepository(session, lanes)


class UnitOfWorkFactory:
    """What services call to open a transaction; `lanes` says on which lane new rows go."""

    def __init__(self, database: Database, *, lanes: Lanes | None = None) -> None:
        self._database = database
        self._lanes = lanes or Lanes()

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        async with self._database.transaction() as session:
            unit = UnitOfWork(session, self._lanes)
            yield unit
            call, note = await _seal(unit)
        if call is not None:
            call.is_sealed = True
        if note is not None:
            note.mark_written()

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[UnitOfWork]:
        """Repositories for questions that don't belong together: each statement sees what is committed when it begins.

        It spares BEGIN and COMMIT, a round trip each.
        """
        async with self._database.reading() as session:
            yield UnitOfWork(session, self._lanes)

    @asynccontextmanager
    async def elsewhere(self) -> AsyncGenerator["UnitOfWorkFactory"]:
        """Transactions for another event loop, one at a time: a connection belongs to the loop that made it."""
        database = self._database.fork(pool_size=1)
        try:
            yield UnitOfWorkFactory(database, lanes=self._lanes)
        finally:
            await database.close()


async def _seal(unit: UnitOfWork) -> tuple[GuardedCall | None, AccessNote | None]:
    """Write beside what a call has written first its key and the record of the access, where it has them and they are due."""
    call, note = current_call(), current_access()
    call = None if call is None or call.is_sealed else call
    note = None if note is None or not note.records or note.is_of_new_person else note
    if (call is None and note is None) or not await unit.idempotency.has_written():
        return None, None
    if call is not None:
        await unit.idempotency.seal(call)
    if note is not None:
        await unit.access_log.add(note.with_outcome(AccessOutcome.DONE))
    return call, note


def unit_of_work_factory(database: Database, *, lanes: Lanes | None = None) -> UnitOfWorkFactory:
    """Transactions on this database."""
    return UnitOfWorkFactory(database, lanes=lanes)
