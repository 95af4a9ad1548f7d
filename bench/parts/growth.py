"""How the figures change: 1, 2 and 4 workers, few and many rows in the tables, and what is the first to be busy."""

import time
from collections import defaultdict

import psutil

from bench.ground import Figures, Ground, run_on_ground
from bench.tables import medians, show, table, target
from repositories.models import TaskRow

_CONCURRENCY = 256
_WORKERS = (1, 2, 4)
_ROWS_AT_ONCE = 20_000
_ALLOWED_LOSS = 0.1
_BYTES = "SELECT pg_total_relation_size('tasks') + pg_total_relation_size('task_events')"
_COLUMNS = [column.name for column in TaskRow.__table__.columns if column.name != "id"]
_FINISHED = (
    f"WITH made AS (INSERT INTO tasks (id, {', '.join(_COLUMNS)}) "
    f"SELECT uuidv7(make_interval(secs => -number)), {', '.join(_COLUMNS)} FROM generate_series(1, :rows) AS number, "
    "(SELECT * FROM tasks WHERE status = 'completed' LIMIT 1) AS first RETURNING id) "
    "INSERT INTO task_events (task_id, seq, type, to_status, at, attempt, epoch) SELECT id, seq, type, status, now(), 1, 1 "
    "FROM made, (VALUES (1, 'task.queued', 'queued'), (2, 'task.running', 'running')) AS event (seq, type, status)"
)
"""Copies of a finished task with its history; the last event is the trigger's."""


def measure(*, quick: bool) -> Figures:
    """A drain for each number of workers, on a small table and on a big one, on the same servers."""
    tasks, big, rounds = (3_000, 20_000, 1) if quick else (20_000, 1_000_000, 3)
    slots = tasks * (1 + 2 * rounds * len(_WORKERS))
    figures = run_on_ground(lambda ground: _measure(ground, tasks=tasks, big=big, rounds=rounds), slots=slots)
    return {**figures, "targets": _targets(figures)}


def render(figures: Figures) -> str:
    """The tables, and in words what was the first to be busy."""
    cores = figures["cores"]
    rows = [
        (
            f"{each['rows']:,} rows, {each['workers']:.0f} {'worker' if each['workers'] == 1 else 'workers'}",
            each["rate"],
            *(f"{100 * each[share]:.0f} %" for share in ("worker_share", "postgres_share", "redis_share", "machine")),
            f"{each['postgres_cpu']:.3f}",
        )
        for each in figures["drains"]
    ]
    loss = 1 - figures["beside_small"]
    return "\n\n".join(
        [
            f"{figures['tasks']:,} no-ops each, medians of {figures['rounds']} drains. Shares are of one core (workers: "
            f"of all together; machine: of its {cores} cores); PostgreSQL CPU in seconds per 1,000 tasks.",
            table(("", "tasks/s", "workers", "PostgreSQL", "Redis", "machine", "PostgreSQL CPU"), rows),
            f"With {figures['big']:,} finished tasks in the table one worker is {show(100 * loss)} % slower "
            f"({_name_bottleneck(figures)}). A finished task with its history and all indexes takes "
            f"{figures['bytes_a_task'] / 1024:.1f} KiB.",
        ]
    )


def _name_bottleneck(figures: Figures) -> str:
    one = figures["drains"][0]
    if one["worker_share"] > 0.85:
        first = "the first bottleneck is the worker's one core: Python, not the stores"
    else:
        first = "the first bottleneck is the way to the stores and back: no process fills its core"
    full = next((each for each in figures["drains"] if each["machine"] > 0.9), None)
    then = f"; with {full['workers']:.0f} workers the machine's {figures['cores']} cores are full" if full else ""
    return first + then


async def _measure(ground: Ground, *, tasks: int, big: int, rounds: int) -> Figures:
    await drain(ground, workers=1, tasks=tasks, first=0)  # warms caches, and makes a finished task to be copied
    first, drains = tasks, list[Figures]()
    for grows_to in (0, big):
        rows = int(await ground.ask("SELECT count(*) FROM tasks"))
        if grows_to:
            await _grow(ground, by=max(0, grows_to - rows))
        found: dict[int, list[Figures]] = defaultdict(list)
        for _ in range(rounds):
            for workers in _WORKERS:
                found[workers].append(await drain(ground, workers=workers, tasks=tasks, first=first))
                first += tasks
        drains += [{"rows": max(grows_to, rows), **medians(each)} for each in found.values()]
    small, grown = (
        next(each for each in drains if each["workers"] == 1 and each["rows"] >= least) for least in (0, big)
    )
    stored = await ground.ask(_BYTES)
    return {
        "cores": psutil.cpu_count(),
        "bytes_a_task": int(stored) / int(await ground.ask("SELECT count(*) FROM tasks")),
        "tasks": tasks,
        "big": big,
        "rounds": rounds,
        "drains": drains,
        "beside_small": grown["rate"] / small["rate"],
    }


async def drain(ground: Ground, *, workers: int, tasks: int, first: int, **environment: str) -> Figures:
    """From the moment all workers have started until all rows are settled; `environment` is theirs."""
    last, ledger = first + tasks, ground.ledger
    await ground.fill(tasks, first=first)
    started = [ground.start_worker(_CONCURRENCY, **environment) for _ in range(workers)]
    await ground.wait_until(lambda: ledger.count_started(first, last) > 0, what="the first start", seconds=60)
    began, done = time.monotonic(), ledger.count_started(first, last)
    before = [each.cpu_seconds() for each in started]
    servers, machine = ground.server_cpu_seconds(), psutil.cpu_times()
    await ground.wait_until(lambda: ledger.count_finished(first, last) == tasks, what="all are done", seconds=180)
    await ground.wait_until_settled(seconds=60)
    seconds, count = time.monotonic() - began, tasks - done
    used = {name: now - servers[name] for name, now in ground.server_cpu_seconds().items()}
    idle = psutil.cpu_times().idle - machine.idle
    worker = sum(each.cpu_seconds() - then for each, then in zip(started, before, strict=True))
    ground.kill_all()
    return {
        "workers": workers,
        "rate": count / seconds,
        "worker_share": worker / seconds,
        "postgres_share": used["postgres"] / seconds,
        "redis_share": used["redis"] / seconds,
        "machine": 1 - idle / (seconds * (psutil.cpu_count() or 1)),
        "worker_cpu": 1000 * worker / count,
        "postgres_cpu": 1000 * used["postgres"] / count,
    }


async def _grow(ground: Ground, *, by: int) -> None:
    for start in range(0, by, _ROWS_AT_ONCE):
        await ground.execute(_FINISHED, rows=min(_ROWS_AT_ONCE, by - start))
    await ground.execute("ANALYZE tasks")


def _targets(figures: Figures) -> list[Figures]:
    ratio = figures["beside_small"]
    text = f"{figures['big']:,} rows in the table: the rate with one worker changes by at most 10 %"
    return [target(text, f"{ratio:.2f} ×", met=ratio >= 1 - _ALLOWED_LOSS)]
