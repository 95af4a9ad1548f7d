"""`python -m deploy.audit`: whether anything that one of the locks installs is known to be vulnerable; a part of `make lint`.

pip-audit asks PyPI about every package once, on whatever platform it is installed; locks that have different versions of one are no
obstacle. Where PyPI can't be reached, or is a mirror that knows nothing of vulnerabilities, one line
says that nothing was asked. An audit that found nothing is good for a day, for the same locks.
"""

import hashlib
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
LOCKS = "requirements*.txt"
PYPI = "https://pypi.org/pypi"
GOOD_FOR_SECONDS = 24 * 60 * 60
_PROBE_SECONDS, _MOST_SECONDS = 3, 90
_OPTIONS = ("--disable-pip", "--no-deps", "--format=json", "--progress-spinner=off", "--timeout=5")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def main(*, folder: Path = CHECKOUT, address: str = PYPI, command: Sequence[str] = ()) -> int:
    """Say what was found; the exit status is 1 where something has to be replaced."""
    locks = sorted(folder.glob(LOCKS))
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    stamp = folder / ".cache" / f"audited-{digest[:16]}"
    if stamp.exists() and time.time() - stamp.stat().st_mtime < GOOD_FOR_SECONDS:
        return 0
    rounds = rounds_of(lock.read_text(encoding="utf-8") for lock in locks)
    if not _tells(address, rounds[0][0]):
        print(
            "Audit of dependencies skipped: pypi.org can't be reached from here, or tells nothing of vulnerabilities."
        )
        return 0
    lines = set[str]()
    try:
        for pins in rounds:
            lines.update(vulnerabilities_in(_ask(command or (sys.executable, "-m", "pip_audit", *_OPTIONS), pins)))
    except (subprocess.TimeoutExpired, ValueError):
        print("Audit of dependencies skipped: pypi.org did not answer all that it was asked.")
        return 0
    if lines:
        print("Vulnerable dependencies; put newer ones into the locks (make lock):", *sorted(lines), sep="\n  ")
        return 1
    stamp.parent.mkdir(exist_ok=True)
    stamp.touch()
    return 0


def rounds_of(locks: Iterable[str]) -> list[list[str]]:
    """All pins that the texts of locks name, each once; of a package that has several versions each in a round of its own."""
    versions: dict[str, dict[str, None]] = {}
    for name, version in (pin for lock in locks for pin in _PIN.findall(lock)):
        versions.setdefault(name, {})[f"{name}=={version}"] = None
    return [[pin for pin in pins if pin] for pins in zip_longest(*versions.values())]


def _ask(command: Sequence[str], pins: Sequence[str]) -> dict[str, Any]:
    """What pip-audit finds; raises ValueError where it does not say."""
    with NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(pins))
        file.flush()
        asked = [*command, f"--requirement={file.name}"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False)  # noqa: S603 - it is ours
    return json.loads(done.stdout)


def vulnerabilities_in(found: dict[str, Any]) -> Iterator[str]:
    """A line for each vulnerability that pip-audit has found."""
    for package in found["dependencies"]:
        for each in package.get("vulns", ()):
            fixed = ", ".join(each["fix_versions"]) or "no version yet"
            yield f"{package['name']} {package['version']}: {each['id']}, fixed in {fixed}"


def _tells(address: str, pin: str) -> bool:
    """Whether vulnerabilities are known there of a package."""
    try:
        with urllib.request.urlopen(f"{address}/{pin.replace('==', '/')}/json", timeout=_PROBE_SECONDS) as answer:  # noqa: S310 - the address is ours
            return "vulnerabilities" in json.load(answer)
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(main())
