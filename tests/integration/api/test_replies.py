"""What contacts answer, as callers read it."""

from datetime import UTC, datetime
from typing import Any

import httpx2
from sqlalchemy import insert

from core.domain import Queue, Repeat, TaskStatus
from core.ids import make_id
from repositories.database import Database
from repositories.models import FamilyReplyRow, NotificationRow
from repositories.rows import table_of
from repositories.sealed import owned
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem


async def test_replies_are_listed_for_their_account_alone(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory, database: Database
) -> None:
    account = await default_account(unit_of_work)
    whose = {"account_id": account.id, "user_id": account.default_user_id}
    message: dict[str, Any] = {
        **whose,
        "id": make_id(),
        "key": "k",
        "topic": "message",
        "recipient": "Anna",
        "channels": [],
        "subject": "Hi",
        "text": "Hello",
        "repeat": Repeat.NEVER,
        "queue": Queue.NOTIFICATION,
        "status": TaskStatus.QUEUED,
        "max_attempts": 1,
    }
    reply: dict[str, Any] = {
        **whose,
        "id": make_id(),
        "sender": "Anna",
        "notification_id": message["id"],
        "text": "Yes",
        "via": "sms",
        "received_at": datetime.now(UTC),
    }
    async with database.transaction() as session:
        await session.execute(insert(NotificationRow).values(owned(table_of(NotificationRow), message["id"], message)))
        await session.execute(insert(FamilyReplyRow).values(owned(table_of(FamilyReplyRow), reply["id"], reply)))
    [listed] = (await api.get("/v1/replies", params={"user_id": str(account.default_user_id)})).json()["items"]
    assert (listed["sender"], listed["text"], listed["notification_id"]) == ("Anna", "Yes", str(message["id"]))
    assert (await api.get(f"/v1/replies/{listed['id']}")).json() == listed
    assert (await api.get("/v1/replies", params={"task_id": NOBODYS_ID})).json()["items"] == []
    _, key = await add_account(unit_of_work, services)
    theirs = {"Authorization": f"Bearer {key}"}
    assert (await api.get("/v1/replies", headers=theirs)).json()["items"] == []
    assert_problem(await api.get(f"/v1/replies/{listed['id']}", headers=theirs), 404, "not-found")
