"""Wires the product, once: the only file that names concrete providers, adapters and the session factory."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from core.clock import Clock, SystemClock
from core.config import Environment, Settings
from core.encryption import Cipher
from core.errors import ConfigurationError
from core.metrics import Metrics
from core.queue import TaskQueue, open_redis
from providers.base import Provider
from providers.rules import RulesProvider
from repositories.database import Database
from repositories.schema import upgrade_schema
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.ability import AnyTaskService, Tools
from services.account_service import AccountService
from services.booking.adapters.local import LocalBookingSystem
from services.booking.samples import add_sample_venues
from services.durable_work import DurableWork
from services.intent_processor import IntentProcessor
from services.people_service import PeopleService
from services.registry import find_abilities, make_services
from services.request_service import RequestService
from services.status_service import StatusService
from services.task_control import TaskControl
from services.task_router import TaskRouter
from services.task_service import TaskService
from services.venue_service import VenueService
from services.webhook.client import WebhookClient
from services.webhook.outbox import WebhookOutbox
from services.webhook.webhook_service import WebhookService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that the edges (api, workers) call."""

    accounts: AccountService
    clock: Clock
    metrics: Metrics
    people: PeopleService
    queue: TaskQueue
    requests: RequestService
    router: TaskRouter
    status: StatusService
    tasks: TaskControl
    venues: VenueService
    work: DurableWork


@asynccontextmanager
async def open_services(
    settings: Settings,
    *,
    owner: str,
    metrics: Metrics | None = None,
    provider: Provider | None = None,
    clock: Clock | None = None,
) -> AsyncGenerator[Services]:
    """Connect, migrate an embedded database, set up the default account; close everything on leaving.

    Args:
        settings: with the URLs of both servers.
        owner: name of this process in leases and streams, unique for every start.
        metrics: what this process counts with, where somebody shows it.
        provider: instead of the configured one.
        clock: instead of the machine's.
    """
    if settings.database_url is None or settings.redis_url is None:
        raise ConfigurationError("DATABASE_URL and REDIS_URL are not set and no embedded servers were started.")
    if settings.embedded_database:
        await asyncio.to_thread(upgrade_schema, settings.database_url)
    database = Database(settings.database_url)
    queue = TaskQueue(open_redis(settings.redis_url))
    client = WebhookClient(allow_private=settings.webhook_allow_private)
    try:
        wiring = _Wiring(settings, database, queue, client, clock or SystemClock())
        services = wiring.wire(provider or RulesProvider(), owner=owner, metrics=metrics or Metrics())
        account = await services.accounts.ensure_default()
        if settings.environment is Environment.DEVELOPMENT:
            await add_sample_venues(wiring.unit_of_work, account_id=account.id, timezone=settings.default_timezone)
        yield services
    finally:
        await client.aclose()
        await queue.close()
        await database.close()


class _Wiring:
    """The steps of the wiring, from what lies lowest upwards."""

    def __init__(
        self, settings: Settings, database: Database, queue: TaskQueue, client: WebhookClient, clock: Clock
    ) -> None:
        self._settings = settings
        self._database = database
        self._queue = queue
        self._client = client
        self._clock = clock
        self._cipher = Cipher([key.get_secret_value() for key in settings.encryption_keys])
        self.unit_of_work: UnitOfWorkFactory = unit_of_work_factory(database)

    def wire(self, provider: Provider, *, owner: str, metrics: Metrics) -> Services:
        """Make everything."""
        router = TaskRouter(self._make_abilities())
        outbox = WebhookOutbox(clock=self._clock, allow_private=self._settings.webhook_allow_private)
        processor = IntentProcessor(provider=provider, router=router, unit_of_work=self.unit_of_work, metrics=metrics)
        requests = RequestService(
            processor=processor,
            router=router,
            unit_of_work=self.unit_of_work,
            outbox=outbox,
            clock=self._clock,
            metrics=metrics,
        )
        tasks = TaskService(router=router, unit_of_work=self.unit_of_work, outbox=outbox, clock=self._clock)
        webhooks = WebhookService(
            unit_of_work=self.unit_of_work, client=self._client, cipher=self._cipher, clock=self._clock
        )
        work = DurableWork(
            handlers=(requests, tasks, webhooks),
            unit_of_work=self.unit_of_work,
            queue=self._queue,
            lease=self._settings.lease_seconds,
            owner=owner,
        )
        return Services(
            accounts=self._accounts(),
            clock=self._clock,
            metrics=metrics,
            people=PeopleService(unit_of_work=self.unit_of_work),
            queue=self._queue,
            requests=requests,
            router=router,
            status=StatusService(database=self._database, unit_of_work=self.unit_of_work, queue=self._queue),
            tasks=TaskControl(
                processor=processor,
                router=router,
                unit_of_work=self.unit_of_work,
                outbox=outbox,
                clock=self._clock,
                work=work,
            ),
            venues=VenueService(unit_of_work=self.unit_of_work),
            work=work,
        )

    def _make_abilities(self) -> Sequence[AnyTaskService]:
        abilities = find_abilities()
        tools = Tools(
            clock=self._clock,
            unit_of_work=self.unit_of_work,
            booking_systems={"local": LocalBookingSystem(unit_of_work=self.unit_of_work, clock=self._clock)},
            abilities=tuple(ability.spec() for ability in abilities),
        )
        return make_services(abilities, tools=tools)

    def _accounts(self) -> AccountService:
        return AccountService(
            unit_of_work=self.unit_of_work,
            cipher=self._cipher,
            dev_auth_token=self._settings.dev_auth_token,
            default_timezone=self._settings.default_timezone,
        )
