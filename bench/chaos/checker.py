"""The invariants I1 to I12 over the evidence of a run: pure, one pass each.

A bad history is caught by exactly the invariant that it breaks; `tests/unit/bench` has one for every way of breaking it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import TypeVar

from bench.chaos.evidence import ENDED, RELIABLE, SILENT, Evidence, MessageEnd, Move, NoticeEnd, TaskEnd, Violation
from bench.chaos.history import Effect, Heard, Received, Replied, Sampled, Submitted, Told
from core.domain import FINAL, TRANSITIONS, Task, TaskStatus
from services.webhook.outbox import TOLD

T = TypeVar("T")
K = TypeVar("K")

UNPROCESSABLE = 422
CLOCK_SECONDS = 0.05
"""How far the clocks of two processes of one machine may seem apart: what is stored and what is sent are stamped apart."""
DWELL_SLACK_SECONDS = 2.0
FEWEST_DWELLS = 20
_ANSWERED = (TaskStatus.NEEDS_INPUT, TaskStatus.QUEUED)
_OVER = frozenset({TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.EXPIRED})


def check(evidence: Evidence) -> list[Violation]:
    """Every broken promise, by invariant."""
    return [Violation(name, what, subject) for name, find in CHECKS.items() for what, subject in find(evidence)]


Found = Iterable[tuple[str, str]]


def check_nothing_lost(evidence: Evidence) -> Found:
    """I1: whatever was answered 202 is there and has ended, and what is completed has happened."""
    tasks = {task.id: task for task in evidence.tasks}
    for event in _of(evidence, Submitted):
        if event.type == "ok":
            for task in event.tasks:
                if task not in tasks:
                    yield "accepted and gone", task
    happened = {event.task for event in _of(evidence, Effect) if event.type == "ok"}
    for task in evidence.tasks:
        if task.status not in ENDED:
            yield f"still {task.status}", task.id
        if task.status is TaskStatus.COMPLETED and task.kind in evidence.effectful and task.id not in happened:
            yield "completed without its effect", task.id


def check_one_end(evidence: Evidence) -> Found:
    """I2: a task ends once, and stays as it ended."""
    status = {task.id: task.status for task in evidence.tasks}
    for task, moves in _by_task(evidence).items():
        ends = [move for move in moves if move.to_status in FINAL]
        if len(ends) > 1:
            yield f"ended {len(ends)} times", task
        elif ends and moves[-1] is not ends[0]:
            yield f"moved on after it was {ends[0].to_status}", task
        elif task in status and status[task] is not moves[-1].to_status:
            yield f"is {status[task]}, its last move made it {moves[-1].to_status}", task


def check_moves(evidence: Evidence) -> Found:
    """I3: moves follow the graph, one after the other; epoch and version never fall."""
    tasks = {task.id: task for task in evidence.tasks}
    histories = _by_task(evidence)
    for task, moves in histories.items():
        yield from ((what, task) for what in _wrong_moves(moves))
        if task in tasks and tasks[task].version != moves[-1].seq:
            yield f"is at version {tasks[task].version} after {moves[-1].seq} moves", task
    for task in tasks.keys() - histories.keys():
        yield "has no history", task


def check_no_stale_write(evidence: Evidence) -> Found:
    """I4: the result that stands, and every message of it, is that of the newest claim."""
    newest: dict[str, int] = defaultdict(int)
    for move in evidence.moves:
        if move.to_status is TaskStatus.RUNNING:
            newest[move.task] = max(newest[move.task], move.epoch)
    for task in evidence.tasks:
        if task.result_epoch is not None and task.result_epoch != newest[task.id]:
            yield f"has the result of epoch {task.result_epoch}, claimed last under {newest[task.id]}", task.id
    for event in _of(evidence, Received):
        if event.task and event.epoch is not None and event.epoch != newest[event.task]:
            yield f"was told of epoch {event.epoch}, claimed last under {newest[event.task]}", event.task


def check_effects(evidence: Evidence) -> Found:
    """I5: an effect happens at most once, under one key, and stands for nothing that is called off."""
    applied: dict[str, Counter[str]] = defaultdict(Counter)
    for event in _of(evidence, Effect):
        if event.type == "ok" and not event.repeated and event.task:
            applied[event.task][event.key] += 1
    for task, keys in applied.items():
        if keys.total() > 1:
            yield f"happened {keys.total()} times under {len(keys)} keys", task
    for task in evidence.tasks:
        if task.status in _OVER and task.id in applied:
            yield f"is {task.status} and happened", task.id


def check_webhooks(evidence: Evidence) -> Found:
    """I6: what is to be told is stored once, and taken under its own id or recorded as not taken; all is signed."""
    receipts = _group(_of(evidence, Received), lambda event: event.message)
    messages = _group(evidence.messages, lambda message: (message.task, message.version))
    receiver = {task.id: task.receiver for task in evidence.tasks}
    for move in evidence.moves:
        wanted = move.to_status in TOLD and receiver.get(move.task) is not None
        stored = messages.get((move.task, move.seq), [])
        if wanted != (len(stored) == 1) or len(stored) > 1:
            yield f"move {move.seq} to {move.to_status} has {len(stored)} messages", move.task
    for message in evidence.messages:
        if what := _undelivered(message, receipts.get(message.id, [])):
            yield what, message.id
    for event in _of(evidence, Received):
        if not event.is_genuine:
            yield "came with a signature that is not genuine", event.message


def check_keys(evidence: Evidence) -> Found:
    """I7: the same Idempotency-Key brings back the same request, another body under it is refused."""
    first: dict[tuple[str, str], Submitted] = {}
    for event in _of(evidence, Submitted):
        name = (event.account, event.key)
        if event.type == "ok":
            known = first.setdefault(name, event)
            if known.body != event.body:
                yield "two bodies were accepted under one key", event.key
            elif (known.request, known.tasks) != (event.request, event.tasks):
                yield "one key brought two requests", event.key
        elif event.status == UNPROCESSABLE and name in first and first[name].body == event.body:
            yield "the first body was refused when it came again", event.key


def check_streams(evidence: Evidence) -> Found:
    """I8: at rest the streams are empty, nothing else is left in Redis, and no dead consumer keeps its name."""
    for stream in evidence.streams:
        if stream.length or stream.pending:
            yield f"holds {stream.length} entries, {stream.pending} of them pending", stream.name
        if stream.consumers > evidence.workers:
            yield f"knows {stream.consumers} consumers, {evidence.workers} workers are alive", stream.name
    for key in evidence.leftovers:
        yield "was left in Redis", key


def check_fairness(evidence: Evidence) -> Found:
    """I9: no account runs more than it may, and a quiet one does not wait longer than those that flood."""
    for event in _of(evidence, Sampled):
        for account, running in event.running.items():
            if running > evidence.most_running:
                yield f"ran {running} tasks at a time, {evidence.most_running} are allowed", account
    excess = _excess_of_quiet(evidence)
    if len(excess) >= FEWEST_DWELLS and (most := excess[len(excess) * 3 // 4]) > DWELL_SLACK_SECONDS:
        yield f"waited {most:.1f} s longer (p75) than those that flood did at the same time", evidence.quiet


def check_reminders(evidence: Evidence) -> Found:
    """I10: a due time is told of once, and neither stored nor told before it, whatever clock a worker has."""
    told = _group(_of(evidence, Told), lambda event: event.reminder)
    by_reminder = _group(evidence.occurrences, lambda occurrence: occurrence.reminder)
    for reminder, occurrences in by_reminder.items():
        if len(occurrences) > 1:
            yield f"has {len(occurrences)} due times instead of one", reminder
    for occurrence in evidence.occurrences:
        if len(occurrence.notices) != 1:
            yield f"was told of by {len(occurrence.notices)} messages", occurrence.reminder
        heard = [event.t for event in told.get(occurrence.reminder, [])]
        if occurrence.notices and not heard:
            yield "never reached its person", occurrence.reminder
        earliest = min([*occurrence.notices, *heard], default=occurrence.due_at)
        if earliest < occurrence.due_at - CLOCK_SECONDS:
            yield f"was told {occurrence.due_at - earliest:.2f} s too early", occurrence.reminder


def check_family(evidence: Evidence) -> Found:
    """I11: a task's message is stored once and told once at most; it is told where it or its task is called done, and not
    told where one of them is called failed. What nobody can know is nobody's claim.
    """
    heard = Counter((event.task, event.to) for event in _of(evidence, Heard) if event.type == "ok")
    notices = _group(evidence.notices, lambda notice: (notice.task, notice.to))
    told = {task for task, _ in notices}
    status = {task.id: task.status for task in evidence.tasks}
    moves = _by_task(evidence)
    for (task, to), count in heard.items():
        if count > 1:
            yield f"told {to} {count} times", str(task)
    for (task, to), stored in notices.items():
        if len(stored) > 1:
            yield f"has {len(stored)} messages to {to}", task
        if what := _wrongly_told(stored[0], status.get(task), is_heard=heard[task, to] > 0):
            yield what, task
    for task in evidence.tasks:
        is_silent = task.kind in evidence.telling and task.id not in told
        if is_silent and task.status in FINAL and not _is_given_up(task.status, moves.get(task.id, ())):
            yield f"{task.status}, and there was no message", task.id


def check_questions(evidence: Evidence) -> Found:
    """I12: a task asks once, takes one answer and only one, and what it does then is what that answer said."""
    replies = _group(_of(evidence, Replied), lambda event: event.task)
    done = _group((event for event in _of(evidence, Effect) if event.answer), lambda event: event.task)
    asking = {task.id: task.status for task in evidence.tasks if task.kind in evidence.asking}
    for task, moves in _by_task(evidence).items():
        taken = {each.answer for each in replies[task] if each.type == "ok"}
        possible = taken or {each.answer for each in replies[task] if each.type == "info"}
        yield from ((what, task) for what in _wrong_answers(moves, replies[task]))
        if asking.get(task) is TaskStatus.FAILED and not _is_given_up(TaskStatus.FAILED, moves):
            yield "failed, and every worker that has its ability could have done it", task
        if asking.get(task) is TaskStatus.COMPLETED and not any(m.to_status is TaskStatus.NEEDS_INPUT for m in moves):
            yield "completed without its question", task
        for event in done[task]:
            if event.answer not in possible:
                yield f"did {event.answer}, which was not the answer", task


def _is_given_up(status: TaskStatus, moves: Sequence[Move]) -> bool:
    """Whether it failed since it lost its worker again and again: three blows in a row may hit the same task."""
    lost = [move for move in moves if (move.from_status, move.to_status) == (TaskStatus.RUNNING, TaskStatus.QUEUED)]
    return status is TaskStatus.FAILED and len(lost) >= Task.most_lost_leases - 1


CHECKS: Mapping[str, Callable[[Evidence], Found]] = {
    "I1": check_nothing_lost,
    "I2": check_one_end,
    "I3": check_moves,
    "I4": check_no_stale_write,
    "I5": check_effects,
    "I6": check_webhooks,
    "I7": check_keys,
    "I8": check_streams,
    "I9": check_fairness,
    "I10": check_reminders,
    "I11": check_family,
    "I12": check_questions,
}


# ------------------------------------------------------------------ inside


def _wrong_moves(moves: Sequence[Move]) -> Iterable[str]:
    if moves[0].from_status is not None or moves[0].seq != 1:
        yield f"begins with move {moves[0].seq} from {moves[0].from_status}"
    for before, after in pairwise(moves):
        if after.seq != before.seq + 1:
            yield f"move {after.seq} comes after {before.seq}"
        elif after.from_status is not before.to_status:
            yield f"move {after.seq} is from {after.from_status}, it was {before.to_status}"
        elif before.to_status not in FINAL and after.to_status not in TRANSITIONS[before.to_status]:
            yield f"move {after.seq} is from {before.to_status} to {after.to_status}"
        if after.epoch < before.epoch:
            yield f"epoch fell from {before.epoch} to {after.epoch}"
        if after.to_status is TaskStatus.RUNNING and after.epoch == before.epoch:
            yield f"was claimed without a new epoch ({after.epoch})"


def _undelivered(message: MessageEnd, receipts: Sequence[Received]) -> str | None:
    if message.receiver not in RELIABLE:
        is_in_turn = message.receiver in SILENT and message.status is TaskStatus.RETRYING
        return (
            None
            if message.tries or message.status in FINAL or is_in_turn
            else f"to {message.receiver} has no try on record"
        )
    if message.status is not TaskStatus.COMPLETED:
        return f"to {message.receiver} is {message.status}"
    if not receipts:
        return f"to {message.receiver} never arrived"
    wrong = [
        each
        for each in receipts
        if (each.task, each.version, each.news) != (message.task, message.version, message.news)
    ]
    return "told of something else under its id" if wrong else None


def _wrong_answers(moves: Sequence[Move], replies: Sequence[Replied]) -> Iterable[str]:
    asked = sum(move.to_status is TaskStatus.NEEDS_INPUT for move in moves)
    answered = sum((move.from_status, move.to_status) == _ANSWERED for move in moves)
    kinds = Counter(reply.type for reply in replies)
    if asked > 1:
        yield f"asked {asked} times"
    if kinds["ok"] > 1:
        yield f"took {kinds['ok']} answers"
    if kinds["ok"] > answered:
        yield "took an answer and stayed where it was"
    if answered and not kinds["ok"] + kinds["info"]:
        yield "went on without an answer"


def _wrongly_told(notice: NoticeEnd, task: TaskStatus | None, *, is_heard: bool) -> str | None:
    if notice.status not in ENDED:
        return f"leaves a message to {notice.to} {notice.status}"
    if is_heard:
        wrong = _OVER & {notice.status, task}
        return f"told {notice.to}, and is called {min(wrong)}" if wrong else None
    return f"never told {notice.to}, and is called completed" if TaskStatus.COMPLETED in {notice.status, task} else None


def _excess_of_quiet(evidence: Evidence) -> list[float]:
    """How much longer each quiet task took than flooding ones of the same second (their median), from least to most.

    Blows hold everybody up, so only what was asked for at the same time can be compared.
    """
    ended = [task for task in evidence.tasks if task.completed_at]
    flooding = _group((task for task in ended if task.account != evidence.quiet), lambda task: int(task.created_at))
    usual = {second: median(map(_dwell, tasks)) for second, tasks in flooding.items()}
    quiet = [task for task in ended if task.account == evidence.quiet and int(task.created_at) in usual]
    return sorted(_dwell(task) - usual[int(task.created_at)] for task in quiet)


def _dwell(task: TaskEnd) -> float:
    return (task.completed_at or task.created_at) - task.created_at


def _by_task(evidence: Evidence) -> dict[str, list[Move]]:
    moves = _group(evidence.moves, lambda move: move.task)
    return {task: sorted(each, key=lambda move: move.seq) for task, each in moves.items()}


def _of(evidence: Evidence, kind: type[T]) -> Iterable[T]:
    return (event for event in evidence.events if isinstance(event, kind))


def _group(values: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return groups
