"""Messages to people: the outbox, and the log of what became of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import (
    Boolean,
    ColumnElement,
    RowMapping,
    Text,
    and_,
    case,
    exists,
    func,
    null,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import FINAL, Queue, Repeat, TaskStatus
from core.errors import NotFoundError
from core.lanes import Lanes
from core.letter import LetterAction, Urgency
from core.new_notification import NewNotification, Noted, Sending
from core.notification import (
    Notification,
    NotificationFilter,
    NotificationStatus,
)
from repositories.dispatch import is_among_given
from repositories.durable_work import DurableWorkRepository
from repositories.models import ContactRow, NotificationRow, TaskRow
from repositories.notification_state import is_outcome, refusal_of
from repositories.rows import fetch_page, fields_of, json_rows, recordset, sealed_columns_of, table_of, to_problem
from repositories.sealed import owned, read_sealed

_NOTIFICATIONS = table_of(NotificationRow)
_TASKS = table_of(TaskRow)
_CONTACTS = table_of(ContactRow)
_UNSENT = frozenset({TaskStatus.QUEUED, TaskStatus.RETRYING, TaskStatus.FAILED})
"""States in which nothing has gone out, where no channel is being tried."""
_MAY_BE_OUT = or_(
    _NOTIFICATIONS.c.status.in_([TaskStatus.COMPLETED, TaskStatus.NEEDS_PERSON, TaskStatus.RUNNING]),
    _NOTIFICATIONS.c.sending.is_not(None),
)
_ADD = (
    insert(_NOTIFICATIONS)
    .values(dispatched_at=func.now())
    .on_conflict_do_nothing(index_elements=[_NOTIFICATIONS.c.key])
    .returning(*_NOTIFICATIONS.c)
)
_CAN_WAIT, _SOON = (Urgency.LOW, Urgency.NORMAL), timedelta(minutes=1)
_MAX_ATTEMPTS = 10
"""With the pauses of services/retry.py about a quarter of an hour, at the most."""


def may_have_told(task_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether a task had a message go out, or perhaps."""
    return exists(select(_NOTIFICATIONS.c.id).where(_NOTIFICATIONS.c.task_id == task_id, _MAY_BE_OUT))


_NOTED = {
    "id": _NOTIFICATIONS.c.id.type,
    "entry": postgresql.JSONB(none_as_null=True),
    "tried": postgresql.JSONB(none_as_null=True),
    "channel": Text(),
    "error": postgresql.JSONB(none_as_null=True),
    "provider_id": Text(),
    "is_delivered": Boolean(),
}


class NotificationRepository(DurableWorkRepository[Notification]):
    """Questions about notifications."""

    _most_lost_leases = Notification.most_lost_leases

    def __init__(self, session: AsyncSession, lanes: Lanes) -> None:
        super().__init__(session, NotificationRow, to_notification)
        self._lanes = lanes

    @property
    def _urgent(self) -> ColumnElement[bool]:
        return _NOTIFICATIONS.c.urgency == Urgency.CRITICAL

    async def add_many(self, notices: Sequence[NewNotification]) -> list[Notification]:
        """Store messages, due at once, and answer those whose key is new; publish them after the commit.

        A contact may be gone by now. What a task wants told is stored without them, so that it ends as failed;
        what is told of an occurrence is not stored.
        """
        if not notices:
            return []
        known = {None, *await self._hold_contacts({notice.contact_id for notice in notices if notice.contact_id})}
        rows = [
            sealed_columns_of(_NOTIFICATIONS, notice if notice.contact_id in known else notice.of_gone_contact())
            | {
                "actions": [asdict(action) for action in notice.actions],
                "queue": Queue.NOTIFICATION,
                "lane": self._choose_lane(notice),
                "status": TaskStatus.QUEUED,
                "max_attempts": _MAX_ATTEMPTS,
            }
            for notice in notices
            if notice.contact_id in known or notice.task_id is not None
        ]
        if not rows:
            return []
        stored = await self._session.execute(_ADD, rows)
        return [to_notification(row) for row in stored.mappings()]

    def _choose_lane(self, notice: NewNotification) -> int:
        chosen = self._lanes.choose(Queue.NOTIFICATION, notice.account_id)
        return chosen if notice.lane is None else notice.lane

    async def get(self, notification_id: UUID, *, account_id: UUID) -> Notification:
        """Raises NotFoundError where the account has no such notification."""
        c = _NOTIFICATIONS.c
        statement = select(_NOTIFICATIONS).where(c.id == notification_id, c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no notification {notification_id}.")
        return to_notification(row)

    async def find(self, notification_id: UUID) -> Notification | None:
        """The message, whatever the account; None where there is none."""
        found = await self.list_by_ids([notification_id])
        return found[0] if found else None

    async def count_sent(self, contact_id: UUID, *, since: datetime) -> int:
        """How many messages that could have waited a contact was sent since then."""
        c = _NOTIFICATIONS.c
        mine = and_(c.contact_id == contact_id, c.sent_at >= since, c.urgency.in_(_CAN_WAIT), c.carried_by.is_(None))
        return await self._session.scalar(select(func.count()).select_from(_NOTIFICATIONS).where(mine)) or 0

    async def list_held(self, message: Notification) -> list[Notification]:
        """The others to the same contact, by the same channels, that were held and have not ended; not what goes along with one."""
        return await self._list_held_beside(message, _NOTIFICATIONS.c.carried_by.is_(None))

    async def carry(self, message: Notification, *, until: datetime) -> list[Notification]:
        """Have those go along with this message that wait with it, or were to go along with it before; they wait until its end."""
        c = _NOTIFICATIONS.c
        free = or_(c.carried_by.is_(None), c.carried_by == message.id)
        waiting = c.status.in_([TaskStatus.SCHEDULED, TaskStatus.QUEUED])
        soon = or_(c.due_at.is_(None), c.due_at <= func.now() + _SOON, c.carried_by == message.id)
        parked = self._to(TaskStatus.SCHEDULED, due_at=until, dispatched_at=null(), carried_by=message.id)
        same = {each.id for each in await self._list_held_beside(message, free, waiting, soon)}
        taken = await self._move(parked.where(c.id.in_(same), free, waiting, soon))
        return sorted(taken, key=lambda each: each.id)

    async def end_carried(self, leaders: Collection[UUID], *, entry: Mapping[str, JsonValue]) -> list[UUID]:
        """End what goes along with these messages as they have ended; the ids of what has failed by that."""
        c, leader = _NOTIFICATIONS.c, _NOTIFICATIONS.alias("leader")
        carried = select(c.id, leader.c.id.label("leader"), leader.c.channel, leader.c.error).where(
            c.carried_by == leader.c.id, leader.c.id.in_(leaders), c.status == TaskStatus.SCHEDULED
        )
        rows = [_carried(row, entry) for row in (await self._session.execute(carried)).mappings()]
        given = recordset({name: _NOTED[name] for name in ("id", "entry", "channel", "error")})
        is_final = leader.c.status.in_(FINAL)
        statement = (
            self._to(
                leader.c.status,
                due_at=null(),
                completed_at=case((is_final, func.now()), else_=null()),
                channel=given.c.channel,
                sent_at=leader.c.sent_at,
                error=given.c.error,
                history=c.history.op("||")(given.c.entry),
            )
            .where(c.id == given.c.id, c.carried_by == leader.c.id, c.status == TaskStatus.SCHEDULED)
            .returning(c.id, c.status)
        )
        ended = await self._session.execute(statement, {"rows": rows}) if rows else ()
        return [id_ for id_, status in ended if status == TaskStatus.FAILED]

    async def find_last_sent(self, user_id: UUID, *, contact_id: UUID | None, within: timedelta) -> Notification | None:
        """What the user, or a contact of theirs, was sent last, if that was within this time."""
        c = _NOTIFICATIONS.c
        whose = c.contact_id == contact_id if contact_id else c.contact_id.is_(None)
        recent = and_(c.user_id == user_id, whose, c.sent_at >= func.now() - within)
        statement = select(_NOTIFICATIONS).where(recent).order_by(c.id.desc()).limit(1)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return to_notification(row) if row else None

    async def list_page(
        self, narrowed: NotificationFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Notification]:
        """Notifications of the account, newest first."""
        c = _NOTIFICATIONS.c
        statement = select(_NOTIFICATIONS).where(c.account_id == account_id)
        if narrowed.user_id:
            statement = statement.where(c.user_id == narrowed.user_id)
        if narrowed.task_id:
            statement = statement.where(c.task_id == narrowed.task_id)
        if narrowed.status:
            statement = statement.where(is_outcome(narrowed.status))
        rows = await fetch_page(self._session, statement, table=_NOTIFICATIONS, before=before, limit=limit)
        return [to_notification(row) for row in rows]

    async def list_of_task(self, task_id: UUID) -> list[Notification]:
        """What a task wanted told, in the order in which it said so; of what did not arrive, what goes in its place."""
        later = _NOTIFICATIONS.alias("later")
        mine = and_(_NOTIFICATIONS.c.task_id == task_id, ~exists().where(later.c.follows_id == _NOTIFICATIONS.c.id))
        statement = select(_NOTIFICATIONS).where(mine).order_by(_NOTIFICATIONS.c.id)
        return [to_notification(row) for row in (await self._session.execute(statement)).mappings()]

    async def hold_tasks_of(self, ids: Collection[UUID]) -> None:
        """Hold the tasks that these messages belong to, so that of two transactions which end messages of one task the
        later one sees what the earlier one did. To be called before any of the messages is changed.
        """
        c = _NOTIFICATIONS.c
        tasks = select(c.task_id).where(c.id.in_(ids), c.task_id.is_not(None))
        await self._session.execute(
            select(_TASKS.c.id).where(_TASKS.c.id.in_(tasks)).order_by(_TASKS.c.id).with_for_update()
        )

    async def list_tasks_told(self, task_ids: Collection[UUID]) -> set[UUID]:
        """Which of these tasks have messages, all of which have come to an end; the tasks are held by `hold_tasks_of`."""
        c = _NOTIFICATIONS.c
        statement = select(c.task_id, c.status).where(c.task_id.in_(task_ids))
        states: dict[UUID, list[TaskStatus]] = {}
        for task_id, status in (await self._session.execute(statement)).all():
            states.setdefault(task_id, []).append(status)
        ended = FINAL | {TaskStatus.NEEDS_PERSON}
        return {task_id for task_id, found in states.items() if ended.issuperset(found)}

    async def list_tasks_that_told(self, task_ids: Collection[UUID]) -> set[UUID]:
        """Which of these tasks had a message go out, or perhaps."""
        if not task_ids:
            return set()
        c = _NOTIFICATIONS.c
        statement = select(c.task_id).where(c.task_id.in_(task_ids), _MAY_BE_OUT).distinct()
        return set(await self._session.scalars(statement))

    async def mark_sending(self, begun: Sequence[Sending]) -> set[UUID]:
        """Write down that a channel is about to be tried; answers whose rows these still are."""
        c = _NOTIFICATIONS.c
        given = recordset({"id": c.id.type, "epoch": c.epoch.type, "channel": c.sending.type})
        held = and_(c.id == given.c.id, c.epoch == given.c.epoch, self._stands_at(TaskStatus.RUNNING))
        statement = update(_NOTIFICATIONS).where(held).values(sending=given.c.channel).returning(c.id)
        rows = [
            {"id": each.id, "epoch": each.epoch, "channel": _sealed("sending", each.id, each.channel)} for each in begun
        ]
        return set(await self._session.scalars(statement, {"rows": rows}))

    async def save_tries(self, notification_id: UUID, tried: Sequence[Mapping[str, JsonValue]], *, epoch: int) -> bool:
        """Write down what came to nothing, and that no channel has it; False where the row is somebody else's by now."""
        return await self._write_held(notification_id, epoch=epoch, sending=None, tried=list(tried))

    async def note_outcomes(self, notes: Sequence[Noted]) -> None:
        """Write down what came of attempts that were just settled: a line of the history, tries, who has taken it."""
        c = _NOTIFICATIONS.c
        given = recordset(_NOTED)
        is_sent = given.c.channel.is_not(None)
        statement = (
            update(_NOTIFICATIONS)
            .where(c.id == given.c.id)
            .values(
                history=case((given.c.entry.is_(None), c.history), else_=c.history.op("||")(given.c.entry)),
                tried=func.coalesce(given.c.tried, c.tried),
                sending=case((is_sent, null()), else_=c.sending),
                channel=func.coalesce(given.c.channel, c.channel),
                sent_at=case((is_sent, func.now()), else_=c.sent_at),
                # What a channel says may come in before we have written that it took the message.
                provider_id=func.coalesce(given.c.provider_id, c.provider_id),
                delivered_at=case(
                    (given.c.is_delivered, func.coalesce(c.delivered_at, func.now())), else_=c.delivered_at
                ),
            )
        )
        if notes:
            entries = [_sealed("history", each.id, each.entry) for each in notes]
            rows = json_rows(notes, of=_NOTIFICATIONS, entry=entries)
            await self._session.execute(statement, {"rows": rows})

    async def list_by_ids(self, ids: Collection[UUID]) -> list[Notification]:
        """These messages as they stand, oldest first."""
        statement = select(_NOTIFICATIONS).where(_NOTIFICATIONS.c.id.in_(ids)).order_by(_NOTIFICATIONS.c.id)
        return [to_notification(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_uncertain(self, ids: Collection[UUID]) -> set[UUID]:
        """Those which a channel may have, and which must not go out twice."""
        c = _NOTIFICATIONS.c
        statement = select(c.id).where(c.id.in_(ids), c.sending.is_not(None), c.repeat == Repeat.NEVER)
        return set(await self._session.scalars(statement))

    async def list_refusals(self, ids: Collection[UUID]) -> dict[UUID, str | None]:
        """Why whom each of these is for may not be told; the user always may, a contact as long as it is one and agrees.
        What is not there is not in the answer.
        """
        c = _NOTIFICATIONS.c
        statement = (
            select(c.id, c.contact_id, c.topic, c.recipient, _CONTACTS.c.consented_at, _CONTACTS.c.declined_topics)
            .outerjoin_from(_NOTIFICATIONS, _CONTACTS, _CONTACTS.c.id == c.contact_id)
            .where(is_among_given(c.id, "wanted"))
        )
        found = await self._session.execute(statement, {"wanted": list(ids)})
        return {row.id: refusal_of(row) for row in found}

    async def close_of_occurrence(self, occurrence_id: UUID, *, at: datetime) -> None:
        """The person has answered a due time: what was sent of it counts as answered, what has not begun is not sent any more.

        Rows that another transaction holds are about to go out, and stay.
        """
        c = _NOTIFICATIONS.c
        mine = (c.occurrence_id == occurrence_id, c.contact_id.is_(None))
        sent = update(_NOTIFICATIONS).where(*mine, c.sent_at.is_not(None), c.answered_at.is_(None))
        await self._session.execute(sent.values(answered_at=at))
        waiting = (TaskStatus.QUEUED, TaskStatus.RETRYING, TaskStatus.SCHEDULED)
        unsent = select(c.id).where(*mine, c.status.in_(waiting), c.sending.is_(None)).with_for_update(skip_locked=True)
        cancelled = self._to(TaskStatus.CANCELLED, completed_at=func.now(), due_at=null(), reason="it was answered")
        await self._move(cancelled.where(c.id.in_(unsent)))

    async def list_contacts_told(self, occurrence_id: UUID, *, topic: str) -> set[UUID]:
        """The contacts who were told this of a due time, or are about to be."""
        c = _NOTIFICATIONS.c
        mine = (c.occurrence_id == occurrence_id, c.topic == topic, c.contact_id.is_not(None))
        return set(await self._session.scalars(select(c.contact_id).where(*mine)))

    async def cancel_of_task(self, task_id: UUID) -> bool:
        """Cancel a task's messages, if none of them has begun; False where one has, and then all stay as they are.

        Rows that another transaction holds count as begun: waiting for them could never end well.
        """
        c = _NOTIFICATIONS.c
        mine = c.task_id == task_id
        statement = select(c.id, c.status, c.sending).where(mine).with_for_update(skip_locked=True)
        found = (await self._session.execute(statement)).all()
        count = await self._session.scalar(select(func.count()).select_from(_NOTIFICATIONS).where(mine))
        if len(found) != count or any(status not in _UNSENT or sending for _, status, sending in found):
            return False
        cancelled = self._to(
            TaskStatus.CANCELLED, completed_at=func.now(), due_at=null(), reason="the task was cancelled"
        )
        await self._move(cancelled.where(mine, c.status.not_in(FINAL)))
        return True

    async def _list_held_beside(self, message: Notification, *more: ColumnElement[bool]) -> list[Notification]:
        """Oldest first; who goes by the same channels is seen after reading, since they are sealed."""
        statement = select(_NOTIFICATIONS).where(self._held_beside(message), *more)
        rows = (await self._session.execute(statement.order_by(_NOTIFICATIONS.c.id))).mappings()
        return [each for row in rows if (each := to_notification(row)).channels == message.channels]

    def _held_beside(self, message: Notification) -> ColumnElement[bool]:
        c = _NOTIFICATIONS.c
        alike = (
            c.contact_id == message.contact_id,
            c.id != message.id,
            c.repeat == message.repeat,
            c.task_id.is_(None),
        )
        held = type_coerce(c.history, postgresql.JSONB()).contains([{"state": NotificationStatus.HELD.value}])
        return and_(*alike, held, c.urgency.in_(_CAN_WAIT), c.status.not_in([*FINAL, TaskStatus.NEEDS_PERSON]))

    async def _hold_contacts(self, ids: Collection[UUID]) -> set[UUID]:
        """Those of these contacts who are there, and stay until the transaction ends."""
        if not ids:
            return set()
        c = _CONTACTS.c
        held = select(c.id).where(c.id.in_(ids)).order_by(c.id).with_for_update(key_share=True, read=True)
        return set(await self._session.scalars(held))

    async def _write_held(self, notification_id: UUID, *, epoch: int, **values: object) -> bool:
        c = _NOTIFICATIONS.c
        statement = update(_NOTIFICATIONS).where(
            c.id == notification_id, c.epoch == epoch, c.status == TaskStatus.RUNNING
        )
        written = owned(_NOTIFICATIONS, notification_id, values)
        return await self._session.scalar(statement.values(**written).returning(c.id)) is not None


def _carried(row: RowMapping, entry: Mapping[str, JsonValue]) -> dict[str, Any]:
    """What is written of a message that went along with another one."""
    channel, error = (row[name] and row[name].open(row["leader"]) for name in ("channel", "error"))
    return {
        "id": row["id"],
        "entry": _sealed("history", row["id"], [entry]),
        "channel": _sealed("channel", row["id"], channel),
        "error": _sealed("error", row["id"], error),
    }


def _sealed(name: str, notification_id: UUID, value: Any) -> Any:
    return owned(_NOTIFICATIONS, notification_id, {name: value})[name]


def to_notification(row: RowMapping) -> Notification:
    """A row of `notifications` as the value that travels."""
    actions = tuple(LetterAction(**each) for each in row["actions"])
    return Notification(**fields_of(row, Notification, error=to_problem(read_sealed(row, "error")), actions=actions))
