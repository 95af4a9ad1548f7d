"""What tasks cost: CPU of worker and servers by batch of work, where the worker's CPU goes, and memory of real workers."""

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ground import Figures, Ground, Program, run_on_ground
from bench.harness import profiler
from bench.stacks import split, watched
from bench.tables import table, target

_CONCURRENCY = 256
_REAL_CONCURRENCY = "64"
_MEGABYTES_ALLOWED = 120
_SETTLE_DOWN_SECONDS = 3.0
_IDLE_SECONDS = 6.0
_UNSENT = "EXISTS (SELECT FROM webhook_messages WHERE status <> 'completed')"
_DEAF_URL = "http://127.0.0.1:9/hook"


def measure(*, quick: bool) -> Figures:
    """Each on servers of its own."""
    tasks = 5_000 if quick else 30_000
    plain = run_on_ground(lambda ground: _drain(ground, tasks, webhook_url=None), slots=tasks)
    told = run_on_ground(lambda ground: _drain(ground, tasks, webhook_url=_DEAF_URL), slots=tasks)
    calls = tasks // 10
    sent = run_on_ground(lambda ground: _send(ground, calls), slots=calls)
    idle = run_on_ground(_idle, slots=1)
    figures: Figures = {"tasks": tasks, "plain": plain, "told": told, "sent": sent, "idle": idle}
    return {**figures, "targets": _targets(figures)}


def render(figures: Figures) -> str:
    """The tables."""
    kinds = {
        "no webhook": figures["plain"],
        "with a webhook message": figures["told"],
        "message sent and answered": figures["sent"],
    }
    rows = [
        (name, each["rate"], f"{each['worker_cpu']:.3f}", f"{each['postgres_cpu']:.3f}", f"{each['redis_cpu']:.3f}")
        for name, each in kinds.items()
    ]
    idle, busy = figures["idle"], figures["plain"]["megabytes"]
    memory = [
        ("`python -m worker`, idle", *idle["megabytes"].values()),
        ("the no-op's worker, after its drain", *busy.values()),
    ]
    parts = [
        f"{figures['tasks']:,} no-ops, one worker; CPU in seconds per 1,000 tasks. *With a webhook message*: each task "
        "also stores the message of its end, which nobody sends (the queue `webhook` is not read); in the last line it is "
        "signed and sent to a receiver on the same machine, over HTTP.",
        table(("", "tasks/s", "worker CPU", "PostgreSQL CPU", "Redis CPU"), rows),
        table(("memory, MB", "resident", "unique", "proportional"), memory),
        f"An idle worker takes {100 * idle['cpu_share']:.1f} % of a core, its servers "
        f"{100 * idle['server_share']:.1f} %.",
    ]
    if figures["plain"]["split"]:
        parts += ["Where the worker's CPU goes (py-spy), in µs a task:", _render_split(figures["plain"])]
    return "\n\n".join(parts)


def _render_split(figures: Figures) -> str:
    microseconds = figures["worker_cpu"] * 1000
    tables = [
        table((by, "µs", "share"), [(name, microseconds * share, f"{share:.1%}") for name, share in shares.items()])
        for by, shares in figures["split"].items()
    ]
    return "\n\n".join(tables)


async def _drain(ground: Ground, tasks: int, *, webhook_url: str | None) -> Figures:
    await ground.fill(tasks, webhook_url=webhook_url)
    worker = ground.start_worker(_CONCURRENCY, "--queues", "booking,reminder,notification,activity")
    ledger = ground.ledger
    await ground.wait_until(lambda: ledger.count_started(0, tasks) > 0, what="the first start", seconds=60)
    with TemporaryDirectory(prefix="grandma-bench-") as folder:
        stacks = Path(folder) / "stacks"
        program = await asyncio.to_thread(profiler)
        figures = await _time(ground, worker, tasks)
        if webhook_url is None:
            await _profile(ground, worker, program, stacks)
        found = split(stacks.read_text(encoding="utf-8").splitlines()) if stacks.exists() else None
    return {**figures, "split": found}


async def _send(ground: Ground, tasks: int) -> Figures:
    """Tasks and their webhooks, each sent to a receiver that answers 200 to everything."""

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
                await reader.readexactly(int(length.partition(b":")[2]))
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(receive, "127.0.0.1", 0) as receiver:
        port = receiver.sockets[0].getsockname()[1]
        await ground.fill(tasks, webhook_url=f"http://127.0.0.1:{port}/hook")
        worker, ledger = ground.start_worker(_CONCURRENCY), ground.ledger
        await ground.wait_until(lambda: ledger.count_started(0, tasks) > 0, what="the first start", seconds=60)
        figures = await _time(ground, worker, tasks, unsent=_UNSENT)
        ground.kill_all()
    return figures


async def _time(ground: Ground, worker: Program, tasks: int, *, unsent: str = "false") -> Figures:
    ledger = ground.ledger
    began, done = time.monotonic(), ledger.count_started(0, tasks)
    before, servers = worker.cpu_seconds(), ground.server_cpu_seconds()
    await ground.wait_until(lambda: ledger.count_finished(0, tasks) == tasks, what="all are done", seconds=180)
    await ground.wait_until_settled(seconds=30)
    await ground.wait_until_settled(seconds=180, unless=unsent)
    seconds, thousands = time.monotonic() - began, (tasks - done) / 1000
    after = ground.server_cpu_seconds()
    return {
        "rate": (tasks - done) / seconds,
        "worker_cpu": (worker.cpu_seconds() - before) / thousands,
        **{f"{name}_cpu": (after[name] - servers[name]) / thousands for name in servers},
        "megabytes": worker.megabytes(),
    }


async def _profile(ground: Ground, worker: Program, program: Path, stacks: Path) -> None:
    """The same again under py-spy, which slows what it watches: shares only."""
    tasks = len(ground.ledger.starts)
    with watched(worker.process_id, program=program, output=stacks):
        await ground.fill(tasks)
        await ground.wait_until_settled(seconds=180)


async def _idle(ground: Ground) -> Figures:
    """A worker as people start it."""
    worker = ground.start("-m", "worker", "--concurrency", _REAL_CONCURRENCY, **ground.product_environment())
    await asyncio.sleep(_SETTLE_DOWN_SECONDS)
    before, servers, began = worker.cpu_seconds(), sum(ground.server_cpu_seconds().values()), time.monotonic()
    await asyncio.sleep(_IDLE_SECONDS)
    seconds = time.monotonic() - began
    return {
        "megabytes": worker.megabytes(),
        "cpu_share": (worker.cpu_seconds() - before) / seconds,
        "server_share": (sum(ground.server_cpu_seconds().values()) - servers) / seconds,
    }


def _targets(figures: Figures) -> list[Figures]:
    used = figures["idle"]["megabytes"]["rss"]
    text = f"Memory of an idle `python -m worker` ≤ {_MEGABYTES_ALLOWED} MB (resident)"
    return [target(text, f"{used:.0f} MB", met=used <= _MEGABYTES_ALLOWED)]
