"""The processes of a run: API, workers, callers, the outside world. All are started, hurt and ended by their process ids."""

import asyncio
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from bench.chaos.abilities import errand
from bench.chaos.brief import Brief
from core.config import Settings
from deploy.demo.processes import Running

CHECKOUT = Path(__file__).resolve().parents[2]
OLD_VERSION = "f2bece1"
"""A version whose workers must get along with ours. Those that did not seal what they store yet can't: they are all stopped first."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker process, the file that steps its clock, and its log."""

    running: Running
    clock: Path
    log: Path

    @property
    def pid(self) -> int:
        """Its process id, which is in its leases."""
        return self.running.pid

    @property
    def is_up(self) -> bool:
        """Whether it has begun to work."""
        return "worker started" in self.log.read_text(encoding="utf-8", errors="replace")


class Cast:
    """Starts processes with the settings of the run, and knows which of them should be alive."""

    def __init__(self, folder: Path, brief: Brief, *, settings: Mapping[str, str]) -> None:
        self._folder = folder
        self._brief = brief
        # A blank setting counts as unset, so nothing of this shell's own settings reaches the run.
        blank = {name.upper(): "" for name in Settings.model_fields}
        ours = {"CHAOS_FOLDER": str(folder), "CHAOS_EFFECTS_URL": brief.effects_url, "PYTHONUNBUFFERED": "1"}
        self._environment = {**os.environ, **blank, **ours, **settings}
        self._all: list[Running] = []
        self._started = 0
        self.workers: list[Worker] = []
        self.api: Running | None = None
        self.effects: Running | None = None

    def start_world(self) -> None:
        """The outside: effects and receivers."""
        self.start_effects()
        self._start("hooks", "bench.chaos.hooks")

    def start_effects(self) -> None:
        """The outside system in which errands have their effect."""
        self.effects = self._start("effects", "bench.chaos.effects")

    def start_api(self) -> None:
        """The one API."""
        self.api = self._start("api", "bench.chaos.api", PORT=str(self._brief.api_port))

    def start_worker(self) -> Worker:
        """One more worker of this version."""
        self._started += 1
        name = f"worker-{self._started}"
        clock = self._folder / f"{name}.clock"
        running = self._start(name, "bench.chaos.worker", CHAOS_CLOCK=str(clock))
        worker = Worker(running, clock, self._folder / f"{name}.log")
        self.workers.append(worker)
        return worker

    def start_old_worker(self) -> Running | None:
        """A worker of the old version over the same stores; None where its code is not to be had."""
        code = _take_old_version(self._folder / "old-version")
        return None if code is None else self._start("old-worker", "worker", code=code)

    def start_clients(self, number: int) -> list[Running]:
        """The callers."""
        return [
            self._start(f"client-{index}", "bench.chaos.client", str(index), str(number)) for index in range(number)
        ]

    def forget(self, worker: Worker) -> None:
        """It is dead, or about to be."""
        self.workers.remove(worker)

    async def end(self, running: Running) -> int:
        """Ask one to stop, which it must do in good order; its exit status."""
        running.ask_to_stop()
        return await asyncio.to_thread(running.wait_for_end)

    def stop_all(self) -> None:
        """End whatever still runs."""
        for running in self._all:
            running.ask_to_stop()
        for running in self._all:
            running.wait_for_end()

    def _start(self, name: str, module: str, *arguments: str, code: Path = CHECKOUT, **more: str) -> Running:
        log = self._folder / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=self._folder,  # not the checkout: a `.env` there belongs to somebody's own installation
                env={**self._environment, **more, "PYTHONPATH": str(code)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        running = Running(name, process, log=log)
        self._all.append(running)
        return running


def _take_old_version(folder: Path) -> Path | None:
    """The code of the old version with the errand ability beside its own; None without its history.

    Outings and tidings are abilities that came later: what is asked of it there, it has to leave to others.
    """
    archive = subprocess.run(["git", "archive", OLD_VERSION], cwd=CHECKOUT, capture_output=True, check=False)
    if archive.returncode != 0:
        return None
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")
    shutil.copy(errand.__file__, folder / "services" / "activity" / "errand.py")
    return folder
