"""What the edges get: every service of one process, wired by `services/factory.py`."""

from dataclasses import dataclass

from core.clock import Clock
from core.metrics import Metrics
from core.queue import TaskQueue
from services.access.access import Access
from services.access.account_service import AccountService
from services.activity.note_service import NoteService
from services.booking.calendar_service import CalendarService
from services.booking.place_watch import PlaceWatch
from services.booking.rings import Rings
from services.booking.venue_secrets import VenueSecrets
from services.booking_service import BookingService
from services.dead_letter_service import DeadLetterService
from services.durable_work import DurableWork
from services.flow_control import FlowControl
from services.model_budget import ModelBudget
from services.notification.consent_service import ConsentService
from services.notification.family_replies import FamilyReplies
from services.notification.incoming import IncomingService
from services.notification.incoming_again import IncomingAgain
from services.notification.notification_log import NotificationLog
from services.notification.push_service import PushService
from services.notification.telephone import Telephone
from services.pause_control import PauseControl
from services.people_service import PeopleService
from services.records.records import Records
from services.records.summaries import SummaryMaker
from services.reminder.account_ladders import AccountLadders
from services.reminder.link_answers import LinkAnswers
from services.reminder.needed import NeededDoses
from services.reminder.occurrence_answers import OccurrenceAnswers
from services.reminder.reminder_service import ReminderService
from services.reminder.stock import StockService
from services.repeated_calls import RepeatedCalls
from services.request_service import RequestService
from services.resealing import Resealing
from services.retention import Retention
from services.status_service import StatusService
from services.task_control import TaskControl
from services.task_router import TaskRouter
from services.undoing import Undoing
from services.venue_import import VenueImport
from services.venue_service import VenueService
from services.webhook.endpoint_service import EndpointService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that the edges (api, workers) call."""

    access: Access
    accounts: AccountService
    bookings: BookingService
    calendars: CalendarService
    clock: Clock
    consents: ConsentService
    budget: ModelBudget
    dead_letters: DeadLetterService
    endpoints: EndpointService
    flow: FlowControl
    incoming: IncomingService
    ladders: AccountLadders
    left: IncomingAgain
    link_answers: LinkAnswers
    metrics: Metrics
    needed: NeededDoses
    notes: NoteService
    notifications: NotificationLog
    occurrences: OccurrenceAnswers
    pauses: PauseControl
    people: PeopleService
    places: PlaceWatch
    push: PushService
    queue: TaskQueue
    records: Records
    reminders: ReminderService
    repeated_calls: RepeatedCalls
    replies: FamilyReplies
    requests: RequestService
    resealing: Resealing
    retention: Retention | None
    rings: Rings
    router: TaskRouter
    status: StatusService
    stocks: StockService
    summaries: SummaryMaker
    tasks: TaskControl
    telephone: Telephone
    venue_secrets: VenueSecrets
    undoing: Undoing
    venue_import: VenueImport
    venues: VenueService
    work: DurableWork
