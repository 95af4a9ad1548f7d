"""What is there again, and how soon: after SIGKILL of every worker half way, and after Redis lost everything."""

import asyncio
import time
from typing import cast

from bench.ground import Figures, Ground, run_on_ground
from bench.tables import table, target

_KILL_SLEEP_MS, _KILL_WORKERS, _KILL_CONCURRENCY = 50, 2, 64
_TWICE = (
    "SELECT count(*) FROM (SELECT task_id FROM task_events WHERE type = 'task.completed' "
    "GROUP BY task_id HAVING count(*) > 1) AS twice"
)
_LEFT = "SELECT count(*) FROM tasks WHERE status <> 'completed'"
_ADDRESSED = "booking"
"""The queue that the sweeping worker reads, so that the tasks stay where the sweep puts them."""
_PATIENCE_SECONDS = 180.0
_RESTORED_WITHIN_SECONDS = 10.0
_LEASE_SLACK_SECONDS = 2.0
_DUE_IN_SECONDS = 6.0
_FLUSH_ROWS_OLDER_THAN_SECONDS = 6.0


def measure(*, quick: bool) -> Figures:
    """Both, each on servers of its own."""
    killed, flushed, runs = (1_000, 10_000, 1) if quick else (6_000, 100_000, 3)
    kills = [
        run_on_ground(lambda ground: _kill(ground, killed), slots=killed, sleep_ms=_KILL_SLEEP_MS) for _ in range(runs)
    ]
    flush = run_on_ground(lambda ground: _flush(ground, flushed), slots=flushed)
    due = run_on_ground(lambda ground: _fall_due(ground, flushed), slots=flushed)
    figures: Figures = {"kill": kills, "flush": flush, "due": due}
    return {**figures, "targets": _targets(figures)}


def render(figures: Figures) -> str:
    """The tables."""
    kills, flush = figures["kill"], figures["flush"]
    kill_rows = [
        (
            f"{number}",
            each["tasks"],
            each["running"],
            each["settled_seconds"],
            each["entries_left"],
            each["lost"],
            each["completed_twice"],
            each["begun_again"],
            each["run_to_the_end_twice"],
        )
        for number, each in enumerate(kills, start=1)
    ]
    flush_rows = [
        ("queued rows when Redis lost everything", flush["tasks"]),
        ("seconds until all were on the stream again", flush["restored_seconds"]),
        ("entries on the stream then", flush["entries"]),
        ("started twice, though Redis lost everything once more half way through the drain", flush["started_twice"]),
        ("lost", flush["lost"]),
        ("seconds of the drain with two workers, second loss included", flush["drained_seconds"]),
    ]
    return "\n\n".join(
        [
            f"SIGKILL to {_KILL_WORKERS} workers half way through tasks of {_KILL_SLEEP_MS} ms, one new worker at once, "
            f"a lease of {kills[0]['lease_seconds']:.0f} s. *Begun again* counts attempts that the kill cut off, *run to "
            "the end twice* those among them that had ended but were not committed yet: effects have their ledger for "
            "that. *Completed twice* is what the history says.",
            table(
                (
                    "run",
                    "tasks",
                    "running at the kill",
                    "all settled after s",
                    "entries still to be tidied then",
                    "lost",
                    "completed twice",
                    "begun again",
                    "run to the end twice",
                ),
                kill_rows,
            ),
            "FLUSHALL under a deep backlog:",
            table(("", ""), flush_rows),
            f"{figures['due']['tasks']:,} tasks that fall due in the same second, as reminders do at eight, were on the "
            f"stream {figures['due']['seconds']:.1f} s later, put there by one worker.",
        ]
    )


async def _kill(ground: Ground, tasks: int) -> Figures:
    ledger = ground.ledger
    await ground.fill(tasks)
    for _ in range(_KILL_WORKERS):
        ground.start_worker(_KILL_CONCURRENCY)
    await ground.wait_until(lambda: _is_half_way(ground, tasks), what="half of the tasks are done", seconds=60)
    ground.kill_all()
    killed_at = time.monotonic()
    running = ledger.count_started(0, tasks) - ledger.count_finished(0, tasks)
    ground.start_worker(_KILL_CONCURRENCY)
    await ground.wait_until_settled(seconds=_PATIENCE_SECONDS)
    settled_seconds = time.monotonic() - killed_at
    return {
        "tasks": tasks,
        "running": running,
        "lease_seconds": ground.settings.lease_seconds.total_seconds(),
        "settled_seconds": settled_seconds,
        "entries_left": ground.stream_length(),
        "lost": await ground.ask(_LEFT),
        "completed_twice": await ground.ask(_TWICE),
        "begun_again": sum(1 for starts in ledger.starts[:tasks] if starts > 1),
        "run_to_the_end_twice": sum(1 for finishes in ledger.finishes[:tasks] if finishes > 1),
    }


def _is_half_way(ground: Ground, tasks: int) -> bool:
    """Half are done and a good many are running: a kill that strikes at nothing would prove nothing."""
    done = ground.ledger.count_finished(0, tasks)
    running = ground.ledger.count_started(0, tasks) - done
    return done >= tasks // 2 and running >= _KILL_CONCURRENCY // 2


async def _flush(ground: Ground, tasks: int) -> Figures:
    """A worker that only sweeps puts everything back; then two workers drain, and Redis loses everything once more."""
    ledger = ground.ledger
    await ground.fill(tasks)
    ground.start_worker(1, "--queues", _ADDRESSED)
    await asyncio.sleep(_FLUSH_ROWS_OLDER_THAN_SECONDS)  # younger dispatches count as under way
    flushed_at = time.monotonic()
    _flush_all(ground)
    restored = lambda: ground.stream_length() >= tasks  # noqa: E731 - named for the message
    await ground.wait_until(restored, what="all tasks are on the stream again", seconds=_PATIENCE_SECONDS)
    restored_seconds, entries = time.monotonic() - flushed_at, ground.stream_length()
    began = time.monotonic()
    for _ in range(2):
        ground.start_worker(256)
    half = lambda: ledger.count_finished(0, tasks) >= tasks // 2  # noqa: E731 - as above
    await ground.wait_until(half, what="half of the tasks are done", seconds=_PATIENCE_SECONDS)
    _flush_all(ground)
    await ground.wait_until_settled(seconds=_PATIENCE_SECONDS)
    return {
        "tasks": tasks,
        "restored_seconds": restored_seconds,
        "entries": entries,
        "drained_seconds": time.monotonic() - began,
        "started_twice": sum(1 for starts in ledger.starts[:tasks] if starts > 1),
        "lost": await ground.ask(_LEFT),
    }


async def _fall_due(ground: Ground, tasks: int) -> Figures:
    """What waited for one instant, put on the stream by one worker that only sweeps."""
    await ground.fill(tasks)
    _flush_all(ground)
    due_at = time.time() + _DUE_IN_SECONDS
    at = "to_timestamp(:at)"
    await ground.execute(f"UPDATE tasks SET status = 'scheduled', due_at = {at}, dispatched_at = NULL", at=due_at)
    ground.start_worker(1, "--queues", _ADDRESSED)
    there = lambda: ground.stream_length() >= tasks  # noqa: E731 - named for the message
    await ground.wait_until(there, what="all that is due is on the stream", seconds=_PATIENCE_SECONDS)
    return {"tasks": tasks, "seconds": time.time() - due_at}


def _flush_all(ground: Ground) -> None:
    cast("object", ground.redis.flushall())  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py


def _targets(figures: Figures) -> list[Figures]:
    kills, flush = figures["kill"], figures["flush"]
    allowed = kills[0]["lease_seconds"] + _LEASE_SLACK_SECONDS
    slowest = max(each["settled_seconds"] for each in kills)
    twice = sum(each["completed_twice"] + each["lost"] for each in kills)
    restored, again = flush["restored_seconds"], flush["started_twice"] + flush["lost"]
    return [
        target(
            f"SIGKILL of every worker half way: all settled within a lease + 2 s ({allowed:.0f} s)",
            f"{slowest:.1f} s",
            met=slowest <= allowed,
        ),
        target("…: lost or completed twice 0", f"{twice}", met=twice == 0),
        target(
            f"FLUSHALL: {flush['tasks']:,} queued tasks on the stream again within {_RESTORED_WITHIN_SECONDS:.0f} s",
            f"{restored:.1f} s",
            met=restored <= _RESTORED_WITHIN_SECONDS,
        ),
        target("…: started twice or lost 0", f"{again}", met=again == 0),
    ]
