"""An account with webhook endpoints, whose messages are delivered by hand."""

from datetime import timedelta

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import text

from core.blind_index import BlindIndex
from core.clock import SystemClock
from core.delivery import Delivery, DeliveryFilter
from core.domain import WorkKind
from core.encryption import Cipher
from core.events import EventType
from core.queue import TaskQueue
from core.roles import OF_AN_ACCOUNT
from core.webhook import WebhookMessage
from repositories.database import Database
from services.bulkheads import Bulkheads
from services.durable_work import DurableWork
from services.webhook.client import WebhookClient
from services.webhook.endpoint_care import EndpointCare
from services.webhook.endpoint_service import EndpointService, Registered
from services.webhook.outbox import Happening, announce
from services.webhook.webhook_service import WebhookService
from tests.integration.house import NOW, House


class Desk:
    """An account with endpoints, whose messages are delivered by hand."""

    def __init__(self, house: House, database: Database, queue: TaskQueue) -> None:
        self.house = house
        self.database = database
        self.queue = queue
        self.cipher = Cipher([Fernet.generate_key().decode()])
        self.client = WebhookClient(allow_private=True, timeout=2.0)
        self.endpoints = EndpointService(
            unit_of_work=house.unit_of_work, cipher=self.cipher, clock=SystemClock(), allow_private=True
        )
        self.deliveries = self.endpoints.deliveries
        self.renew()

    def renew(self) -> None:
        """Another worker, which remembers nothing."""
        service = WebhookService(
            unit_of_work=self.house.unit_of_work,
            client=self.client,
            cipher=self.cipher,
            bulkheads=Bulkheads(most=64),
            care=EndpointCare(index=BlindIndex(SecretStr("k"))),
        )
        self.work = DurableWork(
            handlers=(service,),
            unit_of_work=self.house.unit_of_work,
            queue=self.queue,
            lease=timedelta(seconds=30),
            owner="test",
        )

    async def register(self, url: str, *events: EventType, notify_email: str | None = None) -> Registered:
        return await self.endpoints.add(
            url, events, account_id=self.house.account_id, granted=OF_AN_ACCOUNT, notify_email=notify_email
        )

    async def rotate(self, made: Registered, *, overlap: timedelta) -> Registered:
        return await self.endpoints.rotate_secret(made.endpoint.id, account_id=self.house.account_id, overlap=overlap)

    async def happen(self, event: EventType = EventType.REMINDER_TAKEN) -> None:
        happening = Happening(type=event, account_id=self.house.account_id, data={"medicine": "aspirin"}, at=NOW)
        async with self.house.unit_of_work() as unit:
            await announce(unit, [happening])

    async def deliver(self) -> int:
        """One try of everything that is open, whenever it is due; answers how many there were."""
        self.renew()
        async with self.database.transaction() as session:
            due = text(
                "UPDATE webhook_messages SET status = 'queued', due_at = NULL "
                "WHERE status IN ('scheduled', 'retrying') RETURNING id"
            )
            ids = list(await session.scalars(due))
        claimed = await self.work.claim({WorkKind.WEBHOOK: ids})
        done = [each for kind, work in claimed if (each := await self.work.run(kind, work)) is not None]
        await self.work.settle(done)
        return len(done)

    async def list_deliveries(self, made: Registered, narrowed: DeliveryFilter | None = None) -> list[Delivery]:
        return await self.deliveries.list_page(
            made.endpoint.id,
            narrowed or DeliveryFilter(),
            account_id=self.house.account_id,
            before=None,
            limit=50,
        )

    async def only(self, made: Registered) -> Delivery:
        [delivery] = await self.list_deliveries(made)
        return delivery

    async def again(self, made: Registered) -> Delivery:
        delivery = await self.only(made)
        return await self.deliveries.send_again(
            delivery.id, endpoint_id=made.endpoint.id, account_id=self.house.account_id
        )

    async def again_since(self, made: Registered) -> tuple[int, bool]:
        return await self.deliveries.send_failed_again(
            made.endpoint.id, since=NOW - timedelta(days=365), until=None, account_id=self.house.account_id
        )

    async def is_open(self, made: Registered) -> bool:
        return (await self.endpoints.get(made.endpoint.id, account_id=self.house.account_id)).enabled

    async def run(self, statement: str, **values: object) -> None:
        async with self.database.transaction() as session:
            await session.execute(text(statement), values)

    async def has_failed_for(self, span: timedelta) -> None:
        """As if the first failure were so long ago, and the last one a moment."""
        await self.run("UPDATE webhook_endpoints SET failing_since = now() - CAST(:span AS interval)", span=span)

    async def list_messages(self, made: Registered) -> list[WebhookMessage]:
        async with self.house.unit_of_work() as unit:
            return await unit.webhooks.list_of_endpoint(made.endpoint.id)
