"""Renews leases from a thread of its own, so that an attempt which blocks the event loop doesn't look dead (ADR 0013)."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog

from core.errors import UnavailableError
from services.durable_work import DurableWork, Leases, Renew
from workers.held import Held, Key
from workers.pulse import Pulse

logger = structlog.stdlib.get_logger(__name__)

TOLERATED_LEASES = 4
"""How many leases long the event loop may show no sign of life (60 s by default) before it counts as dead."""

THREAD_NAME = "lease-keeper"
_LEAST_PATIENCE_SECONDS = 1.0
_JOIN_SECONDS = 5.0


class LeaseKeeper:
    """The renewing thread of one process. It has an event loop, and a connection from its first renewal on."""

    def __init__(self, *, work: DurableWork, held: Held, pulse: Pulse, lease: float) -> None:
        self._work = work
        self._held = held
        self._pulse = pulse
        self._pause = lease / 3
        self._pause_after_failure = lease / 15
        self._patience = max(lease / 6, _LEAST_PATIENCE_SECONDS)
        self._tolerance = lease * TOLERATED_LEASES
        self._gave_up = False
        self._stop = threading.Event()

    @asynccontextmanager
    async def renewing(self) -> AsyncGenerator[None]:
        """Inside the block leases are renewed. The thread never keeps the process from ending."""
        loop = asyncio.get_running_loop()
        thread = threading.Thread(target=self._watch, args=(loop,), name=THREAD_NAME, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            await asyncio.to_thread(thread.join, _JOIN_SECONDS)

    # -------------------------------------------------------------- in the thread

    def _watch(self, main: asyncio.AbstractEventLoop) -> None:
        with asyncio.Runner() as runner:
            renewing = self._work.renewing()
            renew = runner.run(renewing.__aenter__())
            pause = self._pause
            while not self._stop.wait(pause):
                is_done = runner.run(self._renew_once(renew, main))
                pause = self._pause if is_done else self._pause_after_failure
            runner.run(renewing.__aexit__(None, None, None))

    async def _renew_once(self, renew: Renew, main: asyncio.AbstractEventLoop) -> bool:
        """Renew what has run for a third of a lease; answers whether that will do until the next third."""
        leases = self._held.list_older_than(self._pause * 0.9)
        if not leases or self._gives_up(leases):
            return True
        try:
            async with asyncio.timeout(self._patience):
                renewed = await renew(leases)
        except (UnavailableError, TimeoutError) as error:
            logger.warning("leases could not be renewed", rows=_count(leases), error=str(error))
            return False
        except Exception:
            logger.exception("renewing went wrong", rows=_count(leases))
            return False
        if renewed.lost:
            _tell(main, self._held, {(kind, id_): leases[kind][id_] or 0 for kind, id_ in renewed.lost})
        return renewed.busy == 0

    def _gives_up(self, leases: Leases) -> bool:
        """Whether the event loop is as good as dead, so that others should have its work."""
        is_dead = self._pulse.silence > self._tolerance
        if is_dead and not self._gave_up:
            logger.error(
                "the event loop shows no sign of life, its leases are left to run out",
                seconds=round(self._pulse.silence, 1),
                rows=_count(leases),
            )
        self._gave_up = is_dead
        return is_dead


def _tell(main: asyncio.AbstractEventLoop, held: Held, lost: dict[Key, int]) -> None:
    try:
        main.call_soon_threadsafe(held.stop_lost, lost)
    except RuntimeError:
        logger.info("leases lost after the event loop was closed", rows=len(lost))


def _count(leases: Leases) -> int:
    return sum(len(ids) for ids in leases.values())
