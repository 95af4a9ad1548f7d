"""Gathers the evidence of a run: its histories, and what stands in PostgreSQL and Redis."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.chaos.abilities.errand import ErrandKind
from bench.chaos.brief import QUIET, receiver_of
from bench.chaos.effects import LABEL
from bench.chaos.evidence import Evidence, MessageEnd, Move, NoticeEnd, OccurrenceEnd, StreamEnd, TaskEnd
from bench.chaos.history import AnyEvent, Effect, read_folder
from bench.chaos.monitor import Monitor
from bench.chaos.stores import Stores
from core.domain import Queue, TaskStatus
from core.queue import stream_key
from core.vault import Vault
from repositories.models import Base
from repositories.sealed import sealed_columns

EFFECTFUL = frozenset({str(kind) for kind in ErrandKind} - {ErrandKind.IDLE, ErrandKind.DOOMED} | {"table", "outing"})
TELLING, ASKING = frozenset({"tidings"}), frozenset({"outing"})

_TASKS = """
SELECT t.id, a.name, t.metadata, t.details,
  t.status, t.epoch, t.version, extract(epoch FROM t.created_at)::float8, extract(epoch FROM t.completed_at)::float8,
  t.webhook_url, t.result
FROM tasks t JOIN accounts a ON a.id = t.account_id
"""
_MOVES = """
SELECT task_id::text, seq, from_status, to_status, epoch, extract(epoch FROM at)::float8 FROM task_events
"""
_MESSAGES = """
SELECT m.id, m.task_id::text, m.type, m.body, m.url, m.status,
  (SELECT count(*) FROM webhook_attempts a WHERE a.message_id = m.id)
FROM webhook_messages m
"""
_OCCURRENCES = """
SELECT o.id::text, r.id, r.subject, extract(epoch FROM o.scheduled_for)::float8, o.status,
  (SELECT array_agg(extract(epoch FROM n.created_at)::float8) FROM notifications n WHERE n.occurrence_id = o.id)
FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
"""
_NOTICES = "SELECT id::text, task_id::text, recipient, status FROM notifications WHERE task_id IS NOT NULL"
_BOOKINGS = (
    "SELECT id::text, task_id::text, extract(epoch FROM created_at)::float8 FROM bookings WHERE status <> 'cancelled'"
)


async def list_streams(stores: Stores) -> list[StreamEnd]:
    """The streams that there are."""
    streams: list[StreamEnd] = []
    for key in await _list_keys(stores):
        if await stores.command_redis("TYPE", key) == b"stream":
            groups: list[dict[str, Any]] = await stores.command_redis("XINFO GROUPS", key)
            length = int(await stores.command_redis("XLEN", key))
            pending, consumers = (sum(int(group[name]) for group in groups) for name in ("pending", "consumers"))
            streams.append(StreamEnd(key, length, pending, consumers))
    return streams


async def list_leftovers(stores: Stores) -> list[str]:
    """Keys that never expire and are none of our streams."""
    ours = tuple(stream_key(queue) for queue in Queue)  # what has more behind this belongs to the queue as well
    others = [key for key in await _list_keys(stores) if not key.startswith(ours)]
    return [key for key in others if int(await stores.command_redis("TTL", key)) < 0]


async def gather(
    folder: Path,
    *,
    monitor: Monitor,
    streams: Sequence[StreamEnd],
    leftovers: Sequence[str],
    workers: int,
    most_running: int,
) -> Evidence:
    """Everything there is to judge."""
    events = read_folder(folder)
    return Evidence(
        events=[*events, *await _list_bookings(monitor)],
        tasks=[_task(row, monitor.vault) for row in await monitor.ask_once(_TASKS)],
        moves=[
            Move(task, seq, TaskStatus(before) if before else None, TaskStatus(after), epoch, at)
            for task, seq, before, after, epoch, at in await monitor.ask_once(_MOVES)
        ],
        messages=[
            MessageEnd(
                str(id_), task, news, _version(id_, body, monitor.vault), receiver_of(url), TaskStatus(status), tries
            )
            for id_, task, news, body, url, status, tries in await monitor.ask_once(_MESSAGES)
        ],
        occurrences=[
            OccurrenceEnd(
                id_,
                _label(_open("reminders", "subject", of, said, monitor.vault)),
                due_at,
                TaskStatus(status),
                tuple(notices or ()),
            )
            for id_, of, said, due_at, status, notices in await monitor.ask_once(_OCCURRENCES)
        ],
        notices=[
            NoticeEnd(id_, task, to, TaskStatus(status)) for id_, task, to, status in await monitor.ask_once(_NOTICES)
        ],
        streams=streams,
        leftovers=leftovers,
        effectful=EFFECTFUL,
        telling=TELLING,
        asking=ASKING,
        workers=workers,
        quiet=QUIET,
        most_running=most_running,
    )


async def _list_bookings(monitor: Monitor) -> list[AnyEvent]:
    """A booking that stands is an effect like others."""
    return [
        Effect(t=at, process="bookings", type="ok", task=task, key=booking)
        for booking, task, at in await monitor.ask_once(_BOOKINGS)
    ]


async def _list_keys(stores: Stores) -> list[str]:
    keys: list[bytes] = await stores.command_redis("KEYS", "*")
    return sorted(key.decode() for key in keys)


def _open(table: str, name: str, row: UUID, stored: Any, vault: Vault) -> Any:
    """What is stored in a sealed column."""
    return None if stored is None else sealed_columns(Base.metadata.tables[table])[name].opened(stored, row, vault)


def _version(message: UUID, body: str, vault: Vault) -> int:
    return json.loads(_open("webhook_messages", "body", message, body, vault))["data"].get("version")


def _kind(metadata: Mapping[str, Any], details: Mapping[str, Any]) -> str:
    errands: dict[str, Any] = metadata.get("errands") or {}
    errand: dict[str, Any] = errands.get(str(details.get("colour"))) or {}
    return str(errand.get("kind") or metadata.get("kind"))


def _task(row: Any, vault: Vault) -> TaskEnd:
    own_id, account, metadata, details, status, epoch, version, created_at, completed_at, url, result = row
    kind = _kind(metadata, _open("tasks", "details", own_id, details, vault))
    done: dict[str, Any] = _open("tasks", "result", own_id, result, vault) or {}
    result_epoch = done.get("epoch")
    id_ = str(own_id)
    receiver = receiver_of(url) if url else None
    return TaskEnd(
        id_, account, kind, TaskStatus(status), epoch, version, created_at, completed_at, receiver, result_epoch
    )


def _label(subject: str) -> str:
    found = LABEL.search(subject)
    return found[0] if found else subject
