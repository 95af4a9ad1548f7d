"""How long a quiet account waits while another one posts a hundred times as much: with lanes, and without."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from bench.ground import Figures, Ground, run_on_ground
from bench.noop_tasks import NoopProducer, open_producer
from bench.tables import percentile, table, target
from core.lanes import Lanes

_QUIET_PER_SECOND: Final = 10
_TIMES: Final = 100
_BEATS_PER_SECOND: Final = 10
_CONCURRENCY: Final = 8
_SLEEP_MS: Final = 20
"""With eight attempts at a time the worker manages 400 tasks a second, of 1,010 that come."""
_LONGEST_SECONDS: Final = 120.0
_WAITED: Final = (
    "SELECT array_agg(1000 * extract(epoch FROM completed_at - created_at)::float8 ORDER BY id) FROM tasks "
    "WHERE account_id = '{account}' AND status = 'completed'"
)
_FLOOD_DONE: Final = "SELECT count(*) FROM tasks WHERE account_id <> '{account}' AND status = 'completed'"
_ALONE, _WITH, _WITHOUT = "alone", "beside the flood, with lanes", "beside the flood, without lanes"


def measure(*, quick: bool) -> Figures:
    """The quiet account alone, then beside the other one with lanes, then without."""
    seconds, before = (4, 2_000) if quick else (10, 10_000)
    figures = run_on_ground(lambda ground: _measure(ground, seconds, before), slots=16, sleep_ms=_SLEEP_MS)
    slower = figures["ms"][_WITH]["p95"] / figures["ms"][_ALONE]["p95"]
    without = figures["ms"][_WITHOUT]["p95"] / figures["ms"][_ALONE]["p95"]
    text = f"p95 of a quiet account beside one that posts {_TIMES} ×, as a multiple of that of being alone"
    return {**figures, "targets": [target(text, f"{slower:.1f} × (without lanes {without:,.0f} ×)", met=None)]}


def render(figures: Figures) -> str:
    """The table."""
    rows = [(name, *(each[p] for p in ("p50", "p95", "p99", "most"))) for name, each in figures["ms"].items()]
    done = figures["done_per_second"]
    return "\n\n".join(
        [
            f"One worker (`--concurrency {_CONCURRENCY}`), tasks that wait {_SLEEP_MS} ms. The quiet account stores "
            f"{_QUIET_PER_SECOND} tasks a second for {figures['lasted']} s, the other {_QUIET_PER_SECOND * _TIMES} a "
            f"second on top of {figures['before']} that it had stored before. From a task being stored to its being "
            "completed, of the quiet account, in milliseconds:",
            table(("", "p50", "p95", "p99", "most"), rows),
            "Nobody's slots stand idle for that: the flood is worked off at "
            f"{done[_WITH]:.0f} tasks a second with lanes and at {done[_WITHOUT]:.0f} without.",
        ]
    )


async def _measure(ground: Ground, seconds: int, before: int) -> Figures:
    ground.start_worker(_CONCURRENCY)
    async with open_producer(ground.settings) as producer:
        await producer.apart(_CONCURRENCY)
    await ground.wait_until_settled(seconds=30)
    waited: dict[str, Figures] = {}
    done: dict[str, float] = {}
    for name, lanes, flood in (
        (_ALONE, Lanes(), False),
        (_WITH, Lanes(), True),
        (_WITHOUT, Lanes(noisy_above=None), True),
    ):
        await ground.execute("TRUNCATE requests CASCADE")
        async with _producers(ground, lanes) as (quiet, noisy):
            waited[name], done[name] = await _run(
                ground, quiet, noisy if flood else None, seconds=seconds, before=before
            )
    return {"ms": waited, "done_per_second": done, "lasted": seconds, "before": before}


@asynccontextmanager
async def _producers(ground: Ground, lanes: Lanes) -> AsyncGenerator[tuple[NoopProducer, NoopProducer]]:
    """One for each account; what is known of who is noisy is shared, as in one process of the API."""
    async with open_producer(ground.settings, lanes=lanes) as quiet:
        yield quiet, quiet.of(await quiet.add_account("noisy"))


async def _run(
    ground: Ground, quiet: NoopProducer, noisy: NoopProducer | None, *, seconds: int, before: int
) -> tuple[Figures, float]:
    """How long the quiet account's tasks took, and how many of the others were done a second meanwhile."""
    if noisy is not None:
        for _ in range(before // 500):
            await noisy.apart(500)
    account, began = quiet.account_id, time.monotonic()
    done_before = await ground.ask(_FLOOD_DONE.format(account=account))
    flood = asyncio.create_task(_post(noisy, _QUIET_PER_SECOND * _TIMES, seconds)) if noisy else None
    await _post(quiet, _QUIET_PER_SECOND, seconds)
    done = await ground.ask(_FLOOD_DONE.format(account=account)) - done_before
    rate = done / (time.monotonic() - began)
    if flood is not None:
        await flood
    waited: list[float] = []
    until = time.monotonic() + _LONGEST_SECONDS
    while len(waited) < seconds * _QUIET_PER_SECOND:
        if time.monotonic() > until:
            raise RuntimeError(
                f"After {_LONGEST_SECONDS:.0f} s only {len(waited)} tasks of the quiet account are done."
            )
        await asyncio.sleep(0.1)
        waited = await ground.ask(_WAITED.format(account=account)) or []
    return {**{f"p{each}": percentile(waited, each) for each in (50, 95, 99)}, "most": max(waited)}, rate


async def _post(producer: NoopProducer, per_second: int, seconds: int) -> None:
    """Store tasks on the beat, whether or not those before are done."""
    begin = time.monotonic()
    for beat in range(seconds * _BEATS_PER_SECOND):
        await asyncio.sleep(max(0.0, begin + beat / _BEATS_PER_SECOND - time.monotonic()))
        await producer.apart(per_second // _BEATS_PER_SECOND)
