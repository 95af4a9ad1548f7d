"""What is measured in one round: the floor, then the product, on the same servers."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bench.load import Caller, Posted
from deploy.demo.processes import Processes, Running

FLOOR_CELLS = ("durable_enqueue/1/16", "durable_enqueue/256/4", "durable_consume/256/4")
_PEERS = Path(__file__).parent / "peers"
_AT_ONCE = 16
_PACE_PER_SECOND = 10
_PLACES = ("Olive Garden", "Golden Lotus", "Curry Leaf", "Harbour Fish House")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the product runs. `floor_seconds`: how long each cell of the floor is measured."""

    processes: Processes
    caller: Caller
    redis_url: str
    floor_dsn: str
    requests: int
    floor_seconds: float


Figures = dict[str, float]
Sentences = Callable[[int], Sequence[str]]


def list_greetings(number: int) -> Sequence[str]:
    """Small talk: the whole pipeline and nothing else."""
    return ["Good morning!"] * number


def list_tables(number: int) -> Sequence[str]:
    """Tables at several places, on other days from one to the next."""
    today = datetime.now(UTC).date()
    tables = ((each, today + timedelta(days=2 + each // len(_PLACES) % 300)) for each in range(number))
    return [
        f"Book a table for {2 + each % 5} at {_PLACES[each % len(_PLACES)]} on {day.day} {day:%B} {day.year} at 7pm"
        for each, day in tables
    ]


KINDS: dict[str, Sentences] = {"small talk": list_greetings, "table": list_tables}


async def prepare(stage: Stage) -> None:
    """The places to be booked, and warm caches."""
    for place in _PLACES:
        await stage.caller.add_venue(place)
    worker = await start_worker(stage)
    for sentences in KINDS.values():
        await stage.caller.wait_for_done(await stage.caller.post_all(sentences(50), at_once=_AT_ONCE))
    stage.processes.stop(worker)


async def start_worker(stage: Stage) -> Running:
    """One worker, ready."""
    worker = stage.processes.start_worker("32")
    worker.wait_until_logged("worker started")
    return worker


async def run_round(stage: Stage) -> Figures:
    """All figures of one round."""
    figures: Figures = {"machine: fixed loop ms": time_fixed_loop()} | measure_floor(stage)
    figures["client: calls/s"] = await stage.caller.time_client(calls=stage.requests, at_once=_AT_ONCE)
    for kind, sentences in KINDS.items():
        worker = await start_worker(stage)
        figures |= _named(kind, await _measure_load(stage, sentences))
        figures |= _named(kind, await _measure_idle(stage, sentences))
        stage.processes.stop(worker)
        figures |= _named(kind, await _measure_drain(stage, sentences))
    return figures


def time_fixed_loop() -> float:
    """Milliseconds for a fixed amount of Python: how fast the machine is at the moment."""
    began = time.perf_counter()
    sum(number * number for number in range(1_000_000))
    return (time.perf_counter() - began) * 1000


def measure_floor(stage: Stage) -> Figures:
    """What redis-py and asyncpg allow with nothing in between, in tasks per second."""
    arguments = (stage.redis_url, stage.floor_dsn, str(stage.floor_seconds), *FLOOR_CELLS)
    command = [sys.executable, "cells.py", *arguments]
    output = subprocess.run(command, cwd=_PEERS, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {f"floor: {cell['cell']}": cell["rate"] for cell in map(json.loads, output.splitlines())}


async def _measure_load(stage: Stage, sentences: Sentences) -> Figures:
    began = time.perf_counter()
    posted = await stage.caller.post_all(sentences(stage.requests), at_once=_AT_ONCE)
    accepted = time.perf_counter() - began
    done = await _time_to_done(stage, posted)
    return {
        "requests/s": len(posted) / accepted,
        **_spread("202 under load ms", [each.answer_ms for each in posted]),
        **_spread("done under load ms", done),
    }


async def _measure_idle(stage: Stage, sentences: Sentences) -> Figures:
    number = max(20, stage.requests // 8)
    posted = await stage.caller.post_paced(sentences(number), per_second=_PACE_PER_SECOND)
    done = await _time_to_done(stage, posted)
    return {
        **_spread("202 paced ms", [each.answer_ms for each in posted]),
        **_spread("done paced ms", done),
    }


async def _measure_drain(stage: Stage, sentences: Sentences) -> Figures:
    """A backlog that no worker has touched, then one worker."""
    posted = await stage.caller.post_all(sentences(stage.requests * 2), at_once=_AT_ONCE)
    worker = await start_worker(stage)
    await stage.caller.wait_for_done(posted)
    stage.processes.stop(worker)
    drained = await stage.caller.read_drain(posted)
    return {"tasks/s": drained.tasks / drained.seconds}


async def _time_to_done(stage: Stage, posted: Sequence[Posted]) -> list[float]:
    done = await stage.caller.wait_for_done(posted)
    return [(done[each.request_id] - each.posted_at).total_seconds() * 1000 for each in posted]


def _spread(name: str, values: Sequence[float]) -> Figures:
    cuts = quantiles(values, n=100)
    return {f"{name} p50": cuts[49], f"{name} p95": cuts[94]}


def _named(kind: str, figures: Figures) -> Figures:
    return {f"{kind}: {name}": value for name, value in figures.items()}
