"""Dead letters, over all tables of durable work."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Table,
    Text,
    and_,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from core.dead_letter import DeadLetter, DeadLetterFilter, Effect
from core.domain import Queue, TaskStatus, WorkKind
from core.vault import Vault
from repositories.models import (
    NotificationRow,
    OccurrenceRow,
    RequestRow,
    TaskEffectRow,
    TaskRow,
    WebhookAttemptRow,
    WebhookMessageRow,
)
from repositories.owner import user_of_work
from repositories.rows import fields_of, table_of, to_problem
from repositories.sealed import sealed_columns, vault_on

_TASKS = table_of(TaskRow)
_EFFECTS = table_of(TaskEffectRow)
_TRIES = table_of(WebhookAttemptRow)
_TABLES: Mapping[WorkKind, Table] = {
    WorkKind.TASK: _TASKS,
    WorkKind.REQUEST: table_of(RequestRow),
    WorkKind.OCCURRENCE: table_of(OccurrenceRow),
    WorkKind.NOTIFICATION: table_of(NotificationRow),
    WorkKind.WEBHOOK: table_of(WebhookMessageRow),
}
_ABOUT = {WorkKind.TASK: "intent", WorkKind.NOTIFICATION: "topic", WorkKind.WEBHOOK: "type"}
_TEST = "endpoint.test"
"""Nobody misses such a message."""
_DEAD = (TaskStatus.FAILED, TaskStatus.NEEDS_PERSON)
_SHOWN: Mapping[WorkKind, Sequence[str]] = {
    WorkKind.TASK: ("request_id", "user_id", "details", "timezone", "scheduled_for", "webhook_url", "metadata"),
    WorkKind.REQUEST: ("user_id", "text", "timezone", "metadata"),
    WorkKind.OCCURRENCE: ("user_id", "reminder_id", "scheduled_for", "told_at", "outcome"),
    WorkKind.NOTIFICATION: (
        "user_id",
        "contact_id",
        "task_id",
        "occurrence_id",
        "recipient",
        "subject",
        "text",
        "tried",
    ),
    WorkKind.WEBHOOK: ("task_id", "request_id", "url", "body"),
}
"""What is shown of each kind; addresses of people are not, they may hold secrets."""


class DeadLetterRepository:
    """Questions about dead letters."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_page(self, narrowed: DeadLetterFilter, *, before: UUID | None, limit: int) -> list[DeadLetter]:
        """Those of all accounts, the last stored first."""
        parts: list[Any] = []
        for kind in _kinds(narrowed):
            part = _select(kind).where(*_conditions(kind, narrowed))
            if before is not None:
                part = part.where(_TABLES[kind].c.id < before)
            parts.append(part.order_by(_TABLES[kind].c.id.desc()).limit(limit).subquery().select())
        if not parts:  # no kind of work is all that was asked for
            return []
        found = union_all(*parts).subquery()
        rows = await self._session.execute(select(found).order_by(found.c.id.desc()).limit(limit))
        return [_to_letter(row, vault_on(self._session)) for row in rows.mappings()]

    async def list_redrivable(self, narrowed: DeadLetterFilter, *, limit: int) -> list[DeadLetter]:
        """Failed tasks that were not redriven, the first stored first."""
        c = _TASKS.c
        statement = _select(WorkKind.TASK).where(*_conditions(WorkKind.TASK, narrowed), c.status == TaskStatus.FAILED)
        rows = await self._session.execute(statement.order_by(c.id).limit(limit))
        return [_to_letter(row, vault_on(self._session)) for row in rows.mappings()]

    async def find_many(self, ids: Sequence[UUID]) -> dict[UUID, DeadLetter]:
        """Those of these ids that there are."""
        parts = [_select(kind).where(table.c.id.in_(ids), table.c.status.in_(_DEAD)) for kind, table in _TABLES.items()]
        rows = await self._session.execute(union_all(*parts))
        return {row["id"]: _to_letter(row, vault_on(self._session)) for row in rows.mappings()}

    async def get_payload(self, letter: DeadLetter) -> dict[str, JsonValue]:
        """What it was about; for a webhook message also the tries to deliver it."""
        table = _TABLES[letter.kind]
        shown = func.jsonb_build_object(*(part for name in _SHOWN[letter.kind] for part in (name, table.c[name])))
        payload: dict[str, JsonValue] = await self._session.scalar(select(shown).where(table.c.id == letter.id)) or {}
        for name, kind in sealed_columns(table).items():
            if payload.get(name) is not None:
                payload[name] = kind.opened(payload[name], letter.id, vault_on(self._session))
        if letter.kind is WorkKind.WEBHOOK:
            payload["tries"] = await self._list_tries(letter.id)
        return payload

    async def list_effects(self, task_id: UUID) -> list[Effect]:
        """What the ledger says of a task, in the order in which it was begun."""
        c = _EFFECTS.c
        at = func.coalesce(c.settled_at, c.created_at).label("at")
        statement = select(c.key, c.state, c.response, at).where(c.task_id == task_id).order_by(c.created_at, c.key)
        return [Effect(**fields_of(row, Effect)) for row in (await self._session.execute(statement)).mappings()]

    async def _list_tries(self, message_id: UUID) -> list[JsonValue]:
        c = _TRIES.c
        shown = func.jsonb_build_object(
            *(part for each in (c.status_code, c.error_class, c.latency_ms) for part in (each.name, each))
        )
        return list(await self._session.scalars(select(shown).where(c.message_id == message_id).order_by(c.epoch)))


def _kinds(narrowed: DeadLetterFilter) -> list[WorkKind]:
    return [kind for kind in _TABLES if narrowed.kind in {None, kind} and (narrowed.intent is None or kind in _ABOUT)]


def _select(kind: WorkKind) -> Select[*tuple[Any, ...]]:
    table = _TABLES[kind]
    c = table.c
    redriven = _redriven(kind)
    about = c[_ABOUT[kind]] if kind in _ABOUT else sql_cast(null(), Text())
    return select(
        c.id,
        literal(str(kind)).label("kind"),
        c.account_id,
        user_of_work(table).label("user_id"),
        sql_cast(c.queue, Text()).label("queue"),
        about.label("intent"),
        sql_cast(c.status, Text()).label("status"),
        c.attempt,
        c.lost_leases,
        c.reason,
        type_coerce(c.error, postgresql.JSONB()).label("error"),
        c.created_at,
        c.updated_at.label("at"),
        (sql_cast(null(), postgresql.UUID(as_uuid=True)) if redriven is None else redriven.scalar_subquery()).label(
            "redriven_as"
        ),
    )


def _redriven(kind: WorkKind) -> Select[tuple[UUID]] | None:
    """What does it again: a task, or a message that was not given up too; None where nothing ever does."""
    table = _TABLES[kind]
    again = table.alias("again")
    if kind is WorkKind.TASK:
        return select(again.c.id).where(again.c.redrive_of == table.c.id)
    if kind is WorkKind.WEBHOOK:
        alive = again.c.status.not_in([TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.EXPIRED])
        return select(again.c.id).where(again.c.redelivery_of == table.c.id, alive).limit(1)
    return None


def _conditions(kind: WorkKind, narrowed: DeadLetterFilter) -> list[ColumnElement[bool]]:
    c = _TABLES[kind].c
    found = [c.status.in_(_DEAD)]
    wanted = {"status": narrowed.status, "queue": narrowed.queue, "account_id": narrowed.account_id}
    found += [c[name] == value for name, value in wanted.items() if value is not None]
    if narrowed.intent is not None:
        found.append(c[_ABOUT[kind]] == narrowed.intent)
    if narrowed.error is not None:
        found.append(type_coerce(c.error, postgresql.JSONB())["type"].astext == narrowed.error)
    if narrowed.since is not None:
        found.append(c.updated_at >= narrowed.since)
    if narrowed.until is not None:
        found.append(c.updated_at < narrowed.until)
    if kind is WorkKind.WEBHOOK:
        found += [c.redelivery_of.is_(None), c.type != _TEST]
    if (redriven := _redriven(kind)) is not None and not narrowed.redriven:
        found.append(~redriven.exists())
    if kind is WorkKind.NOTIFICATION and narrowed.kind is None:
        found.append(c.task_id.is_(None))  # those of tasks are settled with them
    return [and_(*found)]


def _to_letter(row: RowMapping, vault: Vault) -> DeadLetter:
    kind = WorkKind(row["kind"])
    error = row["error"] and sealed_columns(_TABLES[kind])["error"].opened(row["error"], row["id"], vault)
    read: dict[str, Any] = {
        "kind": kind,
        "queue": Queue(row["queue"]),
        "status": TaskStatus(row["status"]),
        "error": to_problem(error),
    }
    return DeadLetter(**{**fields_of(row, DeadLetter), **read})
