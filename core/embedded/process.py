"""A server that outlives the process which started it, and that any other process finds again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Required, TypedDict

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import ConfigurationError
from core.locks import hold_alone, is_held

_SOCKET_PATH_LIMIT = 103
"""Bytes that macOS leaves for a socket's path; Linux has four more."""

_START_SECONDS = 60.0
"""Long enough for PostgreSQL to replay its log after a crash; a server that dies is noticed at once."""

_STOP_SECONDS = 20.0
_PAUSE_SECONDS = 0.01
_TAIL_LINES = 5


class Account(NamedTuple):
    """The system user that a server runs as, where it is not the present one."""

    uid: int
    gid: int


class Note(BaseModel):
    """What the starter leaves for those who attach. Says nothing about whether the server runs."""

    model_config = ConfigDict(frozen=True)

    program: str
    socket_folder: Path
    temporary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How to start a server whose socket is `socket_folder / socket_name`, or in a shorter folder that it is told."""

    program: Path
    arguments: Callable[[Path], Sequence[str]]  # for the folder that the socket shall lie in
    socket_folder: Path
    socket_name: str
    is_ready: Callable[[Path], bool]
    account: Account | None = None


class ServerProcess:
    """One server with its lock, process id, note and log in `folder`. The caller holds the lock on changes.

    The server inherits a descriptor that holds `<name>.lock`, so the lock is held exactly as long as it or one of its
    children lives.
    """

    def __init__(self, *, name: str, title: str, folder: Path) -> None:
        self.log = folder / f"{name}.log"
        self._title = title
        self._lock = folder / f"{name}.lock"
        self._pid = folder / f"{name}.pid"
        self._note = folder / f"{name}.json"

    def find_running(self, is_ready: Callable[[Path], bool]) -> Path | None:
        """The folder of its socket if it runs, once it answers there.

        Raises:
            ConfigurationError: it runs but does not answer.
        """
        note = self._read_note()
        return note.socket_folder if note is not None and self._waited_for_answer(is_ready, note) else None

    def start(self, start: Start) -> Path:
        """Start the server, which must not run; returns the folder of its socket once it answers there.

        Raises:
            ConfigurationError: it died; quotes the end of its log.
        """
        self._clear()
        note = _choose_socket_folder(start)
        # Written before the start: whoever finds the server after our sudden death knows where it listens.
        self._note.write_text(note.model_dump_json(), encoding="utf-8")
        lock = hold_alone(self._lock)
        try:
            self._launch([str(start.program), *start.arguments(note.socket_folder)], account=start.account, lock=lock)
        finally:
            os.close(lock)
        if not self._waited_for_answer(start.is_ready, note):
            raise self.failed("did not start")
        return note.socket_folder

    def stop(self, *signals: signal.Signals) -> None:
        """Send these signals, one after the other, until it has stopped; a server that does not run is fine."""
        for number in (*signals, signal.SIGKILL):
            if not is_held(self._lock) or self._waited_for_end(number):
                break
        self._clear()

    def run(self, command: Sequence[str], *, account: Account | None, stdin: bytes = b"") -> None:
        """Run a program that prepares the server; what it says goes to the log.

        Raises:
            ConfigurationError: it failed.
        """
        with self.log.open("ab") as output:
            done = subprocess.run(  # noqa: S603 - programs of our own wheels
                command, input=stdin, stdout=output, stderr=output, check=False, **_surroundings(account)
            )
        if done.returncode != 0:
            raise self.failed("could not be set up")

    def failed(self, what: str) -> ConfigurationError:
        """The error that says what went wrong, with the end of the log on the same line."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        tail = " | ".join(line.strip() for line in lines[-_TAIL_LINES:])
        return ConfigurationError(f"{self._title} {what}; its log {self.log} ends: {tail or '(nothing)'}")

    def _launch(self, command: Sequence[str], *, account: Account | None, lock: int) -> None:
        # The shell makes the server nobody's child: no zombie is left with us. Its session of its own keeps it from
        # the Ctrl-C of our terminal. It writes the process id even if we die in between.
        with self.log.open("ab") as output, self._pid.open("wb") as pid:
            subprocess.run(  # noqa: S603 - programs of our own wheels or of REDIS_SERVER
                ["/bin/sh", "-c", '"$0" "$@" >&2 & echo $!', *command],
                stdin=subprocess.DEVNULL,
                stdout=pid,
                stderr=output,
                pass_fds=(lock,),
                start_new_session=True,
                check=True,
                **_surroundings(account),
            )

    def _waited_for_answer(self, is_ready: Callable[[Path], bool], note: Note) -> bool:
        end = time.monotonic() + _START_SECONDS
        while is_held(self._lock):
            if is_ready(note.socket_folder):
                return True
            if time.monotonic() > end:
                raise self.failed("runs but does not answer")
            time.sleep(_PAUSE_SECONDS)
        return False

    def _waited_for_end(self, number: signal.Signals) -> bool:
        self._signal(number)
        end = time.monotonic() + _STOP_SECONDS
        while is_held(self._lock):
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE_SECONDS)
        return True

    def _signal(self, number: signal.Signals) -> None:
        """Signal the server itself, never whoever has its process id now or, in another container, at all."""
        note = self._read_note()
        with suppress(OSError, ValueError, psutil.Error):
            process = psutil.Process(int(self._pid.read_text(encoding="ascii")))
            if note is not None and note.program in " ".join(process.cmdline()):
                process.send_signal(number)

    def _read_note(self) -> Note | None:
        try:
            return Note.model_validate_json(self._note.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValidationError):
            return None

    def _clear(self) -> None:
        note = self._read_note()
        if note is not None and note.temporary:
            shutil.rmtree(note.socket_folder, ignore_errors=True)
        self._note.unlink(missing_ok=True)
        self._pid.unlink(missing_ok=True)


def _choose_socket_folder(start: Start) -> Note:
    if _is_short(start.socket_folder / start.socket_name):
        return Note(program=start.program.name, socket_folder=start.socket_folder, temporary=False)
    usual = Path(tempfile.gettempdir())
    short = _is_short(usual / "grandma-12345678" / start.socket_name)
    base = usual if short else Path("/tmp")  # noqa: S108 - mkdtemp makes a private folder in it
    folder = Path(tempfile.mkdtemp(prefix="grandma-", dir=base))
    if start.account is not None:
        os.chown(folder, *start.account)
    return Note(program=start.program.name, socket_folder=folder, temporary=True)


def _is_short(path: Path) -> bool:
    return len(os.fsencode(path)) <= _SOCKET_PATH_LIMIT


class _Surroundings(TypedDict, total=False):
    cwd: Required[str]
    env: Required[Mapping[str, str]]
    user: int
    group: int
    extra_groups: Sequence[int]


def _surroundings(account: Account | None) -> _Surroundings:
    """A folder that every user may be in, plain messages, and none of the caller's own PostgreSQL settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    plain = _Surroundings(cwd="/", env=environment | {"LC_ALL": "C"})
    if account is None:
        return plain
    return {**plain, "user": account.uid, "group": account.gid, "extra_groups": ()}
