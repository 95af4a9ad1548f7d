"""What is stored about a person can be taken away, and is gone from everywhere when they are erased."""

import csv
import io
import json
import zipfile
from typing import Any

import httpx2
import pytest
from redis.asyncio import Redis as AsyncRedis
from sqlalchemy import select, text

from core.config import Settings
from core.ids import make_id
from repositories.database import Database
from repositories.export import tables_about
from repositories.models import Base
from repositories.sealed import read_sealed, sealed_columns
from services.export import cell
from services.services import Services
from tests.integration.api.test_logins import join
from tests.integration.worker import running_worker

MARK = "Zanzibar"
NOT_ABOUT_PEOPLE = {
    "encryption_keys",
    "accounts",
    "alembic_version",
    "api_keys",
    "holds",
    "idempotency_keys",
    "login_attempts",
    "login_sessions",
    "members",
    "model_spending",
    "opt_outs",
    "pauses",
    "retention",
    "signing_keys",
    "single_use_tokens",
    "users",
    "venue_secrets",
    "venues",
    "webhook_endpoints",
}
"""Tables that belong to the account, or to somebody who logs in, or are the person's own row."""


async def live(api: httpx2.AsyncClient, services: Services, settings: Settings) -> str:
    """Have a person with something of everything; answers their id."""
    body = {
        "name": f"Rose {MARK}",
        "timezone": "Europe/London",
        "phone": "+44 20 7946 0000",
        "email": "zanzibar@example.org",
    }
    user = (await api.post("/v1/users", json=body)).json()["id"]
    contact = {"name": f"Anna {MARK}", "relation": "daughter", "channels": ["mailto:anna.zanzibar@example.org"]}
    await api.post(f"/v1/users/{user}/contacts", json=contact)
    await api.post("/v1/venues", json={"name": "Olive Garden", "kind": "restaurant"})
    async with running_worker(services, settings):
        for said in (
            f"Book a table for 4 at Olive Garden tomorrow at 7pm for {MARK}.",
            f"Remind me to take my {MARK} pill every day at 8am.",
            f"Put {MARK} tea on my shopping list.",
            f"Tell my daughter Anna that {MARK} is lovely.",
        ):
            request = {"text": said, "confirm": "never", "user_id": user}
            answer = await api.post("/v1/requests", json=request, headers={"Prefer": "wait=20"})
            assert answer.status_code == 200, answer.text
    return user


async def dump(database: Database) -> dict[str, str]:
    """All rows of all tables, as text, with what they hold sealed."""
    async with database.transaction() as session:
        shown = {
            name: str((await session.scalar(text(f"SELECT string_agg(t::text, '|') FROM {name} AS t"))) or "")
            for name in [*Base.metadata.tables, "alembic_version"]
        }
        for table in Base.metadata.sorted_tables:
            if kinds := sealed_columns(table):
                for row in (await session.execute(select(table))).mappings():
                    shown[table.name] += str([read_sealed(row, name) for name in kinds])
    return shown


READERS: dict[str, list[Any]] = {
    "string": ["GET"],
    "hash": ["HGETALL"],
    "list": ["LRANGE", 0, -1],
    "set": ["SMEMBERS"],
    "zset": ["ZRANGE", 0, -1],
    "stream": ["XRANGE", "-", "+"],
}


async def dump_redis(redis: AsyncRedis) -> str:
    """All keys with all they hold, uncompressed."""

    async def run(name: str, key: Any, *more: Any) -> Any:
        return await redis.execute_command(name, key, *more)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped in redis-py

    found: list[tuple[Any, Any]] = []
    for key in await run("KEYS", "*"):
        name, *more = READERS[(await run("TYPE", key)).decode()]
        found.append((key, await run(name, key, *more)))
    return str(found)


async def test_everything_about_a_person_is_in_the_archive(
    api: httpx2.AsyncClient, services: Services, settings: Settings, database: Database
) -> None:
    user = await live(api, services, settings)
    answer = await api.get(f"/v1/users/{user}/export")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    everything: dict[str, list[dict[str, Any]]] = json.loads(archive.read("everything.json"))
    assert everything.keys() >= {
        "users",
        "contacts",
        "requests",
        "tasks",
        "task_events",
        "bookings",
        "reminders",
        "notes",
    }
    rows = await dump(database)
    holding = {name for name, shown in rows.items() if MARK.lower() in shown.lower()} - {"webhook_messages"}
    assert holding <= everything.keys(), "Of these tables the archive has nothing."
    tasks = list(csv.DictReader(io.StringIO(archive.read("tasks.csv").decode())))
    assert [task["id"] for task in tasks] == [task["id"] for task in everything["tasks"]]
    assert "digest" not in archive.read("everything.json").decode()


async def test_nothing_of_an_erased_person_is_left_anywhere(
    api: httpx2.AsyncClient, services: Services, settings: Settings, database: Database, redis: AsyncRedis
) -> None:
    user = await live(api, services, settings)
    await join(api, user, role="person", email="rose@example.org")
    assert MARK.lower() in str(await dump(database)).lower()
    assert "queue:" in await dump_redis(redis)
    assert (await api.delete(f"/v1/users/{user}")).status_code == 204
    for name, shown in (await dump(database)).items():
        assert MARK.lower() not in shown.lower(), name
        assert user not in shown, name
    left = (await dump_redis(redis)).lower()
    assert MARK.lower() not in left
    assert user not in left
    assert (await api.get("/v1/auth/members")).json()["items"] == []


def test_every_table_is_about_people_or_said_not_to_be() -> None:
    """A new table: `repositories/export.py` finds it by `user_id` or its parent, or it is named above."""
    about = {table.name for table, _ in tables_about(make_id())}
    assert Base.metadata.tables.keys() - about - NOT_ABOUT_PEOPLE == set()


@pytest.mark.parametrize("said", ["=1+1", "+44", "@x", "-5"])
def test_cells_are_never_formulas(said: str) -> None:
    assert cell(said) == f"'{said}"
