"""Finished work of long ago, with all that hangs on it, in a fresh database."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from core.domain import Repeat, Task
from core.idempotency import IdempotencyKey
from core.ids import make_id
from core.new_notification import NewNotification
from core.retention import Stage
from repositories.database import Database
from repositories.models.idempotency_key import REQUESTS_SCOPE
from repositories.webhook import NewWebhookMessage, WebhookAttempt
from services.retention import SHARE, Retention
from tests.integration.house import House

KEEP = timedelta(days=90)
OLD = timedelta(days=100)
TABLES = (
    "requests",
    "tasks",
    "task_events",
    "task_effects",
    "webhook_messages",
    "webhook_attempts",
    "notifications",
    "idempotency_keys",
    "access_records",
)
_SEEN = (
    "INSERT INTO access_records (id, account_id, user_id, actor_kind, role, action, outcome) "
    "VALUES (:id, :account, :user, 'member', 'carer-viewer', 'get_user', 'done')"
)
_END = "UPDATE {table} SET status = 'completed', completed_at = now() - CAST(:age AS interval) WHERE {owner} = :id"


def id_from(age: timedelta) -> UUID:
    """An id as it was made so long ago."""
    return UUID(int=make_id().int - ((age // timedelta(milliseconds=1)) << 80))


class DeathError(Exception):
    """The end of a process."""


@dataclass
class Archive:
    house: House
    database: Database

    def retention(
        self,
        *,
        batch: int = 100,
        share: float = SHARE,
        keep_records: timedelta | None = None,
        keep_history: timedelta = timedelta.max,
    ) -> Retention:
        return Retention(
            unit_of_work=self.house.unit_of_work,
            keep=KEEP,
            keep_records=keep_records,
            keep_history=keep_history,
            batch=batch,
            share=share,
        )

    async def purge(
        self, *, batch: int = 100, keep_records: timedelta | None = None, keep_history: timedelta = timedelta.max
    ) -> int:
        """One round; answers how many batches it took."""
        return await self.purge_with(self.retention(batch=batch, keep_records=keep_records, keep_history=keep_history))

    async def purge_with(self, retention: Retention) -> int:
        """As `purge`."""
        for batches in range(1, 100):
            await self.make_due()
            await retention.purge_batch()
            if await self.ask("SELECT due_at > now() + interval '10 minutes' FROM retention"):
                return batches
        raise AssertionError("The round has no end.")

    async def die_purging(self) -> dict[str, int]:
        """All stages in one transaction that does not come to its commit; answers what it had deleted."""
        deleted: dict[str, int] = {}
        with contextlib.suppress(DeathError):
            async with self.house.unit_of_work() as unit:
                for stage in Stage:
                    deleted |= (await unit.retention.purge(stage, after=None, keep=KEEP, limit=100)).rows
                raise DeathError
        return deleted

    async def make_due(self) -> None:
        await self.run("UPDATE retention SET due_at = now()")

    async def add(self, *, age: timedelta = OLD, tasks: int = 1) -> Sequence[Task]:
        """A request with tasks that ended so long ago: with an effect, a delivered webhook, a message to somebody, a key."""
        request_id = id_from(age)
        added = await self.house.add_tasks(tasks, request_id=request_id)
        key = IdempotencyKey(
            account_id=self.house.account_id, scope=REQUESTS_SCOPE, key=request_id.hex, fingerprint="f"
        )
        async with self.house.unit_of_work() as unit:
            await unit.idempotency.claim(key, resource_id=request_id)
        for task in added:
            await self.hang_on(task, age=age)
            await self.end("tasks", task.id, age=age)
        await self.run(_SEEN, id=id_from(age), account=self.house.account_id, user=self.house.user_id)
        await self.run(
            "UPDATE requests SET completed_at = now() - CAST(:age AS interval) WHERE id = :id", age=age, id=request_id
        )
        return added

    async def hang_on(self, task: Task, *, age: timedelta) -> None:
        message_id = await self.add_message(task, age=age)
        await self.add_notification(task, age=age)
        await self.end("webhook_messages", message_id, age=age)
        await self.end("notifications", task.id, age=age, owner="task_id")
        await self.run(
            "INSERT INTO task_effects (key, task_id, epoch, state) VALUES (:key, :id, 1, 'done')",
            key=f"task:{task.id}:book",
            id=task.id,
        )

    async def add_message(self, task: Task, *, age: timedelta = OLD) -> UUID:
        message = NewWebhookMessage(
            id=id_from(age),
            account_id=task.account_id,
            task_id=task.id,
            request_id=task.request_id,
            url="https://receiver.example/hook",
            type="task.completed",
            body="{}",
            max_attempts=10,
        )
        tried = WebhookAttempt(
            message_id=message.id, epoch=1, status_code=200, latency_ms=5, error_class=None, response_head=None
        )
        async with self.house.unit_of_work() as unit:
            await unit.webhooks.add_many([message])
            await unit.webhooks.add_attempts([tried])
        return message.id

    async def add_notification(self, task: Task, *, age: timedelta = OLD) -> UUID:
        notice = NewNotification(
            id=id_from(age),
            key=make_id().hex,
            account_id=task.account_id,
            user_id=task.user_id,
            contact_id=None,
            task_id=task.id,
            occurrence_id=None,
            topic="message",
            recipient="Anna",
            channels=("mailto:anna@example.org",),
            subject="",
            text="I'm fine.",
            repeat=Repeat.NEVER,
        )
        async with self.house.unit_of_work() as unit:
            await unit.notifications.add_many([notice])
        return notice.id

    async def end(self, table: str, id_: UUID, *, age: timedelta = OLD, owner: str = "id") -> None:
        await self.run(_END.format(table=table, owner=owner), id=id_, age=age)

    async def count(self) -> dict[str, int]:
        """Rows by table."""
        return {table: await self.ask(f"SELECT count(*) FROM {table}") for table in TABLES}

    async def ask(self, statement: str, **values: Any) -> Any:
        async with self.database.transaction() as session:
            return await session.scalar(text(statement), values)

    async def list_ids(self, statement: str) -> set[UUID]:
        async with self.database.transaction() as session:
            return set(await session.scalars(text(statement)))

    async def run(self, statement: str, **values: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(text(statement), values)
