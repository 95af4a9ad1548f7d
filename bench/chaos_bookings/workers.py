"""Workers that die at one step after the other, and those that come after them."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from types import MappingProxyType

from core.config import Settings
from core.failpoints import Failpoint

ROOT = Path(__file__).resolve().parents[2]
STEPS = (
    Failpoint.AFTER_CLAIM,
    Failpoint.AFTER_INTENT,
    Failpoint.AFTER_ASKED,
    Failpoint.AFTER_SENDING,
    Failpoint.AFTER_ANSWER,
    Failpoint.AFTER_UID,
    Failpoint.AFTER_EFFECT,
    Failpoint.AFTER_SETTLE,
)
BOOKING_WORKER = ("worker", "--queues", "booking", "--concurrency", "8")
_POLL_SECONDS = 0.1


class DoomedWorkers:
    """So many workers at a time, each to die at the next step with a probability every time that it comes by.

    Without `steps` nobody is made to die. `program`: what follows `python -m`. `rarely`: at which steps, and with which
    probability, since many come by there at a time.
    """

    def __init__(
        self,
        *,
        settings: Mapping[str, str],
        log: Path,
        probability: float,
        steps: Sequence[Failpoint] = STEPS,
        program: Sequence[str] = BOOKING_WORKER,
        rarely: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        blank = {name.upper(): "" for name in Settings.model_fields}
        self._environment = {**os.environ, **blank, **settings, "PYTHONPATH": str(ROOT)}
        self._log = log
        self._probability = probability
        self._steps = cycle([str(step) for step in steps] or [""])
        self._program = program
        self._rarely = rarely
        self.deaths: Counter[str] = Counter()

    async def keep_up(self, count: int, *, until: asyncio.Event) -> None:
        """Start a worker for each that dies, until the event; then stop those that live."""
        running = [self._start() for _ in range(count)]
        try:
            while not until.is_set():
                running = [self._replace(*each) for each in running]
                await asyncio.sleep(_POLL_SECONDS)
        finally:
            for process, _ in running:
                process.terminate()
            for process, _ in running:
                await asyncio.to_thread(process.wait)

    def _replace(self, process: "subprocess.Popen[bytes]", step: str) -> tuple["subprocess.Popen[bytes]", str]:
        status = process.poll()
        if status is None:
            return process, step
        self.deaths[step if status == -signal.SIGKILL else f"exit {status}"] += 1
        return self._start()

    def _start(self) -> tuple["subprocess.Popen[bytes]", str]:
        step = next(self._steps)
        point = {"FAILPOINT": f"{step}:{self._rarely.get(step, self._probability)}" if step else ""}
        command: Sequence[str] = [sys.executable, "-m", *self._program]
        with self._log.open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=self._log.parent,
                env={**self._environment, **point},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        return process, step
