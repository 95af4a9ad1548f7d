"""What is opened and closed with the services: databases, Redis, and the ways out to other systems."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from core.clock import SystemClock
from core.config import Settings
from core.encryption import Cipher
from core.queue import TaskQueue
from core.redis_client import RedisConnections, open_redis
from core.vault import Vault
from repositories.database import Database
from repositories.unit_of_work import unit_of_work_factory
from repositories.walls import walls_stand
from services.booking.outside_systems import open_adapters
from services.booking.ports import BookingAdapter
from services.booking.venue_secrets import VenueSecrets
from services.notification.adapters.http import ChannelClient
from services.resealing import Resealing
from services.webhook.client import WebhookClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """What is opened and closed with the services.

    The mechanism has a pool of its own, so that attempts which wait for a lock in the other one don't keep it from
    claiming, settling, renewing and sweeping.
    """

    database: Database
    mechanism: Database
    redis: RedisConnections
    queue: TaskQueue
    webhooks: WebhookClient
    channels: ChannelClient
    adapters: Mapping[str, BookingAdapter]
    secrets: VenueSecrets
    resealing: Resealing


@asynccontextmanager
async def connect(database_url: str, redis_url: str, settings: Settings) -> AsyncGenerator[Connections]:
    redis = open_redis(redis_url)
    vault = vault_of(settings)
    database = Database(database_url, pool_size=10, vault=vault)
    database.is_walled = await walls_stand(database)
    resealing = Resealing(unit_of_work=unit_of_work_factory(database), vault=vault, cipher=cipher_of(settings))
    await resealing.begin()
    secrets = VenueSecrets(unit_of_work=unit_of_work_factory(database), cipher=cipher_of(settings))
    async with open_adapters(settings, secrets=secrets, unit_of_work=unit_of_work_factory(database)) as adapters:
        connections = Connections(
            database=database,
            mechanism=Database(database_url, pool_size=3, vault=vault),
            redis=redis,
            queue=TaskQueue(redis),
            webhooks=WebhookClient(allow_private=settings.webhook_allow_private),
            channels=ChannelClient(allow_private=settings.webhook_allow_private, clock=SystemClock()),
            adapters=adapters,
            secrets=secrets,
            resealing=resealing,
        )
        try:
            yield connections
        finally:
            await connections.webhooks.aclose()
            await connections.channels.aclose()
            await connections.queue.close()
            await connections.mechanism.close()
            await connections.database.close()


def open_database(settings: Settings, *, pool_size: int) -> Database:
    """A pool on the database of these settings, for whoever looks at it from beside the services."""
    return Database(settings.database_url or "", pool_size=pool_size, vault=vault_of(settings))


def cipher_of(settings: Settings) -> Cipher:
    return Cipher([key.get_secret_value() for key in settings.encryption_keys])


def vault_of(settings: Settings) -> Vault:
    return Vault([key.get_secret_value() for key in settings.encryption_keys], settings.secret_key or SecretStr(""))
