"""What is stored about a person can be taken away, and is gone from everywhere when they are erased."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from redis.asyncio import Redis as AsyncRedis
from sqlalchemy import text

from core.config import Settings
from core.encryption import Cipher
from core.ids import make_id
from repositories.database import Database
from repositories.export import tables_about
from repositories.models import Base
from services.access.export import cell
from services.connections import cipher_of
from tests.integration.api.family import Family, family
from tests.integration.api.full_life import (
    CARER_MAIL,
    LOGIN_MAIL,
    OF_THE_PERSON,
    dump,
    dump_redis,
    list_ids,
    live,
    live_on,
    shown_in,
)
from tests.integration.services.webhook.receiver import echo, receiving

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
NOT_TAKEN_OUT = {"accounts", "idempotency_keys"}
"""Tables that name a person and tell nothing of them: who is meant where nobody is named, and digests of calls."""


async def take_out(home: Family) -> dict[str, list[dict[str, Any]]]:
    """The person's archive, whose tables are what they are as JSON."""
    answer = await home.api.get(f"/v1/users/{home.user_id}/export")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    everything: dict[str, list[dict[str, Any]]] = json.loads(archive.read("everything.json"))
    tasks = list(csv.DictReader(io.StringIO(archive.read("tasks.csv").decode())))
    assert [task["id"] for task in tasks] == [task["id"] for task in everything["tasks"]]
    return everything


def check_is_everything(
    everything: dict[str, list[dict[str, Any]]], rows: Mapping[str, str], ids: set[str], user_id: str
) -> None:
    """Whatever tells of the person, or names something of theirs, is in the archive, and nothing that opens anything."""
    holding = {name for name, shown in rows.items() if shown_in(shown, (*OF_THE_PERSON, *ids))}
    assert holding - everything.keys() == NOT_TAKEN_OUT & holding
    shown = json.dumps(everything, ensure_ascii=False)
    assert shown_in(shown, OF_THE_PERSON) == [*OF_THE_PERSON]
    assert [each["email"] for each in everything["members"]] == [LOGIN_MAIL]
    assert [each["details"]["email"] for each in everything["single_use_tokens"]] == [LOGIN_MAIL, CARER_MAIL]
    told = {each["type"] for each in everything["webhook_messages"]}
    assert told >= {"task.completed", "task.needs_input", "booking.created"}
    assert len(everything["webhook_attempts"]) >= len(told)
    assert {each["webhook_url"] for each in everything["tasks"]} == {None, "http://127.0.0.1"}
    assert shown_in(shown, ("digest", "password", "sealed1:", "gAAAA", "/hook")) == []
    assert {each["user_id"] for each in everything["tasks"]} == {user_id}


async def list_left(ids: set[str], database: Database, redis: AsyncRedis, cipher: Cipher) -> dict[str, list[str]]:
    """Where something of a person is to be seen, and what."""
    sought = (*OF_THE_PERSON, *ids, *(each.replace("-", "") for each in ids))
    held = {**await dump(database, cipher), "Redis": await dump_redis(redis)}
    return {name: found for name, shown in held.items() if (found := shown_in(shown, sought))}


@pytest.mark.parametrize("who", ["somebody", "default user"])
async def test_everything_of_a_person_is_in_the_archive_and_nothing_is_left_when_they_are_erased(
    settings: Settings, database: Database, redis: AsyncRedis, who: str
) -> None:
    cipher = cipher_of(settings)
    async with receiving(echo) as hook, family(settings) as home:
        if who == "default user":
            async with database.transaction() as session:
                home.user_id = str(await session.scalar(text("SELECT default_user_id FROM accounts")))
        await live(home, hook)
        await live_on(home)
        ids = await list_ids(database, home.user_id)
        assert len(ids) > 40
        before = await dump(database, cipher)
        assert shown_in(str(before), OF_THE_PERSON) == [*OF_THE_PERSON]
        check_is_everything(await take_out(home), before, ids, home.user_id)
        erasing = {"Idempotency-Key": "go"}
        for _ in range(2):
            assert (await home.api.delete(f"/v1/users/{home.user_id}", headers=erasing)).status_code == 204
        assert await list_left(ids, database, redis, cipher) == {}
        assert (await home.get("/v1/auth/members"))["items"] == []
    assert await list_left(ids, database, redis, cipher) == {}


def test_every_table_is_about_people_or_said_not_to_be() -> None:
    """A new table: `repositories/export.py` finds it by `user_id` or its parent, or it is named above."""
    about = {table.name for table, _ in tables_about(make_id())}
    assert Base.metadata.tables.keys() - about - NOT_ABOUT_PEOPLE == set()


def test_whatever_names_a_person_goes_with_them() -> None:
    for table in Base.metadata.sorted_tables:
        if "user_id" in table.c:
            keys = [(key.column.table.name, key.ondelete) for key in table.c.user_id.foreign_keys]
            assert keys == [("users", "CASCADE")], table.name


@pytest.mark.parametrize("said", ["=1+1", "+44", "@x", "-5"])
def test_cells_are_never_formulas(said: str) -> None:
    assert cell(said) == f"'{said}"
