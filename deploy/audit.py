"""`python -m deploy.audit`: whether anything that the locks install is known to be vulnerable; a part of `make lint`.

pip-audit asks PyPI about every package. Where PyPI can't be reached, or is a mirror that knows nothing of vulnerabilities, one line
says that nothing was asked. An audit that found nothing is good for a day, for the same locks.
"""

import hashlib
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
PYPI = "https://pypi.org/pypi"
GOOD_FOR_SECONDS = 24 * 60 * 60
_PROBE_SECONDS, _MOST_SECONDS = 3, 90
_OPTIONS = ("--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off", "--timeout=5")


def main(*, folder: Path = CHECKOUT, address: str = PYPI, command: Sequence[str] = ()) -> int:
    """Say what was found; the exit status is 1 where something has to be replaced."""
    locks = [folder / name for name in LOCKS]
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    stamp = folder / ".cache" / f"audited-{digest[:16]}"
    if stamp.exists() and time.time() - stamp.stat().st_mtime < GOOD_FOR_SECONDS:
        return 0
    if not _tells(address, locks[0]):
        print(
            "Audit of dependencies skipped: pypi.org can't be reached from here, or tells nothing of vulnerabilities."
        )
        return 0
    asked = [*(command or (sys.executable, "-m", "pip_audit", *_OPTIONS)), *(f"--requirement={lock}" for lock in locks)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False)  # noqa: S603 - it is ours
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        print("Audit of dependencies skipped: pypi.org did not answer all that it was asked.")
        return 0
    lines = sorted(set(vulnerabilities_in(found)))
    if lines:
        print("Vulnerable dependencies; put newer ones into the locks (make lock):", *lines, sep="\n  ")
        return 1
    stamp.parent.mkdir(exist_ok=True)
    stamp.touch()
    return 0


def vulnerabilities_in(found: dict[str, Any]) -> Iterator[str]:
    """A line for each vulnerability that pip-audit has found."""
    for package in found["dependencies"]:
        for each in package.get("vulns", ()):
            fixed = ", ".join(each["fix_versions"]) or "no version yet"
            yield f"{package['name']} {package['version']}: {each['id']}, fixed in {fixed}"


def _tells(address: str, lock: Path) -> bool:
    """Whether vulnerabilities are known there of the first package of a lock."""
    pinned = re.search(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    if pinned is None:
        return False
    try:
        with urllib.request.urlopen(f"{address}/{pinned[1]}/{pinned[2]}/json", timeout=_PROBE_SECONDS) as answer:  # noqa: S310 - the address is ours
            return "vulnerabilities" in json.load(answer)
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(main())
