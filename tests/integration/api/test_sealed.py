"""Whoever has a copy of the database, or of Redis, reads neither medicines nor addresses in it."""

import json

import pytest
from redis.asyncio import Redis as AsyncRedis
from sqlalchemy import text

from core.config import Settings
from repositories.database import Database
from repositories.models import Base
from tests.integration.api.family import family
from tests.integration.api.full_life import MAIL, MEDICINE, SECRETS, dump_redis, live, shown_in
from tests.integration.services.webhook.receiver import echo, receiving
from tests.integration.waiting import eventually


async def test_dump_shows_neither_medicines_nor_addresses(
    settings: Settings, database: Database, redis: AsyncRedis
) -> None:
    async with receiving(echo) as hook, family(settings) as home:
        await live(home, hook)
        [reminder] = (await home.get("/v1/reminders", user_id=home.user_id))["items"]
        assert reminder["subject"] == MEDICINE
        assert MEDICINE in json.dumps(await home.log())
        assert MAIL in json.dumps(await home.get(f"/v1/users/{home.user_id}/contacts"))
        assert await eventually(lambda: has_rows(database))
        async with database.transaction() as session:
            for name in Base.metadata.tables:
                rows = await session.scalar(text(f"SELECT string_agg(t::text, '|') FROM {name} AS t"))
                assert shown_in(rows or "", SECRETS) == [], f"{name}: {rows}"
        assert shown_in(await dump_redis(redis), SECRETS) == []


async def has_rows(database: Database) -> bool:
    """Whether there is something in each table that is looked at for a reason."""
    wanted = ("reminders", "occurrences", "medicine_stocks", "notifications", "webhook_messages", "opt_outs", "notes")
    async with database.transaction() as session:
        counts = [await session.scalar(text(f"SELECT count(*) FROM {name}")) for name in wanted]
        heard = await session.scalar(text("SELECT count(*) FROM webhook_attempts WHERE length(response_head) > 100"))
    return all([*counts, heard])


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_looked_for_would_be_found(secret: str) -> None:
    assert shown_in(f"… {secret.upper()} …", SECRETS) == [secret]
