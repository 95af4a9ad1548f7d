"""Where the product runs alone: private servers, real processes of ours, and the ledger that survives their death."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import psutil
from redis import Redis
from sqlalchemy import text

from bench.noop_tasks import NoopProducer, open_producer, prepare
from bench.peers import ledger as peers_ledger
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from core.keys import with_development_keys
from deploy.demo.stores import private_folder
from repositories.schema import upgrade_schema
from services.connections import open_database

T = TypeVar("T")
Figures = dict[str, Any]
ROOT = Path(__file__).resolve().parents[1]
_payload = cast("Callable[[int], dict[str, Any]]", peers_ledger.payload)
_BULK = 2_000
_PAUSE_SECONDS = 0.005
_UNDER_WAY = " OR ".join(
    f"EXISTS (SELECT FROM tasks WHERE status = '{status}')" for status in ("queued", "running", "retrying", "scheduled")
)


class Ledger(Protocol):
    """What tasks have marked, slot by slot (`peers/ledger.py`)."""

    started: Sequence[int]
    starts: Sequence[int]
    finishes: Sequence[int]

    def count_started(self, lo: int, hi: int) -> int: ...
    def count_finished(self, lo: int, hi: int) -> int: ...


class Program:
    """One process of ours."""

    def __init__(self, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path, folder: Path) -> None:
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=folder,  # a `.env` in the checkout belongs to somebody's own installation
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self._seen = psutil.Process(self._process.pid)

    @property
    def process_id(self) -> int:
        """Its process id."""
        return self._process.pid

    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._process.wait()

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        return _cpu_seconds(self._seen)

    def megabytes(self) -> dict[str, float]:
        """Resident, of that unique to it, and its fair share of what is shared."""
        memory = self._seen.memory_full_info()
        return {name: getattr(memory, name) / 2**20 for name in ("rss", "uss", "pss")}


class Ground:
    """Servers, ledger and processes of one measurement."""

    def __init__(self, settings: Settings, *, folder: Path, slots: int, sleep_ms: int) -> None:
        ledger_path = folder / "ledger"
        self.settings = settings
        self.ledger = cast("Ledger", peers_ledger.Ledger(str(ledger_path), slots))
        self.redis = Redis.from_url(settings.redis_url or "")  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        self._database = open_database(settings, pool_size=2)
        self._folder = folder
        blank = {name.upper(): "" for name in Settings.model_fields}
        self._environment = {
            **os.environ,
            **blank,
            "PYTHONPATH": str(ROOT),
            "BENCH_PG_DSN": settings.database_url or "",
            "BENCH_REDIS_URL": settings.redis_url or "",
            "BENCH_LEDGER": str(ledger_path),
            "BENCH_SLEEP_MS": str(sleep_ms),
        }
        self._programs: list[Program] = []
        self._servers: list[psutil.Process] = []

    async def open(self) -> None:
        """Find the processes of the servers."""
        backend = psutil.Process(int(await self.ask("SELECT pg_backend_pid()")))
        redis_id = int(cast("Any", self.redis.info("server"))["process_id"])  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        self._servers = [cast("psutil.Process", backend.parent()), psutil.Process(redis_id)]

    async def close(self) -> None:
        """End whatever runs."""
        self.kill_all()
        await self._database.close()
        self.redis.close()

    # ------------------------------------------------------------ processes

    def start(self, *arguments: str, **environment: str) -> Program:
        """Start `python …` of ours."""
        given = {**self._environment, **environment}
        program = Program(arguments, environment=given, log=self._folder / "log", folder=self._folder)
        self._programs.append(program)
        return program

    def start_worker(self, concurrency: int, *arguments: str, **environment: str) -> Program:
        """Start a worker whose ability is the no-op."""
        return self.start("-m", "bench.noop_worker", "--concurrency", str(concurrency), *arguments, **environment)

    def product_environment(self) -> dict[str, str]:
        """The settings of the product's own commands for these servers."""
        return {
            "DATABASE_URL": self.settings.database_url or "",
            "REDIS_URL": self.settings.redis_url or "",
            "DATA_DIR": str(self.settings.data_dir),
        }

    def kill_all(self) -> None:
        """SIGKILL to every process that was started here."""
        for program in self._programs:
            program.kill()
        self._programs.clear()

    def server_cpu_seconds(self) -> dict[str, float]:
        """CPU of PostgreSQL with all its processes, and of Redis."""
        postgres, redis = self._servers
        return {
            "postgres": sum(_cpu_seconds(each) for each in (postgres, *postgres.children(recursive=True))),
            "redis": _cpu_seconds(redis),
        }

    async def wait_until(self, is_true: Callable[[], bool], *, what: str, seconds: float) -> float:
        """Wait for a condition; answers how long it took.

        Raises:
            RuntimeError: a process has ended, or the time is over; with the last lines of the log.
        """
        began = time.monotonic()
        while not is_true():
            if any(program.is_over() for program in self._programs):
                raise RuntimeError(f"A process ended before {what}: {self._last_words()}")
            if time.monotonic() > began + seconds:
                raise RuntimeError(f"Not within {seconds:.0f} s: {what}. {self._last_words()}")
            await asyncio.sleep(_PAUSE_SECONDS)
        return time.monotonic() - began

    async def wait_until_settled(self, *, seconds: float, unless: str = _UNDER_WAY) -> float:
        """Wait until no task is under way, or another condition has become false; answers how long it took."""
        began = time.monotonic()
        while await self.ask(f"SELECT {unless}"):
            if time.monotonic() > began + seconds:
                raise RuntimeError(f"Not settled within {seconds:.0f} s. {self._last_words()}")
            await asyncio.sleep(_PAUSE_SECONDS * 4)
        return time.monotonic() - began

    # --------------------------------------------------------------- stores

    async def fill(self, number: int, *, first: int = 0, webhook_url: str | None = None) -> None:
        """Queue so many tasks, with the slots from `first` on."""
        async with open_producer(self.settings, webhook_url=webhook_url) as producer:
            await fill(producer, number, first=first)

    async def ask(self, statement: Any) -> Any:
        """The first column of the first row."""
        given = text(statement) if isinstance(statement, str) else statement
        async with self._database.transaction() as session:
            return await session.scalar(given)

    async def execute(self, statement: str, **values: Any) -> None:
        """Run a statement."""
        async with self._database.transaction() as session:
            await session.execute(text(statement), values)

    async def vacuum(self, *tables: str) -> None:
        """What autovacuum would do sooner or later, at once: so it comes into no measurement."""
        async with self._database.reading() as session:
            for table in tables:
                await session.execute(text(f"VACUUM ANALYZE {table}"))

    def stream_length(self) -> int:
        """Entries of all streams."""
        redis = cast("Any", self.redis)
        return sum(redis.xlen(key) for key in redis.scan_iter("queue:*", _type="stream"))

    def _last_words(self) -> str:
        path = self._folder / "log"
        return path.read_text(encoding="utf-8", errors="replace")[-2000:] if path.exists() else ""


async def fill(producer: NoopProducer, number: int, *, first: int = 0) -> None:
    """Queue so many tasks in bulk."""
    for start in range(first, first + number, _BULK):
        end = min(start + _BULK, first + number)
        await producer.many([_payload(each) for each in range(start, end)])


def run_on_grounds(measure: Callable[[Sequence[Ground]], Coroutine[None, None, T]], *, number: int, slots: int) -> T:
    """Run one measurement on several such places at once, so that it can go from one to the other and back."""
    with ExitStack() as stack:
        opened = [stack.enter_context(_servers()) for _ in range(number)]
        grounds = [Ground(settings, folder=folder, slots=slots, sleep_ms=0) for settings, folder in opened]
        return asyncio.run(_run_all(measure, grounds))


def run_on_ground(measure: Callable[[Ground], Coroutine[None, None, T]], *, slots: int, sleep_ms: int = 0) -> T:
    """Run one measurement on servers and a ledger of its own."""
    with _servers() as (settings, folder):
        ground = Ground(settings, folder=folder, slots=slots, sleep_ms=sleep_ms)
        return asyncio.run(_run_all(lambda grounds: measure(grounds[0]), [ground]))


async def _run_all(measure: Callable[[Sequence[Ground]], Coroutine[None, None, T]], grounds: Sequence[Ground]) -> T:
    try:
        for ground in grounds:
            await prepare(ground.settings)
            await ground.open()
        return await measure(grounds)
    finally:
        for ground in grounds:
            await ground.close()


@contextmanager
def _servers() -> Generator[tuple[Settings, Path]]:
    with private_folder() as folder:
        blank = dict.fromkeys(Settings.model_fields, "")
        settings = load_settings(env_file=None, **{**blank, "data_dir": str(folder / "data")})
        with embedded_servers(settings) as running:
            upgrade_schema(running.database_url or "")
            yield with_development_keys(running), folder


def _cpu_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system
