"""No-op tasks in bulk: rows as the repository writes them, then the streams rung, as the endpoint does it.

HTTP, understanding and admission are left out; one request row stands for all tasks of a call. Intake is measured apart.
"""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from core.config import Settings
from core.domain import ConfirmPolicy, Queue, TaskStatus, WorkKind
from core.ids import make_id
from core.lanes import Lanes
from core.people import Account, NewUser
from core.queue import Ring, TaskQueue
from core.redis_client import open_redis
from repositories.database import Database
from repositories.request import NewRequest
from repositories.task import NewTask
from repositories.unit_of_work import unit_of_work_factory
from services.access.account_service import DEFAULT_ACCOUNT
from services.connections import open_database
from services.factory import open_services

_QUEUE: Final = Queue.ACTIVITY
_COPY: Final = text(
    "INSERT INTO tasks SELECT made.* FROM tasks first, "
    "unnest(CAST(:ids AS uuid[]), CAST(CAST(:details AS text[]) AS jsonb[])) AS given (id, details), "
    "LATERAL jsonb_populate_record(first, jsonb_build_object('id', given.id, 'details', given.details)) AS made "
    "WHERE first.id = :first"
)


class NoopProducer:
    """Stores tasks of one account and rings for them. `webhook_url` is told of their end."""

    def __init__(
        self,
        database: Database,
        queue: TaskQueue,
        account: Account,
        *,
        webhook_url: str | None = None,
        lanes: Lanes | None = None,
    ) -> None:
        self._database = database
        self._lanes = lanes or Lanes()
        self._unit_of_work = unit_of_work_factory(database, lanes=self._lanes)
        self._queue = queue
        self._account = account
        self._webhook_url = webhook_url

    @property
    def account_id(self) -> UUID:
        """Whose tasks these are."""
        return self._account.id

    def of(self, account: Account) -> "NoopProducer":
        """The same for another account, in the same process."""
        return NoopProducer(self._database, self._queue, account, lanes=self._lanes)

    async def apart(self, number: int) -> None:
        """So many tasks, each of them on the lane that it would go on; all mark the first slot of the ledger."""
        async with self._unit_of_work() as unit:
            request = await unit.requests.add(self._request(), understood=True)
            tasks = await unit.tasks.add_many([self._task(request.id, {"i": 0}) for _ in range(number)])
        await self._queue.publish([Ring.of(WorkKind.TASK, task) for task in tasks])

    async def add_account(self, name: str) -> Account:
        """Another account with its user; the same one when it is asked for again."""
        account = replace(self._account, id=make_id(), name=name, default_user_id=make_id())
        async with self._unit_of_work() as unit:
            if await unit.accounts.add_if_absent(account):
                await unit.users.add(
                    NewUser(
                        id=account.default_user_id, account_id=account.id, name=name, timezone="UTC", preferences={}
                    )
                )
            found = await unit.accounts.find_by_name(name)
        return found or account

    async def one(self, payload: dict[str, Any]) -> None:
        """One task of its own request."""
        await self.many([payload])

    async def many(self, payloads: Sequence[dict[str, Any]]) -> None:
        """All of them in one commit, the first through the repository, the others as copies of its row."""
        async with self._unit_of_work() as unit:
            request = await unit.requests.add(self._request(), understood=True)
            [first] = await unit.tasks.add_many([self._task(request.id, payloads[0])])
        copies = await self._copy(first.id, payloads[1:]) if payloads[1:] else []
        await self._queue.publish([Ring(_QUEUE, WorkKind.TASK, each, first.lane) for each in [first.id, *copies]])

    async def _copy(self, first_id: UUID, payloads: Sequence[dict[str, Any]]) -> list[UUID]:
        ids = [make_id() for _ in payloads]
        details = [json.dumps(each) for each in payloads]
        async with self._database.transaction() as session:
            await session.execute(_COPY, {"first": first_id, "ids": ids, "details": details})
        return ids

    def _request(self) -> NewRequest:
        return NewRequest(
            id=make_id(),
            account_id=self._account.id,
            user_id=self._account.default_user_id,
            text="noop",
            timezone="UTC",
            spoken_at=datetime.now(UTC),
            confirm=ConfirmPolicy.NEVER,
            webhook_url=self._webhook_url,
            metadata={},
        )

    def _task(self, request_id: UUID, payload: dict[str, Any]) -> NewTask:
        return NewTask(
            id=make_id(),
            account_id=self._account.id,
            user_id=self._account.default_user_id,
            request_id=request_id,
            queue=_QUEUE,
            status=TaskStatus.QUEUED,
            intent="noop",
            details=payload,
            confidence=1.0,
            provider="rules",
            inferred=(),
            confirm=ConfirmPolicy.NEVER,
            timezone="UTC",
            max_attempts=5,
            webhook_url=self._webhook_url,
            metadata={},
        )


@asynccontextmanager
async def open_producer(
    settings: Settings, *, webhook_url: str | None = None, lanes: Lanes | None = None
) -> AsyncGenerator[NoopProducer]:
    """A producer with connections of its own; `prepare` must have run once."""
    if settings.database_url is None or settings.redis_url is None:
        raise ValueError("A producer needs both URLs.")
    database, queue = open_database(settings, pool_size=4), TaskQueue(open_redis(settings.redis_url))
    try:
        async with unit_of_work_factory(database)() as unit:
            account = await unit.accounts.find_by_name(DEFAULT_ACCOUNT)
        if account is None:
            raise ValueError("The default account is missing.")
        yield NoopProducer(database, queue, account, webhook_url=webhook_url, lanes=lanes)
    finally:
        await queue.close()
        await database.close()


async def prepare(settings: Settings) -> None:
    """The default account and its key, in a migrated database."""
    async with open_services(settings, owner="bench:prepare"):
        pass
