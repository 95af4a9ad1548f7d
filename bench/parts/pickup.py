"""Pick-up at 50 requests a second: how soon after the answer to its POST a task is performed, beside the reference."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2

from bench.ground import Figures, Ground, run_on_ground
from bench.harness import run_harness
from bench.tables import percentile, table, target
from deploy.demo.processes import find_free_port

_PER_SECOND = 50
_CONCURRENCY = 32
_WARM = 20
_LEAST = {"p50": 2.0, "p95": 3.0}


def measure(*, quick: bool) -> Figures:
    """Rounds of the reference and of ours in turn, on the same machine."""
    rounds, seconds = (1, 3) if quick else (3, 8)
    number = rounds * seconds * _PER_SECOND + _WARM
    figures = run_on_ground(lambda ground: _measure(ground, rounds, seconds), slots=number)
    return {**figures, "targets": _targets(figures)}


def render(figures: Figures) -> str:
    """The table."""
    rows = [(name, each["p50"], each["p95"], each["p99"]) for name, each in figures["ms"].items()]
    return "\n\n".join(
        [
            f"{_PER_SECOND} a second into an idle worker (`--concurrency {_CONCURRENCY}`), {figures['requests']} "
            "requests in all, in milliseconds. Ours is the real API over HTTP with all its abilities, one API process and "
            "one worker; the reference has neither HTTP nor words to understand, its clock runs from before the enqueue "
            "call. A figure below 0 means that the task was running before the caller had its answer.",
            table(("", "p50", "p95", "p99"), rows),
        ]
    )


async def _measure(ground: Ground, rounds: int, seconds: int) -> Figures:
    port = find_free_port()
    ground.start("-m", "bench.noop_api", "--port", str(port))
    ground.start_worker(_CONCURRENCY)
    reference: list[Figures] = []
    posted: list[tuple[int, int, int]] = []
    key = ground.settings.dev_auth_token
    headers = {"Authorization": f"Bearer {key.get_secret_value() if key else ''}"}
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as http:
        await _wait_until_up(http)
        await _post_paced(http, range(_WARM))
        for number in range(rounds):
            reference.append(await asyncio.to_thread(_measure_reference, seconds))
            first = _WARM + number * seconds * _PER_SECOND
            posted += await _post_paced(http, range(first, first + seconds * _PER_SECOND))
    last = _WARM + rounds * seconds * _PER_SECOND
    await ground.wait_until(lambda: ground.ledger.count_started(0, last) == last, what="all are performed", seconds=30)
    started = ground.ledger.started
    ours = {
        "ours, from POST answered": [(started[slot] - answered) / 1e6 for slot, _, answered in posted],
        "ours, from before POST": [(started[slot] - sent) / 1e6 for slot, sent, _ in posted],
        "POST itself": [(answered - sent) / 1e6 for _, sent, answered in posted],
    }
    middle = sorted(reference, key=lambda each: each["p50"])[len(reference) // 2]
    spreads = {name: {f"p{each}": percentile(values, each) for each in (50, 95, 99)} for name, values in ours.items()}
    return {"requests": len(posted), "ms": {"reference, from before enqueue": middle, **spreads}}


def _measure_reference(seconds: int) -> Figures:
    with TemporaryDirectory(prefix="grandma-bench-") as folder:
        given = ("--rounds", "1", "--phases", "latency", "--latency-seconds", str(seconds))
        found = run_harness(
            ("reference",), *given, "--latency-rate", str(_PER_SECOND), out=Path(folder) / "results.json"
        )
    return found["peers"]["reference"]["latency_ms"]


async def _wait_until_up(http: httpx2.AsyncClient) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            (await http.get("/health/ready")).raise_for_status()
        except httpx2.HTTPError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.1)
        else:
            return


async def _post_paced(http: httpx2.AsyncClient, slots: Sequence[int]) -> list[tuple[int, int, int]]:
    """One after the other begins on the beat; answers slot, when it was sent, when it was answered."""
    begin = time.monotonic()

    async def call(number: int, slot: int) -> tuple[int, int, int]:
        await asyncio.sleep(begin + number / _PER_SECOND - time.monotonic())
        sent = time.monotonic_ns()
        answer = await http.post("/v1/requests", json={"text": f"{slot} noops", "confirm": "never"})
        answered = time.monotonic_ns()
        tasks = answer.raise_for_status().json()["tasks"]
        if [each["intent"] for each in tasks] != ["noop"]:
            raise RuntimeError(f"The no-op was not understood: {tasks}")
        return slot, sent, answered

    return await asyncio.gather(*(call(number, slot) for number, slot in enumerate(slots)))


def _targets(figures: Figures) -> list[Figures]:
    ours, reference = figures["ms"]["ours, from POST answered"], figures["ms"]["reference, from before enqueue"]
    return [
        target(
            f"Pick-up at {_PER_SECOND} requests/s, {name} ≤ {most:.0f} × the reference",
            f"{ours[name] / reference[name]:.2f} × ({ours[name]:.1f} ms beside {reference[name]:.1f})",
            met=ours[name] <= most * reference[name],
        )
        for name, most in _LEAST.items()
    ]
