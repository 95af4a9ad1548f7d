"""What finished rows cost the queue: as long as they are kept, and while they are purged."""

import asyncio
import time
from collections.abc import Sequence
from statistics import median

from bench.ground import Figures, Ground, run_on_grounds
from bench.parts.growth import drain
from bench.tables import medians, show, table, target
from repositories.models import RequestRow, TaskRow

_LEAST = 0.9
_KEEPS, _PURGES = {"BENCH_RETENTION_DAYS": "90"}, {"BENCH_RETENTION_DAYS": "7"}
_ROWS_AT_ONCE = 20_000
_SETTLE_DOWN_SECONDS = 3.0
_IDLE_SECONDS = 8.0
_TABLES = ("requests", "tasks", "task_events")
_NAMES = {
    "empty": "almost empty tables",
    "kept": "finished tasks in them, none old enough",
    "purged": "the same, being purged meanwhile",
}


def _columns(model: type[RequestRow | TaskRow], *but: str) -> str:
    return ", ".join(column.name for column in model.__table__.columns if column.name not in but)


_REQUEST = _columns(RequestRow, "id", "completed_at")
_TASK = _columns(TaskRow, "id", "completed_at", "request_id")
_FINISHED = (
    f"WITH request AS (INSERT INTO requests (id, completed_at, {_REQUEST}) "
    "SELECT uuidv7(make_interval(days => -30, secs => number / 1000.0)), now() - interval '30 days', "
    f"{_REQUEST} FROM generate_series(CAST(:start AS int), :start + :rows - 1) AS number, "
    "(SELECT * FROM requests WHERE status = 'completed' LIMIT 1) AS first RETURNING id AS request_id, completed_at), "
    f"task AS (INSERT INTO tasks (id, request_id, completed_at, {_TASK}) "
    f"SELECT request_id, request_id, request.completed_at, {_TASK} FROM request, "
    f"(SELECT {_TASK} FROM tasks WHERE status = 'completed' LIMIT 1) AS first RETURNING id) "
    "INSERT INTO task_events (task_id, seq, type, to_status, at, attempt, epoch) "
    "SELECT id, seq, 'task.' || status, status, now(), 1, 1 "
    "FROM task, (VALUES (1, 'queued'), (2, 'running'), (3, 'completed')) AS event (seq, status)"
)
"""Copies of a finished request of one task with its history, a month old; the triggers are off meanwhile."""

_OLD = "SELECT count(*) FROM requests WHERE completed_at < now() - interval '7 days'"
_BEGIN_ROUND = "UPDATE retention SET stage = 'requests', position = NULL, due_at = now()"


def measure(*, quick: bool) -> Figures:
    """Drains on empty tables and on full ones in turn, on servers of their own; then purging with nothing else to do."""
    tasks, rows, rounds = (3_000, 20_000, 1) if quick else (20_000, 1_000_000, 3)
    slots = tasks * (1 + 2 * rounds)
    figures = run_on_grounds(
        lambda grounds: _measure(grounds, tasks=tasks, rows=rows, rounds=rounds), number=2, slots=slots
    )
    return {**figures, "targets": _targets(figures)}


def render(figures: Figures) -> str:
    """The tables, and what purging takes by itself."""
    rows = [
        (
            name,
            figures["drains"][case]["rate"],
            figures["beside_empty"].get(case),
            f"{figures['drains'][case]['postgres_cpu']:.3f}",
        )
        for case, name in _NAMES.items()
    ]
    alone = figures["alone"]
    return "\n\n".join(
        [
            f"{figures['tasks']:,} no-ops, one worker, {figures['rows']:,} finished requests of one task with three events; "
            f"medians of {figures['rounds']} rounds, in each the cases one after the other. PostgreSQL CPU in seconds per "
            "1,000 tasks.",
            table(("", "tasks/s", "beside empty", "PostgreSQL CPU"), rows),
            f"{figures['purged_meanwhile']:,} requests went in the rounds of the last line: a batch gets its tenth of the time, "
            "and takes longer while the worker is busy.",
            f"With nothing else to do a worker purges {show(alone['rate'])} requests a second, with all that hangs on "
            f"them; that takes {100 * alone['postgres_share']:.1f} % of a core in PostgreSQL and "
            f"{100 * alone['worker_share']:.1f} % in the worker (both without what they take when idle).",
        ]
    )


async def _measure(grounds: Sequence[Ground], *, tasks: int, rows: int, rounds: int) -> Figures:
    empty, full = grounds
    for ground in grounds:
        await drain(ground, workers=1, tasks=tasks, first=0)  # warms caches, and makes a finished task to be copied
    await _fill(full, rows)
    found: dict[str, list[Figures]] = {case: [] for case in _NAMES}
    first = dict.fromkeys(grounds, tasks)
    for _ in range(rounds):
        for case, ground, setting in (("empty", empty, _KEEPS), ("kept", full, _KEEPS), ("purged", full, _PURGES)):
            await full.execute(_BEGIN_ROUND)
            found[case].append(await drain(ground, workers=1, tasks=tasks, first=first[ground], **setting))
            first[ground] += tasks
    left = int(await full.ask(_OLD))
    rates = {case: [each["rate"] for each in drains] for case, drains in found.items()}
    return {
        "tasks": tasks,
        "rows": rows,
        "rounds": rounds,
        "drains": {case: medians(drains) for case, drains in found.items()},
        "beside_empty": {
            case: median(rate / base for rate, base in zip(rates[case], rates["empty"], strict=True))
            for case in ("kept", "purged")
        },
        "purged_meanwhile": rows - left,
        "alone": await _purge_alone(full),
    }


async def _fill(ground: Ground, rows: int) -> None:
    for name in ("requests", "tasks"):
        await ground.execute(f"ALTER TABLE {name} DISABLE TRIGGER ALL")
    for start in range(0, rows, _ROWS_AT_ONCE):
        await ground.execute(_FINISHED, start=start, rows=min(_ROWS_AT_ONCE, rows - start))
    for name in ("requests", "tasks"):
        await ground.execute(f"ALTER TABLE {name} ENABLE TRIGGER ALL")
    await ground.vacuum(*_TABLES)


async def _purge_alone(ground: Ground) -> Figures:
    """A worker that has nothing to do but to purge, less one that has nothing to do at all."""
    idle, busy = [await _watch(ground, setting) for setting in (_KEEPS, _PURGES)]
    return {
        "rate": busy["rate"],
        "postgres_share": busy["postgres_share"] - idle["postgres_share"],
        "worker_share": busy["worker_share"] - idle["worker_share"],
    }


async def _watch(ground: Ground, setting: dict[str, str]) -> Figures:
    await ground.execute(_BEGIN_ROUND)
    worker = ground.start_worker(1, **setting)
    await asyncio.sleep(_SETTLE_DOWN_SECONDS)
    rows, began = int(await ground.ask(_OLD)), time.monotonic()
    servers, cpu = ground.server_cpu_seconds()["postgres"], worker.cpu_seconds()
    await asyncio.sleep(_IDLE_SECONDS)
    seconds = time.monotonic() - began
    figures = {
        "postgres_share": (ground.server_cpu_seconds()["postgres"] - servers) / seconds,
        "worker_share": (worker.cpu_seconds() - cpu) / seconds,
        "rate": (rows - int(await ground.ask(_OLD))) / seconds,
    }
    ground.kill_all()
    return figures


def _targets(figures: Figures) -> list[Figures]:
    rows = f"{figures['rows']:,} finished tasks"
    texts = {
        "kept": f"{rows} in the tables: ≥ {_LEAST} × the rate with almost empty ones",
        "purged": f"{rows}, being purged meanwhile: ≥ {_LEAST} × the rate with almost empty tables",
    }
    return [
        target(text, f"{figures['beside_empty'][case]:.2f} ×", met=figures["beside_empty"][case] >= _LEAST)
        for case, text in texts.items()
    ]
