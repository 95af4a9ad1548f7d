"""A run in which everything went well, in small, to be spoilt by tests."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bench.chaos.evidence import Evidence, MessageEnd, Move, NoticeEnd, OccurrenceEnd, StreamEnd, TaskEnd
from bench.chaos.history import AnyEvent, Effect, Heard, Received, Replied, Sampled, Submitted, Told
from core.domain import FINAL, TaskStatus
from services.webhook.outbox import TOLD

QUEUED, RUNNING, RETRYING = TaskStatus.QUEUED, TaskStatus.RUNNING, TaskStatus.RETRYING
COMPLETED, FAILED, NEEDS_PERSON = TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.NEEDS_PERSON
NEEDS_INPUT = TaskStatus.NEEDS_INPUT

LIVES: dict[str, tuple[Sequence[TaskStatus], str | None]] = {
    "plain": ((QUEUED, RUNNING, COMPLETED), "good"),
    "crashed": ((QUEUED, RUNNING, QUEUED, RUNNING, COMPLETED), "good"),
    "retried": ((QUEUED, RUNNING, RETRYING, QUEUED, RUNNING, COMPLETED), "late"),
    "doomed": ((QUEUED, RUNNING, FAILED), "gone"),
    "unasked": ((QUEUED, RUNNING, QUEUED, RUNNING, NEEDS_PERSON), None),
    "told": ((QUEUED, RUNNING, QUEUED, RUNNING, COMPLETED), "good"),
    "torn": ((QUEUED, RUNNING, QUEUED, RUNNING, NEEDS_PERSON), None),
    "gone": ((QUEUED, RUNNING, QUEUED, RUNNING, FAILED), None),
    "asked": ((QUEUED, RUNNING, NEEDS_INPUT, QUEUED, RUNNING, COMPLETED), None),
}
"""Tasks by name: the states that each went through, and who is told of it."""

FAMILY: Sequence[tuple[str, str, TaskStatus]] = (
    ("told", "good", COMPLETED),
    ("told", "late", COMPLETED),
    ("torn", "torn", NEEDS_PERSON),
    ("gone", "gone", FAILED),
)
"""Whom tasks told, and what became of it."""


def good_evidence() -> Evidence:
    """Tasks whose worker crashed, was retried, failed, or left an outcome unknown, that told the family or asked a question;
    a reminder; quiet streams.
    """
    tasks, moves = zip(*(live(name, *LIVES[name]) for name in LIVES), strict=True)
    messages = [message for task, life in zip(tasks, moves, strict=True) for message in _messages(task, life)]
    return Evidence(
        events=[*_submissions(), *_effects(tasks), *_receipts(tasks, messages), *_others()],
        tasks=tasks,
        moves=[move for life in moves for move in life],
        messages=messages,
        occurrences=[OccurrenceEnd("occurrence", "water", 50.0, COMPLETED, notices=(50.2,))],
        notices=[NoticeEnd(f"notice-{task}-{to}", task, to, status) for task, to, status in FAMILY],
        streams=[StreamEnd("queue:{activity}", 0, 0, 2)],
        effectful=frozenset({"plain", "crashed", "retried", "asked"}),
        telling=frozenset({"told", "torn", "gone"}),
        asking=frozenset({"asked"}),
        workers=2,
        most_running=8,
    )


def live(name: str, states: Sequence[TaskStatus], receiver: str | None = None) -> tuple[TaskEnd, list[Move]]:
    """A task that goes through these states, and its history."""
    number = list(LIVES).index(name)
    epochs = [0]
    for before, after in pairwise(states):
        epochs.append(epochs[-1] + (after is RUNNING or (before, after) == (RUNNING, QUEUED)))
    moves = [
        Move(name, seq, before, after, epoch, at=number + seq / 10)
        for seq, (before, after, epoch) in enumerate(zip((None, *states), states, epochs, strict=False), start=1)
    ]
    end = TaskEnd(
        id=name,
        account="flooding",
        kind=name,
        status=states[-1],
        epoch=epochs[-1],
        version=len(states),
        created_at=float(number),
        completed_at=moves[-1].at if states[-1] in FINAL else None,
        receiver=receiver,
        result_epoch=epochs[-1] if states[-1] is COMPLETED else None,
    )
    return end, moves


def _submissions() -> list[AnyEvent]:
    accepted = [submitted(name, request=f"request-{name}", tasks=(name,)) for name in LIVES]
    lost_answer = submitted("plain", type="info")
    again = submitted("plain", request="request-plain", tasks=("plain",))
    return [lost_answer, *accepted, again, submitted("plain", body="another", type="fail", status=422)]


def _effects(tasks: Sequence[TaskEnd]) -> list[AnyEvent]:
    telling = {task for task, _, _ in FAMILY}
    happened = [effect(task.id) for task in tasks if task.status is not FAILED and task.id not in {*telling, "asked"}]
    return [*happened, effect("crashed", repeated=True), effect("asked", answer="harbour")]


def _messages(task: TaskEnd, moves: Sequence[Move]) -> list[MessageEnd]:
    return [
        MessageEnd(f"message-{task.id}", task.id, TOLD[move.to_status], move.seq, task.receiver, _fate(task), tries=1)
        for move in moves
        if move.to_status in TOLD and task.receiver
    ]


def _fate(task: TaskEnd) -> TaskStatus:
    return FAILED if task.receiver == "gone" else COMPLETED


def _receipts(tasks: Sequence[TaskEnd], messages: Sequence[MessageEnd]) -> list[AnyEvent]:
    epochs = {task.id: task.result_epoch for task in tasks}
    return [received(message, epoch=epochs[message.task]) for message in messages for _ in range(2)]


def _others() -> list[AnyEvent]:
    return [
        *(heard(task, to) for task, to, status in FAMILY if status is not FAILED),
        heard("told", "late", type="fail"),
        replied("harbour"),
        replied("market", type="fail"),
        replied("library", type="info"),
        Told(t=50.4, process="effects", type="ok", reminder="water"),
        Sampled(t=51.0, process="run", type="ok", running={"flooding": 8, "quiet": 1}),
    ]


def submitted(key: str, **more: Any) -> Submitted:
    values: dict[str, Any] = {"t": 1.0, "type": "ok", "account": "flooding", "key": key, "body": "first", **more}
    return Submitted(process="client", **values)


def effect(task: str, *, key: str | None = None, repeated: bool = False, answer: str | None = None) -> Effect:
    key = key or f"task:{task}:do"
    return Effect(t=1.0, process="effects", type="ok", task=task, key=key, repeated=repeated, answer=answer)


def heard(task: str, to: str, **more: Any) -> Heard:
    values: dict[str, Any] = {"t": 1.0, "type": "ok", "task": task, "to": to, **more}
    return Heard(process="effects", **values)


def replied(answer: str, **more: Any) -> Replied:
    values: dict[str, Any] = {"t": 1.0, "type": "ok", "task": "asked", "answer": answer, **more}
    return Replied(process="run", **values)


def received(message: MessageEnd, *, epoch: int | None, is_genuine: bool = True) -> Received:
    return Received(
        t=2.0,
        process="effects",
        type="ok",
        task=message.task,
        epoch=epoch,
        message=message.id,
        news=message.news,
        version=message.version,
        receiver=message.receiver,
        is_genuine=is_genuine,
    )
