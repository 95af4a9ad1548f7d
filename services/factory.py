"""Wires the product, once: the only file that names concrete providers, adapters and the session factory."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from types import ModuleType
from typing import TypedDict

from core.background import running
from core.clock import Clock, SystemClock
from core.config import Environment, LlmProvider, Settings
from core.crowds import CrowdBoard
from core.errors import ConfigurationError
from core.lanes import NOISY_ABOVE, Lanes
from core.metrics import Metrics
from core.rate_limit import RateLimiter
from providers.anthropic.opening import AnthropicServer, open_anthropic, require_package
from providers.base import Provider
from providers.chain import Link, ProviderChain
from providers.circuit_breaker import CircuitBreaker
from providers.openai.opening import DEADLINE, ModelServer, open_openai
from providers.rules import RulesProvider
from repositories.schema import is_upgraded, upgrade_schema
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.ability import AnyTaskService, Tools
from services.access.access import Access
from services.activity.note_service import NoteService
from services.booking.adapters.local import LocalBookingSystem
from services.booking.behind_bulkheads import put_behind_bulkheads
from services.booking.calendar_service import CalendarService
from services.booking.outside_systems import add_restaurant, desks_over
from services.booking.place_watch import PlaceWatch
from services.booking.ports import BookingSystem
from services.booking.rings import Rings
from services.booking.samples import add_sample_venues
from services.booking_service import BookingService
from services.bulkheads import Bulkheads
from services.connections import Connections, cipher_of, connect
from services.crowd_report import CrowdReport
from services.dead_letter_service import DeadLetterService
from services.depth_sampler import DepthSampler
from services.durable_work import DurableWork
from services.flow_control import Caps, FlowControl, rates_of
from services.incoming_handlers import make_incoming_service
from services.intake import Intake
from services.intent_processor import IntentProcessor
from services.model_budget import BudgetedProvider, ModelBudget
from services.notification.delivery import Deliveries
from services.notification.family_replies import FamilyReplies
from services.notification.incoming import IncomingService
from services.notification.incoming_again import IncomingAgain
from services.notification.notification_log import NotificationLog
from services.notification.notification_service import NotificationService
from services.notification.telephone import Telephone
from services.outgoing_channels import make_channels, make_consent_links, make_consents, make_holding, make_push_service
from services.pause_control import PauseControl
from services.people_service import PeopleService
from services.records.records import Records
from services.records.summaries import SummaryMaker
from services.registry import FAMILIES, find_abilities, make_services
from services.reminder.account_ladders import AccountLadders
from services.reminder.following import ReminderFollower
from services.reminder.link_answers import LinkAnswers
from services.reminder.links import AnswerLinks
from services.reminder.needed import NeededDoses
from services.reminder.occurrence_answers import OccurrenceAnswers
from services.reminder.occurrence_service import OccurrenceService
from services.reminder.reminder_service import ReminderService
from services.reminder.stock import StockService
from services.repeated_calls import RepeatedCalls
from services.request_service import RequestService
from services.retention import Retention
from services.services import Services
from services.short_term_memory import RememberingProvider, ShortTermMemory
from services.start_check import check_stores
from services.status_service import StatusService
from services.surroundings import SurroundingsReader
from services.task_control import TaskControl
from services.task_router import TaskRouter
from services.task_service import TaskService
from services.text_assistant import TextAssistant
from services.undoing import Undoing
from services.unparsed_requests import UnparsedRequests
from services.venue_import import VenueImport
from services.venue_service import VenueService
from services.webhook.endpoint_care import EndpointCare
from services.webhook.endpoint_service import EndpointService
from services.webhook.outbox import WebhookOutbox
from services.webhook.receiver import KINDS as WEBHOOK_KINDS
from services.webhook.webhook_service import WebhookService


async def check_services(settings: Settings) -> None:
    """Raises ConfigurationError or UnavailableError where services could not be opened over these settings."""
    if settings.llm_provider is LlmProvider.ANTHROPIC:
        require_package()
    await check_stores(settings, logs=True)


@asynccontextmanager
async def open_services(
    settings: Settings,
    *,
    owner: str,
    metrics: Metrics | None = None,
    provider: Provider | None = None,
    clock: Clock | None = None,
    families: Sequence[ModuleType] = FAMILIES,
) -> AsyncGenerator[Services]:
    """Connect, migrate an embedded database, set up the default account; close everything on leaving.

    Args:
        settings: with the URLs of both servers.
        owner: name of this process in leases and streams, unique for every start.
        metrics: what this process counts with, where somebody shows it.
        provider: instead of the configured one.
        clock: instead of the machine's.
        families: the folders whose abilities there are, instead of all of them.
    """
    if settings.database_url is None or settings.redis_url is None:
        raise ConfigurationError("DATABASE_URL and REDIS_URL are not set and no embedded servers were started.")
    await check_stores(settings)
    if settings.embedded_database and not await is_upgraded(settings.database_url):
        await asyncio.to_thread(upgrade_schema, settings.database_url)
    async with (
        _open_provider(settings) as configured,
        connect(settings.database_url, settings.redis_url, settings) as connections,
    ):
        wiring = _Wiring(settings, connections, clock or SystemClock(), metrics or Metrics(), families)
        services = wiring.wire(provider or configured, owner=owner)
        account = await services.accounts.ensure_default()
        await add_restaurant(wiring.unit_of_work, settings, account_id=account.id)
        if settings.environment is Environment.DEVELOPMENT:
            await add_sample_venues(wiring.unit_of_work, account_id=account.id, timezone=settings.default_timezone)
        report = CrowdReport(bulkheads=wiring.bulkheads, board=wiring.board, owner=owner)
        uses = wiring.access.run_for_ever()
        async with running(wiring.sampler.run_for_ever()), running(report.run_for_ever()), running(uses):
            yield services


@asynccontextmanager
async def _open_provider(settings: Settings) -> AsyncGenerator[Provider]:
    """Who understands sentences; behind a model the grammar stands by."""
    rules = RulesProvider()
    if settings.llm_provider is LlmProvider.RULES:
        yield rules
        return
    # The API does not renew the lease under which it understands, so a model's time must lie well within it.
    deadline = min(DEADLINE, settings.lease_seconds * 2 / 3)
    opened = (
        open_anthropic(AnthropicServer.from_settings(settings, deadline=deadline), grammar=rules)
        if settings.llm_provider is LlmProvider.ANTHROPIC
        else open_openai(ModelServer.from_settings(settings, deadline=deadline), grammar=rules)
    )
    async with opened as model:
        yield ProviderChain([Link(model, CircuitBreaker())], last=rules)


def _least_known(settings: Settings) -> int:
    """From how many rows in a queue an account is told apart: few enough that bounds are met within a twentieth."""
    bound = settings.max_queued_per_account or NOISY_ABOVE * 20
    return max(1, min(NOISY_ABOVE // 2, bound // 20))


class _Both(TypedDict):
    """What almost every service is made of."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock


class _Wiring:
    """The steps of the wiring, from what lies lowest upwards."""

    def __init__(
        self,
        settings: Settings,
        connections: Connections,
        clock: Clock,
        metrics: Metrics,
        families: Sequence[ModuleType],
    ) -> None:
        self._settings = settings
        self._connections = connections
        self._clock = clock
        self._metrics = metrics
        self._cipher = cipher_of(settings)
        self._links = AnswerLinks(secret=settings.secret_key, base_url=settings.base_url)
        self.lanes = Lanes()
        self.bulkheads = Bulkheads(
            most=settings.outside_concurrency,
            kinds=("local", *connections.adapters, "mailto", "telephone", *WEBHOOK_KINDS),
        )
        self.board = CrowdBoard(connections.redis)
        self._outbox = WebhookOutbox(clock=clock, allow_private=settings.webhook_allow_private)
        self.unit_of_work: UnitOfWorkFactory = unit_of_work_factory(connections.database, lanes=self.lanes)
        self._both: _Both = {"unit_of_work": self.unit_of_work, "clock": clock}
        self._mechanism: UnitOfWorkFactory = unit_of_work_factory(connections.mechanism, lanes=self.lanes)
        self.sampler = DepthSampler(unit_of_work=self._mechanism, lanes=self.lanes, at_least=_least_known(settings))
        self._flow = FlowControl(
            lanes=self.lanes,
            sampler=self.sampler,
            limiter=RateLimiter(connections.redis),
            rates=rates_of(settings),
            caps=Caps(per_account=settings.max_queued_per_account, total=settings.max_queued),
        )
        self.access = Access.over(self.unit_of_work, settings=settings, clock=clock, cipher=self._cipher)
        self._consents = make_consents(settings, unit_of_work=self.unit_of_work, clock=clock)
        self._push = make_push_service(settings, unit_of_work=self.unit_of_work, cipher=self._cipher)
        self._surroundings = SurroundingsReader(unit_of_work=self.unit_of_work, default_user=self.access.default_user)
        self._router = TaskRouter(self._make_abilities(families))

    def wire(self, provider: Provider, *, owner: str) -> Services:
        """Make everything."""
        both, connections, budget = self._both, self._connections, self._budget()
        processor = self._processor(provider, budget)
        work = self._work(UnparsedRequests(processor=processor, router=self._router, outbox=self._outbox), owner)
        tasks = TaskControl(**both, processor=processor, router=self._router, outbox=self._outbox, work=work)
        requests = self._requests(processor, work)
        incoming, venues = self._incoming(requests, tasks), self._venues()
        return Services(
            access=self.access,
            accounts=self.access.accounts,
            bookings=BookingService(**both, systems=self._booking_systems()),
            budget=budget,
            calendars=CalendarService(**both, secret=self._settings.secret_key),
            clock=self._clock,
            consents=self._consents,
            dead_letters=DeadLetterService(**both, tasks=tasks),
            endpoints=self._endpoints(),
            flow=self._flow,
            incoming=incoming,
            ladders=AccountLadders(**both),
            left=IncomingAgain(unit_of_work=self.unit_of_work, incoming=incoming),
            link_answers=LinkAnswers(**both, links=self._links),
            metrics=self._metrics,
            needed=NeededDoses(**both),
            notes=NoteService(unit_of_work=self.unit_of_work),
            notifications=NotificationLog(unit_of_work=self.unit_of_work),
            occurrences=OccurrenceAnswers(**both),
            pauses=PauseControl(unit_of_work=self.unit_of_work),
            people=self._people(work),
            places=PlaceWatch(**both, systems=self._booking_systems()),
            push=self._push,
            queue=connections.queue,
            records=Records(**both, kept_days=self._settings.history_days),
            reminders=ReminderService(**both),
            repeated_calls=RepeatedCalls(unit_of_work=self.unit_of_work, cipher=self._cipher, index=self.access.index),
            replies=FamilyReplies(unit_of_work=self.unit_of_work),
            requests=requests,
            resealing=connections.resealing,
            retention=self._retention(),
            rings=Rings(unit_of_work=self.unit_of_work, secrets=connections.secrets),
            router=self._router,
            status=self._status(),
            stocks=StockService(**both),
            summaries=SummaryMaker(**both),
            tasks=tasks,
            telephone=self._telephone(incoming, work),
            undoing=Undoing(router=self._router, unit_of_work=self.unit_of_work, work=work),
            venue_import=VenueImport(unit_of_work=self.unit_of_work, venues=venues),
            venue_secrets=connections.secrets,
            venues=venues,
            work=work,
        )

    def _processor(self, provider: Provider, budget: ModelBudget) -> IntentProcessor:
        offline = RulesProvider()
        if provider.is_remote:
            memory = ShortTermMemory(unit_of_work=self.unit_of_work, most=self._settings.short_term_k)
            told = RememberingProvider(provider, memory=memory)
            provider = BudgetedProvider(told, offline=offline, budget=budget)
        return IntentProcessor(
            provider=provider,
            offline=offline,
            router=self._router,
            surroundings=self._surroundings,
            unit_of_work=self.unit_of_work,
            metrics=self._metrics,
        )

    def _incoming(self, requests: RequestService, tasks: TaskControl) -> IncomingService:
        assistant = TextAssistant(**self._both, requests=requests, tasks=tasks)
        return make_incoming_service(**self._both, consents=self._consents, assistant=assistant)

    def _venues(self) -> VenueService:
        return VenueService(
            **self._both, adapters=self._connections.adapters, default_timezone=self._settings.default_timezone
        )

    def _endpoints(self) -> EndpointService:
        return EndpointService(**self._both, cipher=self._cipher, allow_private=self._settings.webhook_allow_private)

    def _status(self) -> StatusService:
        return StatusService(
            database=self._connections.database,
            unit_of_work=self.unit_of_work,
            queue=self._connections.queue,
            board=self.board,
        )

    def _telephone(self, incoming: IncomingService, work: DurableWork) -> Telephone:
        return Telephone(
            token=self._settings.twilio_auth_token,
            base_url=self._settings.base_url,
            unit_of_work=self.unit_of_work,
            incoming=incoming,
            deliveries=Deliveries(**self._both, publish=work.publish),
        )

    def _budget(self) -> ModelBudget:
        return ModelBudget(
            unit_of_work=self.unit_of_work,
            metrics=self._metrics,
            limit=self._settings.ai_max_cost_per_day,
            alert_at=self._settings.ai_cost_alert_threshold,
        )

    def _work(self, requests: UnparsedRequests, owner: str) -> DurableWork:
        tasks = TaskService(router=self._router, unit_of_work=self.unit_of_work, outbox=self._outbox, clock=self._clock)
        occurrences = OccurrenceService(**self._both, links=self._links)
        webhooks = WebhookService(
            unit_of_work=self.unit_of_work,
            client=self._connections.webhooks,
            cipher=self._cipher,
            bulkheads=self.bulkheads,
            care=EndpointCare(index=self.access.index),
        )
        channels = make_channels(
            self._settings, client=self._connections.channels, subscriptions=self._push, clock=self._clock
        )
        notifications = NotificationService(
            **self._both,
            channels=channels,
            bulkheads=self.bulkheads,
            links=make_consent_links(self._settings),
            holding=make_holding(self._settings, **self._both),
        )
        return DurableWork(
            handlers=(occurrences, requests, tasks, notifications, webhooks),
            unit_of_work=self._mechanism,
            queue=self._connections.queue,
            lease=self._settings.lease_seconds,
            owner=owner,
            lanes=self.lanes,
        )

    def _people(self, work: DurableWork) -> PeopleService:
        follower = ReminderFollower(router=self._router, outbox=self._outbox, **self._both, work=work)
        allow_private = self._settings.webhook_allow_private
        return PeopleService(unit_of_work=self.unit_of_work, allow_private=allow_private, follower=follower)

    def _requests(self, processor: IntentProcessor, work: DurableWork) -> RequestService:
        intake = Intake(
            router=self._router,
            unit_of_work=self.unit_of_work,
            outbox=self._outbox,
            work=work,
            metrics=self._metrics,
            flow=self._flow,
        )
        return RequestService(
            processor=processor,
            intake=intake,
            work=work,
            **self._both,
            surroundings=self._surroundings,
        )

    def _retention(self) -> Retention | None:
        settings = self._settings
        keep, records, history = (
            timedelta(days=days) if days else timedelta.max
            for days in (settings.retention_days, settings.access_log_days, settings.history_days)
        )
        if keep == records == history == timedelta.max:
            return None
        return Retention(unit_of_work=self.unit_of_work, keep=keep, keep_records=records, keep_history=history)

    def _make_abilities(self, families: Sequence[ModuleType]) -> Sequence[AnyTaskService]:
        abilities = find_abilities(families)
        tools = Tools(
            **self._both,
            booking_systems=self._booking_systems(),
            abilities=tuple(ability.spec() for ability in abilities if ability.is_offered),
            route=lambda intent: self._router.route(intent),
            family_grace=timedelta(seconds=self._settings.family_grace_seconds),
        )
        return make_services(abilities, tools=tools)

    def _booking_systems(self) -> dict[str, BookingSystem]:
        systems: dict[str, BookingSystem] = {
            "local": LocalBookingSystem(**self._both),
            **desks_over(self._connections.adapters, **self._both),
        }
        return put_behind_bulkheads(systems, self.bulkheads, unit_of_work=self.unit_of_work)
