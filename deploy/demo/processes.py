"""Starts the API and the workers as an operator does, watches them, and ends them all."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from core.config import Settings
from deploy.demo.narrator import check, fail

CHECKOUT = Path(__file__).resolve().parents[2]
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PAUSE_SECONDS = 0.02
_STOP_SECONDS = 15


class Running:
    """One of our processes."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", *, log: Path) -> None:
        self.name = name
        self._may_end = False
        self._process = process
        self.log = log

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def wait_until(self, is_true: Callable[[], bool], *, what: str, seconds: float = 30) -> None:
        """Wait for a condition as long as the process lives."""
        end = time.monotonic() + seconds
        while not is_true():
            self.check_alive()
            check(time.monotonic() < end, expected=f"{what} within {seconds:.0f} s", came="it did not come to that")
            time.sleep(_PAUSE_SECONDS)

    def wait_until_logged(self, text: str) -> None:
        """Wait until its log says this."""
        self.wait_until(lambda: text in self._read_log(), what=f"{self.name} to say {text!r}")

    def check_alive(self) -> None:
        """Stop the story if this process has ended by itself."""
        if self.is_over and not self._may_end:
            lines = [line for line in self._read_log().splitlines() if line.strip()]
            last = lines[-1] if lines else "nothing"
            fail(
                expected=f"{self.name} to run",
                came=f"it ended with status {self._process.returncode}; its last words: {last}",
            )

    def freeze(self) -> None:
        """Hold it still in the middle of whatever it does."""
        self.check_alive()
        self._process.send_signal(signal.SIGSTOP)
        frozen = psutil.Process(self.pid)
        self.wait_until(lambda: frozen.status() == psutil.STATUS_STOPPED, what=f"{self.name} to hold still")

    def thaw(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without any chance to tidy up."""
        self._may_end = True
        self._process.kill()
        self._process.wait()

    def ask_to_stop(self) -> None:
        """Ask politely, even if it is held still."""
        if not self.is_over:
            self._may_end = True
            self._process.terminate()
            self.thaw()

    def wait_for_end(self) -> int:
        """Wait for a process that was asked to stop, killing it if that takes too long; returns its exit status."""
        try:
            return self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return self._process.wait()

    def _read_log(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


class Processes:
    """All that the demonstration has started."""

    def __init__(self, *, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._started: list[Running] = []
        self._workers = 0

    def start_api(self, name: str = "the API", **settings: str) -> Running:
        """Start an API; these settings go before the others."""
        return self._start(name, "run_server", **settings)

    def start_worker(self, concurrency: str = "4") -> Running:
        """Start one more worker."""
        self._workers += 1
        return self._start(f"worker {self._workers}", "worker", "--concurrency", concurrency)

    def stop(self, running: Running) -> None:
        """End one, which must do so in good order."""
        running.check_alive()
        running.ask_to_stop()
        status = running.wait_for_end()
        check(status == 0, expected=f"{running.name} to stop in good order", came=f"its exit status is {status}")

    def check_alive(self) -> None:
        """Stop the story if any of them has ended by itself."""
        for running in self._started:
            running.check_alive()

    def stop_all(self) -> None:
        """End whatever still runs."""
        for running in self._started:
            running.ask_to_stop()
        for running in self._started:
            running.wait_for_end()

    def copy_logs(self, folder: Path) -> None:
        """Keep what they have written, in a folder that is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        for log in {running.log for running in self._started}:
            shutil.copy(log, folder)

    def _start(self, name: str, module: str, *arguments: str, **settings: str) -> Running:
        log = self._folder / f"{name.removeprefix('the ').lower().replace(' ', '-')}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=self._folder,  # not the checkout: a `.env` there belongs to somebody's own installation
                env={**self._environment, **settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        running = Running(name, process, log=log)
        self._started.append(running)
        return running


@contextmanager
def managed_processes(*, folder: Path, settings: Mapping[str, str], logs: Path | None = None) -> Generator[Processes]:
    """Processes with these settings and no others; none is left when the block is left, their logs are copied to `logs`."""
    # A blank setting counts as unset, so nothing of this shell's own settings reaches the demonstration.
    blank = {name.upper(): "" for name in Settings.model_fields}
    path = os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])])
    ours = {**os.environ, **blank, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **settings}
    processes = Processes(folder=folder, environment=ours)
    try:
        yield processes
    finally:
        ignore_signals()
        processes.stop_all()
        if logs is not None:
            processes.copy_logs(logs)


def ignore_signals() -> None:
    """From now on nobody's impatience keeps us from tidying up."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def find_free_port() -> int:
    """A loopback port that nobody listens on at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
