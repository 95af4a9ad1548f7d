"""One worker process: consumers, collector, lease keeper and dispatcher; start, signals, drain."""

import asyncio
import os
import signal
import socket
from collections.abc import Coroutine, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType

import structlog

from core.clock import Clock
from core.config import Settings
from core.domain import Queue
from core.errors import UnavailableError
from core.ids import make_id
from core.queue import TaskQueue
from services.booking.place_watch import PlaceWatch
from services.durable_work import DurableWork
from services.factory import check_services, open_services
from services.notification.incoming_again import IncomingAgain
from services.records.summaries import SummaryMaker
from services.registry import FAMILIES
from services.reminder.planner import ReminderPlanner
from services.resealing import Resealing
from services.retention import Retention
from workers.cancelling import cancel_all
from workers.cleaner import Cleaner
from workers.collector import Collector
from workers.consumer import Consumer, Process
from workers.dispatcher import Dispatcher
from workers.held import Held
from workers.lease_keeper import LeaseKeeper
from workers.listener import Listener
from workers.place_watcher import PlaceWatcher
from workers.planner import Planner
from workers.pulse import Pulse
from workers.resealer import Resealer
from workers.summarizer import Summarizer

logger = structlog.stdlib.get_logger(__name__)

DEFAULT_CONCURRENCY = 64
GRACE = timedelta(seconds=10)
"""How long a worker that is told to stop may finish what it has begun."""

_QUIET_ROUNDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """What the command line says. `concurrency` counts attempts at a time for each queue."""

    queues: Sequence[Queue] = tuple(Queue)
    concurrency: int = DEFAULT_CONCURRENCY
    once: bool = False
    grace: timedelta = GRACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What a worker does beside its queues. Without `plans` only due times that are stored are told; only who books looks
    what places do with bookings.
    """

    plans: ReminderPlanner | None = None
    summaries: SummaryMaker | None = None
    places: PlaceWatch | None = None
    left: IncomingAgain | None = None
    retention: Retention | None = None
    resealing: Resealing | None = None


async def reseal(settings: Settings) -> str:
    """Seal everything anew that the first of ENCRYPTION_KEYS did not seal, and say what came of it.

    Raises:
        UnavailableError: another process is at it.
    """
    await check_services(settings)
    async with open_services(settings, owner=f"resealing:{make_id().hex}") as services:
        found = await services.resealing.run()
    if not found.is_done:
        raise UnavailableError(
            f"{found.rows} rows were sealed anew, and not all is done: another process is at it, or one that still has "
            "another key first goes on writing. Run it again in a while."
        )
    return f"{found.rows} rows were sealed anew. Stored data needs the key {', '.join(found.needed)} alone; the others can go."


async def run_worker(
    settings: Settings,
    options: WorkerOptions,
    *,
    families: Sequence[ModuleType] = FAMILIES,
    clock: Clock | None = None,
) -> None:
    """Work until SIGTERM or SIGINT, or with `once` until nothing is left to do."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{make_id().hex[-12:]}"
    await check_services(settings)
    async with open_services(settings, owner=owner, families=families, clock=clock) as services:
        pool = WorkerPool(
            work=services.work,
            queue=services.queue,
            lease=settings.lease_seconds,
            options=options,
            owner=owner,
            upkeep=Upkeep(
                plans=services.reminders.planner,
                summaries=services.summaries,
                places=services.places,
                left=services.left,
                retention=services.retention,
                resealing=services.resealing,
            ),
        )
        with _stopped_by_signals(pool):
            await pool.run()


class WorkerPool:
    """The loops of one process."""

    def __init__(
        self,
        *,
        work: DurableWork,
        queue: TaskQueue,
        lease: timedelta,
        options: WorkerOptions,
        owner: str,
        upkeep: Upkeep = Upkeep(),
    ) -> None:
        self._options = options
        self._stop = asyncio.Event()
        self._held = Held(work=work)
        self._collector = Collector(work=work, queue=queue, held=self._held)
        self._pulse = Pulse()
        self._keeper = LeaseKeeper(work=work, held=self._held, pulse=self._pulse, lease=lease.total_seconds())
        self._dispatcher = Dispatcher(work=work)
        self._planner = Planner(plans=upkeep.plans) if upkeep.plans else None
        self._summarizer = Summarizer(summaries=upkeep.summaries, work=work) if upkeep.summaries else None
        watches = upkeep.places if Queue.BOOKING in options.queues else None
        self._watcher = PlaceWatcher(watch=watches, work=work) if watches else None
        self._listener = Listener(again=upkeep.left) if upkeep.left else None
        self._cleaner = Cleaner(retention=upkeep.retention) if upkeep.retention else None
        self._resealer = Resealer(resealing=upkeep.resealing) if upkeep.resealing else None
        process = Process(
            owner=owner,
            concurrency=options.concurrency,
            lease=lease,
            queue=queue,
            work=work,
            collector=self._collector,
            held=self._held,
        )
        self._consumers = [Consumer(name, process=process) for name in options.queues]

    def stop(self) -> None:
        """Read no more, finish what has begun, hand back the rest."""
        self._stop.set()

    async def run(self) -> None:
        """Run until stopped or, with `once`, drained."""
        logger.info("worker started", queues=[str(name) for name in self._options.queues])
        async with self._keeper.renewing():
            helpers = _start(self._collector.run_for_ever(), self._pulse.beat_for_ever())
            try:
                await self._work()
                await self._finish()
            finally:
                await cancel_all(helpers)
        logger.info("worker stopped")

    async def _work(self) -> None:
        if self._options.once:
            await self._drain()
            return
        upkeep = (
            self._planner,
            self._summarizer,
            self._watcher,
            self._listener,
            self._cleaner,
            self._resealer,
        )
        sweeps = [self._dispatcher, *(each for each in upkeep if each)]
        readers = _start(*(each.run_for_ever() for each in [*sweeps, *self._consumers]))
        await self._stop.wait()
        await cancel_all(readers)

    async def _drain(self) -> None:
        """Sweep and read until several rounds in a row find nothing. Of what is old, one batch goes; of what places may
        have changed, one is looked at.
        """
        if self._cleaner:
            await self._cleaner.clean_once()
        if self._watcher:
            await self._watcher.look_once()
        if self._resealer:
            await self._resealer.reseal_once()
        quiet = 0
        while quiet < _QUIET_ROUNDS and not self._stop.is_set():
            found = await self._planner.plan_once() if self._planner else 0
            found += await self._summarizer.summarize_once() if self._summarizer else 0
            found += await self._listener.handle_once() if self._listener else 0
            found += await self._dispatcher.sweep_once()
            found += sum(await asyncio.gather(*(consumer.read_all() for consumer in self._consumers)))
            quiet = 0 if found else quiet + 1

    async def _finish(self) -> None:
        try:
            async with asyncio.timeout(self._options.grace.total_seconds()):
                await asyncio.gather(*(consumer.finish_running() for consumer in self._consumers))
        except TimeoutError:
            logger.warning("handing back what was not finished in time", attempts=await self._held.hand_back_all())
        for consumer in self._consumers:
            await consumer.leave()


@contextmanager
def _stopped_by_signals(pool: WorkerPool) -> Generator[None]:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, pool.stop)
    try:
        yield
    finally:
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(name)


def _start(*loops: Coroutine[None, None, None]) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(each) for each in loops]
