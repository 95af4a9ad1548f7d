"""Starts and stops this project's processes as an operator would: a command, an environment, signals, a log.

Inside `running` a process is watched: every wait ends at once when it dies, and whatever fails in the block shows the
end of its log. It is stopped on leaving, killed if that takes too long, and its log is kept (logs.py).
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from core.config import Settings
from tests.e2e.logs import LOGS
from tests.e2e.nursery import Order, bear

CHECKOUT = Path(__file__).parents[2]
_PAUSE_SECONDS = 0.02
_TAIL_LINES = 40


class Process(Protocol):
    """What `subprocess.Popen` can do, as far as it is needed here."""

    @property
    def pid(self) -> int: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def send_signal(self, sig: int, /) -> None: ...


class RunningProcess:
    """One process and its log; made by `running`."""

    def __init__(self, process: Process, *, log: Path, start: int) -> None:
        self._process = process
        self._log = log
        self._start = start  # where in the log it began to write

    @property
    def pid(self) -> int:
        """The id to signal it by."""
        return self._process.pid

    def read_log(self) -> str:
        """What it has written so far, to standard output and standard error."""
        return self._log.read_bytes()[self._start :].decode(errors="replace")

    def wait_until(self, is_true: Callable[[], bool], *, seconds: float = 120) -> None:
        """Wait for a condition for as long as the process lives."""
        end = time.monotonic() + seconds
        while not is_true():
            assert time.monotonic() < end, f"process {self.pid} is still not there after {seconds} s"
            try:
                status = self._process.wait(_PAUSE_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"process {self.pid} ended with exit status {status}")

    def wait_until_ready(self, base_url: str, *, seconds: float = 120) -> None:
        """Wait until the API at this address says that it can work."""
        self.wait_until(lambda: is_ready(base_url), seconds=seconds)

    def wait_until_logged(self, text: str, *, seconds: float = 120) -> None:
        """Wait until the log has this text in it."""
        self.wait_until(lambda: text in self.read_log(), seconds=seconds)

    def wait_for_end(self, *, seconds: float = 120) -> int:
        """Wait until it ends by itself; returns its exit status (negative: the signal that ended it)."""
        return self._process.wait(seconds)

    def stop(self, *, seconds: float = 120) -> int:
        """Ask it to stop by SIGTERM and wait; returns its exit status."""
        self._process.terminate()
        return self._process.wait(seconds)

    def kill(self) -> None:
        """End it by SIGKILL, without a chance to clean up."""
        self._process.kill()
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send any other signal."""
        self._process.send_signal(number)


@contextmanager
def running(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    log: Path,
    cwd: Path = CHECKOUT,
    is_imported: bool = False,
) -> Generator[RunningProcess]:
    """Run a command inside the block, `python` being this very interpreter.

    Args:
        environment: the settings; those that are not in it are unset, whatever this shell and a `.env` say.
        log: file that takes what it writes; one that exists is continued.
        is_imported: it is `python -m` with a module of nursery.py, and need not import the product anew.
    """
    # A blank setting counts as unset, and the environment goes before `.env`.
    blank = {name.upper(): "" for name in Settings.model_fields}
    whole = {**os.environ, **blank, **environment}
    start = log.stat().st_size if log.exists() else 0
    process = _bear(command, whole, log=log) if is_imported else _start(command, whole, log=log, cwd=cwd)
    started = RunningProcess(process, log=log, start=start)
    try:
        yield started
    except BaseException as error:
        tail = "\n".join(started.read_log().splitlines()[-_TAIL_LINES:])
        error.add_note(f"--- {' '.join(command)} wrote ---\n{tail}")
        raise
    finally:
        _end(process)
        LOGS.keep(log, start=start, of=" ".join(command))


def find_free_port() -> int:
    """A port of the loopback address that nobody listens on at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def is_ready(base_url: str) -> bool:
    """Whether the API at this address answers that it can work."""
    parts = urlsplit(base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _start(command: Sequence[str], environment: Mapping[str, str], *, log: Path, cwd: Path) -> Process:
    program = sys.executable if command[0] == "python" else command[0]
    with log.open("ab") as output:
        return subprocess.Popen(
            [program, *command[1:]], cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )


def _bear(command: Sequence[str], environment: Mapping[str, str], *, log: Path) -> Process:
    program, flag, module, *arguments = command
    assert (program, flag) == ("python", "-m")
    return bear(Order(module=module, arguments=arguments, environment=environment, log=str(log)))


def _end(process: Process) -> None:
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
