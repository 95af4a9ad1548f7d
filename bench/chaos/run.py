"""One run: everything is started, loaded, hurt, left to come to rest, and judged."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from bench.chaos.answerer import Answerer
from bench.chaos.brief import Brief, say_enough, with_ports
from bench.chaos.cast import Cast
from bench.chaos.checker import check
from bench.chaos.collect import gather, list_leftovers, list_streams
from bench.chaos.evidence import Evidence, StreamEnd, Violation
from bench.chaos.history import HistoryWriter, Sampled
from bench.chaos.monitor import Monitor
from bench.chaos.nemeses import NEMESES, Stage
from bench.chaos.options import Options
from bench.chaos.setting import add_accounts, add_venues, settings_of
from bench.chaos.stores import Stores
from bench.chaos.waiting import until, until_some
from core.domain import Queue
from services.connections import vault_of
from workers.pool import DEFAULT_CONCURRENCY

_SAMPLE_SECONDS = 1.0
_TELL_EVERY = 10
_SLOTS = DEFAULT_CONCURRENCY * (len(Queue) - 1)
"""How many tasks one worker can run at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of a run. `complaints` are about processes and about what could not be done."""

    options: Options
    evidence: Evidence
    violations: Sequence[Violation]
    complaints: Sequence[str]
    seconds: float


async def run_once(options: Options, *, folder: Path, stores: Stores) -> Verdict:
    """Over stores that run; histories and logs are left in `folder`."""
    print(f"seed {options.seed}, {options.tasks:,} tasks; histories and logs: {folder}", flush=True)
    began = time.monotonic()
    brief = with_ports(
        seed=options.seed,
        tasks=options.tasks,
        hanging=options.hanging,
        per_second=options.per_second,
        lease_seconds=options.lease_seconds,
    )
    brief = await add_accounts(brief, stores=stores)
    brief.save(folder)
    async with _started(brief, folder=folder, stores=stores, workers=options.workers) as stage:
        await stage.wait_for_api()
        await stage.wait_for_world()
        await add_venues(brief)
        clients = stage.cast.start_clients(options.clients)
        async with _meanwhile(_sample(stage)), _meanwhile(_answer(stage)):
            await _hurt(stage, options)
            say_enough(folder)
            await until(lambda: all(client.is_over for client in clients), what="the callers are done", seconds=900)
            print("all is asked for, nothing is hurt any more …", flush=True)
            streams = await _rest(stage, patience=options.rest_seconds)
        leftovers = await list_leftovers(stores)
        workers = await _stop_workers(stage)
        evidence = await gather(
            folder,
            monitor=stage.monitor,
            streams=streams,
            leftovers=leftovers,
            workers=workers,
            most_running=_SLOTS * (options.workers + 1),  # with the worker of the old version,
        )
    seconds = time.monotonic() - began
    violations = check(evidence)
    return Verdict(
        options=options, evidence=evidence, violations=violations, complaints=stage.complaints, seconds=seconds
    )


@asynccontextmanager
async def _started(brief: Brief, *, folder: Path, stores: Stores, workers: int) -> AsyncGenerator[Stage]:
    settings = {
        "DATABASE_URL": stores.database_url,
        "REDIS_URL": stores.redis_url,
        "DATA_DIR": str(stores.data),
        "HOST": "127.0.0.1",
        "WEBHOOK_ALLOW_PRIVATE": "1",
        "FAMILY_GRACE_SECONDS": "0",
        "LEASE_SECONDS": str(brief.lease_seconds),
    }
    cast = Cast(folder, brief, settings=settings)
    stage = Stage(
        brief=brief,
        stores=stores,
        cast=cast,
        monitor=Monitor(stores.database_url, vault=vault_of(settings_of(stores))),
        history=HistoryWriter(folder / "run.jsonl"),
        chance=random.Random(brief.seed),
    )
    try:
        cast.start_world()
        cast.start_api()
        await asyncio.gather(*(stage.add_worker() for _ in range(workers)))
        yield stage
    finally:
        await asyncio.to_thread(cast.stop_all)
        await stage.monitor.close()
        stage.history.close()


@asynccontextmanager
async def _meanwhile(doing: Coroutine[Any, Any, None]) -> AsyncGenerator[None]:
    task = asyncio.create_task(doing)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _sample(stage: Stage) -> None:
    """Write down every second how much runs, and tell the terminal now and then."""
    rounds = 0
    while True:
        running = await stage.monitor.count_running_by_account()
        stage.history.write(Sampled(process="run", type="ok", running=running))
        if rounds % _TELL_EVERY == 0:
            total, ended, _ = await stage.monitor.count_progress()
            print(f"  {total} tasks, {ended} ended, {sum(running.values())} running", flush=True)
        rounds += 1
        await asyncio.sleep(_SAMPLE_SECONDS)


async def _answer(stage: Stage) -> None:
    """Answer what tasks ask."""
    async with httpx2.AsyncClient(base_url=stage.brief.api_url, timeout=20) as http:
        answerer = Answerer(stage.brief, http=http, history=stage.history, chance=random.Random(stage.brief.seed))
        await answerer.answer_for_ever()


async def _hurt(stage: Stage, options: Options) -> None:
    """Let every nemesis strike, one after the other."""
    for name in options.nemeses:
        await asyncio.sleep(stage.chance.uniform(0.2, 1.0) * options.pause_seconds)
        stage.note(name)
        running, detail = await NEMESES[name](stage)
        stage.note(name, running=running, detail=detail, is_over=True)
        print(f"{name}: struck at {running} running tasks{f' ({detail})' if detail else ''}", flush=True)


async def _rest(stage: Stage, *, patience: float) -> list[StreamEnd]:
    """Wait until nothing is under way, and answer how the streams stand; what still is then, the checker will say."""
    alive = len(stage.cast.workers)

    async def find_quiet() -> list[StreamEnd]:
        under_way = await stage.monitor.list_under_way()
        if not under_way["tasks"]:
            await stage.monitor.bring_forward()
        if any(under_way.values()):
            return []
        streams = await list_streams(stage.stores)
        return [] if any(stream.length or stream.consumers > alive for stream in streams) else streams

    if streams := await until_some(find_quiet, seconds=patience, pause=_SAMPLE_SECONDS / 2):
        return streams
    under_way = await stage.monitor.list_under_way()
    stage.complaints.append(f"no rest within {patience:.0f} s, still under way: {under_way}")
    stage.complaints += await stage.monitor.describe_stuck()
    return await list_streams(stage.stores)


async def _stop_workers(stage: Stage) -> int:
    """Stop all in good order; how many there were."""
    workers = list(stage.cast.workers)
    for worker in workers:
        if worker.running.is_over:
            stage.complaints.append(f"{worker.running.name} died by itself")
        elif (status := await stage.cast.end(worker.running)) != 0:
            stage.complaints.append(f"{worker.running.name} ended with status {status}")
    return len(workers)
