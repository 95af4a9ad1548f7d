"""What is done to a run. Each nemesis waits until it strikes at running work, says how much of it, and mends what it broke."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Set
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias

import httpx2
from sqlalchemy import NullPool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bench.chaos.brief import QUIET, Brief
from bench.chaos.cast import Cast, Worker
from bench.chaos.client import Client
from bench.chaos.clock import step_clock
from bench.chaos.history import HistoryWriter, Struck
from bench.chaos.monitor import Monitor
from bench.chaos.plan import plan_reminder
from bench.chaos.stores import Stores
from bench.chaos.waiting import until, until_some

_LOOK_SECONDS = 0.05
_MOST_SESSIONS = 400
_FIRST_NUMBER, _REMINDERS, _DUE_SECONDS = 1_000_000, 20, 2
_LOCKED_SECONDS, _LOCKED_ROUNDS, _MOST_ROUNDS = 0.5, 12, 40
_LEFT_SECONDS = 30.0
_WAITING_ENOUGH = 20
"""As many sessions as the pool of one worker has at the most: with fewer, nobody need have waited for a connection."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """Everything that can be hurt, and what went wrong that no history shows."""

    brief: Brief
    stores: Stores
    cast: Cast
    monitor: Monitor
    history: HistoryWriter
    chance: random.Random
    complaints: list[str] = field(default_factory=list[str])

    async def find_running(self) -> int:
        """How many tasks run, as soon as any does."""
        return await until_some(self.monitor.count_running)

    async def find_busiest(self) -> tuple[Worker, int]:
        """The worker with the most running tasks, as soon as any has one."""

        async def ask() -> Mapping[int, int]:
            return await self.count_by_worker({worker.pid for worker in self.cast.workers})

        running = await until_some(ask)
        busy = max(self.cast.workers, key=lambda worker: running.get(worker.pid, 0))
        return busy, running.get(busy.pid, 0)

    async def count_by_worker(self, pids: Set[int]) -> Mapping[int, int]:
        """How many tasks those of these workers run that run any."""
        running = await self.monitor.count_running_by_worker()
        return {pid: count for pid, count in running.items() if pid in pids}

    async def add_worker(self) -> None:
        """One more, which has begun to work when this returns: one that starts while the database is away ends at once."""
        worker = self.cast.start_worker()
        await until(lambda: worker.is_up, what=f"{worker.running.name} works")

    def note(self, name: str, *, running: int = 0, detail: str = "", is_over: bool = False) -> None:
        """Write down that a nemesis comes, or that it is over and at how many running tasks it struck."""
        event = Struck(process="run", type="ok" if is_over else "invoke", name=name, running=running, detail=detail)
        self.history.write(event)

    async def ask_for_reminders(self, first: int) -> None:
        """Have people told in a moment, again and again."""
        plan = [plan_reminder(first + each, account=QUIET, seconds=_DUE_SECONDS) for each in range(_REMINDERS)]
        async with httpx2.AsyncClient(base_url=self.brief.api_url, timeout=20) as http:
            client = Client("run", self.brief, http=http, history=self.history)
            await asyncio.gather(*(client.send(planned) for planned in plan))

    async def wait_for_api(self) -> None:
        """Return when the API can work."""
        await _wait_for_answer(f"{self.brief.api_url}/health/ready", HTTPStatus.OK)

    async def wait_for_world(self) -> None:
        """Return when the outside is there: whoever is not at home the first time is asked again much later."""
        await _wait_for_answer(f"{self.brief.effects_url}/effects/none", HTTPStatus.NOT_FOUND)
        await _wait_for_answer(self.brief.receiver_url("gone", QUIET), HTTPStatus.GONE)


async def _wait_for_answer(url: str, status: HTTPStatus) -> None:
    async def ask() -> bool:
        try:
            return (await http.get(url)).status_code == status
        except httpx2.TransportError:
            return False

    async with httpx2.AsyncClient(timeout=5) as http:
        if not await until_some(ask):
            raise TimeoutError(f"{url} did not answer.")


# ------------------------------------------------------------------ workers


async def kill_worker(stage: Stage) -> tuple[int, str]:
    """SIGKILL, and another worker in its place."""
    worker, running = await stage.find_busiest()
    worker.running.kill()
    stage.cast.forget(worker)
    await stage.add_worker()
    return running, ""


async def freeze_worker(stage: Stage) -> tuple[int, str]:
    """SIGSTOP for two leases, then SIGCONT."""
    worker, running = await stage.find_busiest()
    worker.running.freeze()
    await asyncio.sleep(2 * stage.brief.lease_seconds)
    worker.running.thaw()
    return running, ""


async def stop_worker(stage: Stage) -> tuple[int, str]:
    """SIGTERM in the middle of its tasks, and another worker in its place."""
    worker, running = await stage.find_busiest()
    stage.cast.forget(worker)
    status = await stage.cast.end(worker.running)
    if status != 0:
        stage.complaints.append(f"{worker.running.name} was told to stop and ended with status {status}")
    await stage.add_worker()
    return running, f"exit status {status}"


async def step_worker_clock(stage: Stage) -> tuple[int, str]:
    """One worker is five minutes fast, then slow, and another the other way round; meanwhile reminders fall due."""
    worker, running = await stage.find_busiest()
    other = next(each for each in stage.cast.workers if each is not worker)
    for number, seconds in enumerate((300.0, -300.0)):
        step_clock(worker.clock, seconds)
        step_clock(other.clock, -seconds)
        await stage.ask_for_reminders(_FIRST_NUMBER + number * _REMINDERS)
        await asyncio.sleep(2 * stage.brief.lease_seconds)
    for each in (worker, other):
        step_clock(each.clock, 0)
    return running, f"+300 s, -300 s; {2 * _REMINDERS} reminders"


async def mix_versions(stage: Stage) -> tuple[int, str]:
    """A worker of the old version takes part, which lacks abilities of the new one, and one of the new version dies meanwhile.

    It struck only if the old worker was given something that it had to leave to others.
    """
    before = await stage.monitor.count_left_to_others()
    old = await asyncio.to_thread(stage.cast.start_old_worker)
    if old is None:
        return 0, "the old version's code is not in this checkout's history"

    async def ask() -> int:
        return -1 if old.is_over else (await stage.count_by_worker({old.pid})).get(old.pid, 0)

    running = max(0, await until_some(ask))
    await kill_worker(stage)
    await asyncio.sleep(3 * stage.brief.lease_seconds)

    async def look() -> int:
        return await stage.monitor.count_left_to_others() - before

    left = await until_some(look, seconds=_LEFT_SECONDS)
    if old.is_over or (status := await stage.cast.end(old)) != 0:
        stage.complaints.append("the worker of the old version did not end in good order")
        return running, "it died"
    return running if left else 0, f"exit status {status}; {left} tasks left to others"


# ------------------------------------------------------------------ Redis


async def restart_redis(stage: Stage) -> tuple[int, str]:
    """Redis stops and starts again with what is in its file."""
    running = await stage.find_running()
    await asyncio.to_thread(stage.stores.stop_redis)
    await asyncio.to_thread(stage.stores.start_redis)
    return running, ""


async def flush_redis(stage: Stage) -> tuple[int, str]:
    """FLUSHALL."""
    running = await stage.find_running()
    await stage.stores.command_redis("FLUSHALL")
    return running, ""


async def cut_redis_clients(stage: Stage) -> tuple[int, str]:
    """CLIENT KILL of every connection."""
    running = await stage.find_running()
    cut = await stage.stores.command_redis("CLIENT", "KILL", "TYPE", "normal")
    return running, f"{int(cut)} connections"


async def take_redis_away(stage: Stage) -> tuple[int, str]:
    """Redis is down for a minute."""
    running = await stage.find_running()
    await asyncio.to_thread(stage.stores.stop_redis)
    await asyncio.sleep(60)
    await asyncio.to_thread(stage.stores.start_redis)
    return running, "60 s"


# ------------------------------------------------------------------ PostgreSQL


async def restart_postgres(stage: Stage) -> tuple[int, str]:
    """PostgreSQL stops, ending every session, and starts again."""
    running = await stage.find_running()
    await asyncio.to_thread(stage.stores.stop_postgres)
    await asyncio.to_thread(stage.stores.start_postgres)
    return running, ""


async def crash_postgres(stage: Stage) -> tuple[int, str]:
    """PostgreSQL falls without a checkpoint and recovers."""
    directory = await stage.monitor.find_data_directory()
    running = await stage.find_running()
    await stage.stores.crash_postgres(directory)
    await asyncio.to_thread(stage.stores.start_postgres)
    return running, ""


async def terminate_backends(stage: Stage) -> tuple[int, str]:
    """Every session of the product is ended, whatever it is in the middle of."""
    running = await stage.find_running()
    ended = await stage.monitor.terminate_backends()
    return running, f"{ended} sessions"


async def exhaust_pools(stage: Stage) -> tuple[int, str]:
    """The ledger of effects is locked for a while, and for longer where nobody waits for it yet; it struck only if they did."""
    engine = create_async_engine(stage.stores.database_url, poolclass=NullPool)
    most, rounds = 0, 0
    async with engine.begin() as connection:
        running = await stage.find_running()
        await connection.execute(text("LOCK TABLE task_effects IN ACCESS EXCLUSIVE MODE"))
        while rounds < _LOCKED_ROUNDS or (most < _WAITING_ENOUGH and rounds < _MOST_ROUNDS):
            rounds += 1
            await asyncio.sleep(_LOCKED_SECONDS)
            most = max(most, await stage.monitor.count_waiting())
    await engine.dispose()
    return running if most >= _WAITING_ENOUGH else 0, f"{most} sessions waited at once"


async def take_all_connections(stage: Stage) -> tuple[int, str]:
    """The product's sessions are ended, and every connection that PostgreSQL has is taken by somebody else for a while."""
    engine = create_async_engine(stage.stores.database_url, poolclass=NullPool)
    taken: list[AsyncConnection] = []
    running = await stage.find_running()
    end = asyncio.get_running_loop().time() + 5
    try:
        while asyncio.get_running_loop().time() < end and len(taken) < _MOST_SESSIONS:
            if not await _take_one(engine, taken):
                await stage.monitor.terminate_backends()
                await asyncio.sleep(_LOOK_SECONDS)
    finally:
        for connection in taken:
            await connection.close()
        await engine.dispose()
    return running, f"{len(taken)} connections taken"


async def _take_one(engine: AsyncEngine, taken: list[AsyncConnection]) -> bool:
    try:
        taken.append(await engine.connect())
    except (DBAPIError, OSError, TimeoutError):
        return False
    return True


# ------------------------------------------------------------------ API and the outside


async def kill_api(stage: Stage) -> tuple[int, str]:
    """SIGKILL of the API in the middle of its callers."""
    running = await stage.find_running()
    if stage.cast.api is not None:
        stage.cast.api.kill()
    stage.cast.start_api()
    await stage.wait_for_api()
    return running, ""


async def kill_outside_system(stage: Stage) -> tuple[int, str]:
    """SIGKILL of the system in which errands have their effect: its answers are lost, what it did is not."""
    running = await stage.find_running()
    if stage.cast.effects is not None:
        stage.cast.effects.kill()
    stage.cast.start_effects()
    await stage.wait_for_world()
    return running, ""


Nemesis: TypeAlias = Callable[[Stage], Awaitable[tuple[int, str]]]

NEMESES: Mapping[str, Nemesis] = {
    "SIGKILL of a worker": kill_worker,
    "SIGSTOP for two leases": freeze_worker,
    "SIGTERM in mid-task": stop_worker,
    "Redis restarted": restart_redis,
    "FLUSHALL": flush_redis,
    "CLIENT KILL": cut_redis_clients,
    "Redis away for a minute": take_redis_away,
    "PostgreSQL restarted": restart_postgres,
    "PostgreSQL crashed": crash_postgres,
    "backends terminated": terminate_backends,
    "pools exhausted": exhaust_pools,
    "no connection left": take_all_connections,
    "clock of a worker stepped": step_worker_clock,
    "old and new version": mix_versions,
    "SIGKILL of the API": kill_api,
    "SIGKILL of the outside system": kill_outside_system,
}

TWICE = (
    "SIGKILL of a worker",
    "SIGSTOP for two leases",
    "SIGTERM in mid-task",
    "FLUSHALL",
    "CLIENT KILL",
    "backends terminated",
)
SHORT = TWICE
"""What a short run has time for, once each."""
