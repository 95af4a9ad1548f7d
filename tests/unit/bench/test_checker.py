"""Every way of breaking a promise is caught by exactly the invariant that states it; a good history passes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bench.chaos.checker import CHECKS, check
from bench.chaos.evidence import Evidence, Move, StreamEnd, TaskEnd
from bench.chaos.history import Effect, Heard, Received, Replied, Sampled, Told
from core.domain import TaskStatus
from tests.unit.bench.histories import (
    COMPLETED,
    FAILED,
    NEEDS_INPUT,
    NEEDS_PERSON,
    QUEUED,
    RUNNING,
    effect,
    good_evidence,
    heard,
    live,
    replied,
    submitted,
)

Spoil = Callable[[Evidence], Evidence]


def test_good_history_passes() -> None:
    assert check(good_evidence()) == []


def with_task(evidence: Evidence, name: str, **values: Any) -> Evidence:
    return replace(evidence, tasks=[each._replace(**values) if each.id == name else each for each in evidence.tasks])


def with_move(evidence: Evidence, name: str, seq: int, **values: Any) -> Evidence:
    moves = [each._replace(**values) if (each.task, each.seq) == (name, seq) else each for each in evidence.moves]
    return replace(evidence, moves=moves)


def with_message(evidence: Evidence, name: str, **values: Any) -> Evidence:
    messages = [each._replace(**values) if each.task == name else each for each in evidence.messages]
    return replace(evidence, messages=messages)


def with_occurrence(evidence: Evidence, **values: Any) -> Evidence:
    return replace(evidence, occurrences=[each._replace(**values) for each in evidence.occurrences])


def without(evidence: Evidence, kind: type, **values: Any) -> Evidence:
    """Leave out the events of this kind that have these values."""
    stays = [
        event
        for event in evidence.events
        if not (isinstance(event, kind) and all(getattr(event, name) == value for name, value in values.items()))
    ]
    return replace(evidence, events=stays)


def changed(evidence: Evidence, kind: type, **values: Any) -> Evidence:
    """Give all events of this kind these values."""
    events = [event.model_copy(update=values) if isinstance(event, kind) else event for event in evidence.events]
    return replace(evidence, events=events)


def plus(evidence: Evidence, *events: Any) -> Evidence:
    return replace(evidence, events=[*evidence.events, *events])


def drop_task(evidence: Evidence) -> Evidence:
    """An accepted task that is nowhere, with all that belongs to it."""
    left = without(without(evidence, Effect, task="plain"), Received, task="plain")
    return replace(
        left,
        tasks=[task for task in left.tasks if task.id != "plain"],
        moves=[move for move in left.moves if move.task != "plain"],
        messages=[message for message in left.messages if message.task != "plain"],
    )


def stop_half_way(evidence: Evidence) -> Evidence:
    moves = [move for move in evidence.moves if (move.task, move.seq) != ("unasked", 5)]
    return with_task(replace(evidence, moves=moves), "unasked", status=RUNNING, version=4)


def end_twice(evidence: Evidence) -> Evidence:
    again = Move("unasked", 6, TaskStatus.NEEDS_PERSON, FAILED, 3, at=9.0)
    twice = Move("unasked", 7, FAILED, COMPLETED, 3, at=9.1)
    return with_task(replace(evidence, moves=[*evidence.moves, again, twice]), "unasked", status=COMPLETED, version=7)


def move_after_end(evidence: Evidence) -> Evidence:
    after = Move("plain", 4, COMPLETED, QUEUED, 1, at=9.0)
    return with_task(replace(evidence, moves=[*evidence.moves, after]), "plain", version=4)


def lose_event(evidence: Evidence) -> Evidence:
    return replace(evidence, moves=[move for move in evidence.moves if (move.task, move.seq) != ("retried", 3)])


def forget_history(evidence: Evidence) -> Evidence:
    return replace(evidence, moves=[move for move in evidence.moves if move.task != "unasked"])


def skip_queue(evidence: Evidence) -> Evidence:
    """From retrying straight to running."""
    moves = [move for move in evidence.moves if (move.task, move.seq) != ("retried", 4)]
    after = {5: {"seq": 4, "from_status": TaskStatus.RETRYING}, 6: {"seq": 5}}
    moves = [move._replace(**after.get(move.seq, {})) if move.task == "retried" else move for move in moves]
    left = with_message(replace(evidence, moves=moves), "retried", version=5)
    left = replace(left, events=[_at_version(event, 5) for event in left.events])
    return with_task(left, "retried", version=5)


def _at_version(event: Any, version: int) -> Any:
    is_meant = isinstance(event, Received) and event.task == "retried"
    return event.model_copy(update={"version": version}) if is_meant else event


def flood_slower_than_quiet_is(evidence: Evidence, *, quiet_seconds: float) -> Evidence:
    """Forty completed tasks of either account; those of the quiet one take so long."""
    template = next(task for task in evidence.tasks if task.id == "plain")
    moves = [move for move in evidence.moves if move.task == "plain"]
    names = [(f"{account}-{number}", account) for account in ("quiet", "flooding") for number in range(40)]
    seconds = {"quiet": quiet_seconds, "flooding": 5.0}

    def copy(name: str, account: str) -> TaskEnd:
        ends = {"created_at": 0.0, "completed_at": seconds[account]}
        return template._replace(id=name, account=account, receiver=None, **ends)

    return replace(
        plus(evidence, *(effect(name) for name, _ in names)),
        tasks=[*evidence.tasks, *(copy(name, account) for name, account in names)],
        moves=[*evidence.moves, *(move._replace(task=name) for name, _ in names for move in moves)],
    )


def with_stream(evidence: Evidence, **values: int) -> Evidence:
    return replace(evidence, streams=[each._replace(**values) for each in evidence.streams])


def with_life(evidence: Evidence, name: str, *states: TaskStatus) -> Evidence:
    """Let a task that nobody is told of go through these states."""
    end, moves = live(name, states)
    others = [move for move in evidence.moves if move.task != name]
    tasks = [end if task.id == name else task for task in evidence.tasks]
    return replace(evidence, tasks=tasks, moves=[*others, *moves])


def with_notice(evidence: Evidence, task: str, status: TaskStatus) -> Evidence:
    notices = [each._replace(status=status) if each.task == task else each for each in evidence.notices]
    return replace(evidence, notices=notices)


def tell_under_failure(evidence: Evidence) -> Evidence:
    return plus(with_notice(evidence, "gone", NEEDS_PERSON), heard("gone", "gone"))


def complete_unheard(evidence: Evidence) -> Evidence:
    """The task claims more than its message."""
    return with_life(without(evidence, Heard, task="torn"), "torn", QUEUED, RUNNING, QUEUED, RUNNING, COMPLETED)


def tell_nobody(evidence: Evidence) -> Evidence:
    left = [notice for notice in evidence.notices if notice.task != "told"]
    return replace(without(evidence, Heard, task="told"), notices=left)


def ask_again(evidence: Evidence) -> Evidence:
    once = (QUEUED, RUNNING, NEEDS_INPUT)
    return with_life(evidence, "asked", *once, *once, QUEUED, RUNNING, COMPLETED)


def do_other_than_answered(evidence: Evidence, answer: str | None) -> Evidence:
    events = [
        event.model_copy(update={"answer": answer}) if isinstance(event, Effect) and event.answer else event
        for event in evidence.events
    ]
    return replace(evidence, events=events)


def answer_nothing(evidence: Evidence) -> Evidence:
    return without(do_other_than_answered(evidence, None), Replied)


def fail_untold(evidence: Evidence) -> Evidence:
    """A worker without the ability took it for the end."""
    left = [notice for notice in evidence.notices if notice.task != "gone"]
    return with_life(replace(evidence, notices=left), "gone", QUEUED, RUNNING, FAILED)


def fail_unasked(evidence: Evidence) -> Evidence:
    return with_life(without(answer_nothing(evidence), Effect, task="asked"), "asked", QUEUED, RUNNING, FAILED)


def fail_answered(evidence: Evidence) -> Evidence:
    left = without(evidence, Effect, task="asked")
    return with_life(left, "asked", QUEUED, RUNNING, NEEDS_INPUT, QUEUED, RUNNING, FAILED)


BAD: Sequence[tuple[str, str, Spoil]] = (
    ("accepted task dropped", "I1", drop_task),
    ("task left running", "I1", stop_half_way),
    ("completed without its effect", "I1", lambda run: without(run, Effect, task="plain")),
    ("second end", "I2", end_twice),
    ("move after the end", "I2", move_after_end),
    ("row and history differ", "I2", lambda run: with_task(run, "doomed", status=TaskStatus.CANCELLED)),
    ("event lost", "I3", lose_event),
    ("history gone", "I3", forget_history),
    ("illegal move", "I3", skip_queue),
    ("move from another state", "I3", lambda run: with_move(run, "crashed", 4, from_status=TaskStatus.RETRYING)),
    ("epoch falls", "I3", lambda run: with_move(run, "crashed", 3, epoch=0)),
    (
        "claimed without a new epoch",
        "I3",
        lambda run: with_move(with_move(run, "crashed", 3, epoch=3), "crashed", 4, epoch=3),
    ),
    ("version of the row falls", "I3", lambda run: with_task(run, "crashed", version=4)),
    ("stale result", "I4", lambda run: with_task(run, "crashed", result_epoch=1)),
    ("stale result told", "I4", lambda run: changed_for(run, "crashed", epoch=1)),
    ("effect twice under one key", "I5", lambda run: plus(run, effect("plain"))),
    ("effect twice under two keys", "I5", lambda run: plus(run, effect("plain", key="task:plain:other"))),
    ("effect of a failed task", "I5", lambda run: plus(run, effect("doomed"))),
    ("message never arrived", "I6", lambda run: without(run, Received, task="plain")),
    ("message never stored", "I6", lambda run: without_message(run, "plain")),
    ("message stored twice", "I6", lambda run: replace(run, messages=[*run.messages, run.messages[0]])),
    ("message given up", "I6", lambda run: with_message(run, "plain", status=FAILED)),
    ("message to a bad receiver never tried", "I6", lambda run: with_message(run, "doomed", status=QUEUED, tries=0)),
    ("forged signature", "I6", lambda run: changed_for(run, "plain", is_genuine=False)),
    ("other news under the same id", "I6", lambda run: changed_for(run, "plain", news="task.failed")),
    (
        "other request for the same key",
        "I7",
        lambda run: plus(run, submitted("plain", request="other", tasks=("plain",))),
    ),
    ("other tasks for the same key", "I7", lambda run: plus(run, submitted("plain", request="request-plain"))),
    (
        "other body accepted under the same key",
        "I7",
        lambda run: plus(run, submitted("plain", body="another", request="r")),
    ),
    ("first body refused", "I7", lambda run: plus(run, submitted("plain", type="fail", status=422))),
    ("entry left waiting", "I8", lambda run: with_stream(run, length=1)),
    ("entry left pending", "I8", lambda run: with_stream(run, pending=1)),
    ("dead consumer left", "I8", lambda run: with_stream(run, consumers=3)),
    ("key left in Redis", "I8", lambda run: replace(run, leftovers=["lock:sweep"])),
    ("account above its limit", "I9", lambda run: changed(run, Sampled, running={"flooding": 9})),
    ("quiet account kept waiting", "I9", lambda run: flood_slower_than_quiet_is(run, quiet_seconds=8.0)),
    ("told too early", "I10", lambda run: changed(run, Told, t=49.0)),
    ("stored too early", "I10", lambda run: with_occurrence(run, notices=(49.0,))),
    ("told twice", "I10", lambda run: with_occurrence(run, notices=(50.2, 51.0))),
    ("never told", "I10", lambda run: with_occurrence(without(run, Told), notices=())),
    ("never heard", "I10", lambda run: without(run, Told)),
    ("message twice at its receiver", "I11", lambda run: plus(run, heard("told", "good"))),
    ("unknown message told again", "I11", lambda run: plus(run, heard("torn", "torn"))),
    ("message stored twice under one task", "I11", lambda run: replace(run, notices=[*run.notices, run.notices[0]])),
    ("message called sent never heard", "I11", lambda run: without(run, Heard, to="late", type="ok")),
    ("message called failed heard", "I11", lambda run: plus(run, heard("gone", "gone"))),
    ("told by a task called failed", "I11", tell_under_failure),
    ("completed though a message is unknown and unheard", "I11", complete_unheard),
    ("completed without a message", "I11", tell_nobody),
    ("failed before it told anybody", "I11", fail_untold),
    ("message left waiting", "I11", lambda run: with_notice(run, "torn", QUEUED)),
    ("two answers taken", "I12", lambda run: plus(run, replied("harbour"))),
    ("answer taken and lost", "I12", lambda run: plus(run, replied("market", task="plain"))),
    ("question asked again", "I12", ask_again),
    ("went on unanswered", "I12", answer_nothing),
    ("done without a question", "I12", lambda run: with_life(answer_nothing(run), "asked", QUEUED, RUNNING, COMPLETED)),
    ("failed before it asked", "I12", fail_unasked),
    ("failed after its answer", "I12", fail_answered),
    ("did something else than was answered", "I12", lambda run: do_other_than_answered(run, "library")),
    ("two due times", "I10", lambda run: replace(run, occurrences=[*run.occurrences, *run.occurrences])),
)


def changed_for(evidence: Evidence, task: str, **values: Any) -> Evidence:
    """Give what was received of one task these values."""
    events = [
        event.model_copy(update=values) if isinstance(event, Received) and event.task == task else event
        for event in evidence.events
    ]
    return replace(evidence, events=events)


def without_message(evidence: Evidence, task: str) -> Evidence:
    left = without(evidence, Received, task=task)
    return replace(left, messages=[message for message in left.messages if message.task != task])


@pytest.mark.parametrize(("invariant", "spoil"), [pytest.param(name, spoil, id=what) for what, name, spoil in BAD])
def test_bad_history_is_caught_by_its_invariant_alone(invariant: str, spoil: Spoil) -> None:
    assert {violation.invariant for violation in check(spoil(good_evidence()))} == {invariant}


def test_every_invariant_has_bad_histories() -> None:
    assert {invariant for _, invariant, _ in BAD} == set(CHECKS)


def test_quiet_account_that_is_served_first_passes() -> None:
    assert check(flood_slower_than_quiet_is(good_evidence(), quiet_seconds=1.0)) == []


def test_streams_of_no_worker_may_have_no_consumer() -> None:
    run = replace(good_evidence(), workers=0, streams=[StreamEnd("queue:{booking}", 0, 0, 0)])
    assert check(run) == []


@pytest.mark.parametrize(("spoil", "name"), [(fail_untold, "gone"), (fail_unasked, "asked")])
def test_task_that_lost_its_worker_again_and_again_may_fail(spoil: Spoil, name: str) -> None:
    assert check(spoil(good_evidence()))
    assert check(with_life(spoil(good_evidence()), name, *[QUEUED, RUNNING] * 3, FAILED)) == []
