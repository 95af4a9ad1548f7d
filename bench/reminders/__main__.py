"""`python -m bench.reminders`: lateness from due to handed to the channel, beside what the channel alone can take.

With 100,000 active reminders, 100 are due every second for a minute; then 5,000 in the same second. Workers, servers and
the receiver share the machine. Written to bench/REMINDERS.md.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import psutil

from bench.page import describe_machine
from bench.reminders.household import ACCOUNTS, EACH, HOSTS, PEOPLE, Household
from bench.reminders.sink import PlainChannel, Sink, listening
from bench.tables import percentile, table
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from core.keys import with_development_keys
from deploy.demo.stores import private_folder
from repositories.schema import upgrade_schema
from services.connections import cipher_of, open_database
from services.notification.ports import Letter
from workers.pool import reseal

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "bench" / "REMINDERS.md"
PER_SECOND: Final = 100
BURST: Final = 5_000
_CHANNELS_AT_ONCE: Final = 64
"""As many messages as one worker has under way."""
_PATIENCE_SECONDS: Final = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What was measured of doses that fell due: how late each was handed over, in seconds, by number."""

    late: dict[int, float]
    count: int
    bare_rate: float
    cpu_seconds: float
    claims: float

    def percent(self, percent: float) -> float | None:
        return percentile([*self.late.values()], percent) if self.late else None


async def measure(settings: Settings, *, folder: Path, seconds: int, burst: int, workers: int) -> dict[str, Stretch]:
    """Both measurements, one after the other, over the same stores."""
    sink = Sink()
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(listening(sink))
        channel = f"gotify://127.0.0.1:{port}"
        database = open_database(settings, pool_size=2)
        stack.push_async_callback(database.close)
        await asyncio.to_thread(upgrade_schema, settings.database_url or "")
        household = Household(database)
        active = await household.fill(channel=channel, secret=cipher_of(settings).encrypt("whsec_bench"))
        sealed = await reseal(settings)  # as the product would have stored them
        print(f"{active:,} active reminders; {sealed}", flush=True)
        running = [_start_worker(settings, folder) for _ in range(workers)]
        try:
            await asyncio.sleep(8)
            found: dict[str, Stretch] = {}
            for name, apart, count in (("steady", 1 / PER_SECOND, seconds * PER_SECOND), ("rush", 0.0, burst)):
                bare, used = await _measure_bare(channel, count=2_000), _cpu_seconds(running)
                late = await _fall_due(household, sink, name, apart=apart, count=count)
                used = _cpu_seconds(running) - used
                claims = await household.count_claims(name)
                found[name] = Stretch(late=late, count=count, bare_rate=bare, cpu_seconds=used, claims=claims)
                print(f"{name}: {len(late):,} told", flush=True)
        finally:
            _stop(running)
    return found


async def _fall_due(household: Household, sink: Sink, name: str, *, apart: float, count: int) -> dict[int, float]:
    """Have so many fall due, wait until all were handed over; answers how late each was, by number."""
    first = datetime.now(UTC) + timedelta(seconds=10)
    await household.make_due(name, first=first, apart=apart, count=count, criticals=apart == 0.0)
    starts_at = first.timestamp()
    give_up_at = starts_at + apart * count + _PATIENCE_SECONDS
    prefix = f"Reminder: {name} "
    while time.time() < give_up_at:
        await asyncio.sleep(1.0)
        came = {subject: at for subject, at in sink.by_subject().items() if subject.startswith(prefix)}
        if len(came) >= count:
            break
    numbers = {int(subject.removeprefix(prefix)): at for subject, at in sink.by_subject().items() if prefix in subject}
    return {number: at - (starts_at + number * apart) for number, at in numbers.items()}


async def _measure_bare(address: str, *, count: int) -> float:
    """Messages a second that the channel takes from somebody who does nothing else."""
    channel, left = PlainChannel(), iter(range(count))

    async def begin() -> None:
        return

    async def send() -> None:
        for number in left:
            letter = Letter(recipient="bare", subject=f"bare {number}", text="")
            host = f"127.0.1.{1 + number % HOSTS}"
            await channel.send(letter, address.replace("127.0.0.1", host), key=f"bare {number}", begin=begin)

    began = time.monotonic()
    await asyncio.gather(*(send() for _ in range(_CHANNELS_AT_ONCE)))
    return count / (time.monotonic() - began)


def _cpu_seconds(running: Sequence["subprocess.Popen[bytes]"]) -> float:
    """What the workers have used so far of a processor."""
    times = [psutil.Process(process.pid).cpu_times() for process in running]
    return sum(each.user + each.system for each in times)


def _start_worker(settings: Settings, folder: Path) -> "subprocess.Popen[bytes]":
    blank = {name.upper(): "" for name in Settings.model_fields}
    ours = {
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": settings.redis_url or "",
        "DATA_DIR": str(settings.data_dir),
        "RETENTION_DAYS": "0",
        "WEBHOOK_ALLOW_PRIVATE": "1",
        "PYTHONPATH": str(ROOT),
    }
    with (folder / "workers.log").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "bench.reminders.worker"],
            cwd=folder,
            env={**os.environ, **blank, **ours},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )


def _stop(running: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        process.wait()


def render(found: dict[str, Stretch], *, workers: int, load: float) -> str:
    """The page of a run."""
    steady, rush = found["steady"], found["rush"]
    critical = [late for number, late in rush.late.items() if number % 20 == 19]
    others = [late for number, late in rush.late.items() if number % 20 != 19]
    last_critical, last = max(critical, default=None), max(rush.late.values(), default=None)
    rows = [
        [f"{PER_SECOND} due a second, {steady.count:,} in all", *_figures(steady)],
        [f"{rush.count:,} due in the same second", *_figures(rush)],
    ]
    rate = rush.count / last if last else None
    lines = [
        "# How soon what is due is told",
        "",
        "Written by `make bench-reminders`. From the instant at which a dose is due to the moment at which its message arrives at a",
        "channel on loopback, in seconds. Servers, workers and the receiver share the machine.",
        "",
        f"*{describe_machine()}; {workers} workers; load average before the run {load:.1f};",
        f"{ACCOUNTS} accounts, {PEOPLE:,} people, {PEOPLE * EACH:,} active reminders with {PEOPLE * EACH * 2:,} planned doses.*",
        "",
        table(["", "told", "p50", "p95", "p99", "last"], rows),
        "",
        table(
            ["of the same second", "seconds", "target"],
            [
                ["the last of them", last, "30"],
                ["the last critical one (every 20th is)", last_critical, "before the others"],
                ["others that came before the last critical one", _count_before(others, last_critical), ""],
            ],
        ),
        "",
        table(
            ["messages a second", "", ""],
            [
                ["the channel's client alone, before the first part", steady.bare_rate, ""],
                ["the channel's client alone, before the second part", rush.bare_rate, ""],
                ["ours, of the same second: claimed, told, sent, recorded", rate, ""],
                ["seconds of a processor that workers use for 1,000", 1000 * rush.cpu_seconds / rush.count, ""],
                ["how often a message is claimed", rush.claims, "1"],
            ],
        ),
        "",
    ]
    return "\n".join(lines)


def _figures(stretch: Stretch) -> list[float | None]:
    return [len(stretch.late), *(stretch.percent(each) for each in (50, 95, 99, 100))]


def _count_before(others: Sequence[float], last_critical: float | None) -> int | None:
    return None if last_critical is None else sum(late < last_critical for late in others)


def is_good(found: dict[str, Stretch]) -> bool:
    """Whether all were told, and within what the project has set itself."""
    steady, rush = found["steady"], found["rush"]
    complete = all(len(each.late) == each.count for each in found.values())
    return complete and (steady.percent(95) or 99) < 2.0 and (rush.percent(100) or 99) < 30.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.reminders", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long 100 are due every second (default 60)")
    parser.add_argument("--burst", type=int, default=BURST)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write bench/REMINDERS.md")
    given = parser.parse_args()
    load = psutil.getloadavg()[0]
    with private_folder() as folder:
        settings = with_development_keys(load_settings(env_file=None, data_dir=folder / "data"))
        with embedded_servers(settings) as servers:
            found = asyncio.run(
                measure(servers, folder=folder, seconds=given.seconds, burst=given.burst, workers=given.workers)
            )
    page = render(found, workers=given.workers, load=load)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")
    return 0 if is_good(found) else 1


if __name__ == "__main__":
    sys.exit(main())
