"""What general date libraries read in the same bare expressions, each in a virtualenv of its own, and what we do."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bench.ground import ROOT, Figures
from bench.harness import ensure_environment
from core.when import Policy, TimeReading, find_times
from tests.understanding.rows import Row

_READERS = ROOT / "bench" / "understanding" / "readers"
_ENVIRONMENTS = ROOT / ".data" / "bench" / "understanding"
LIBRARIES = ("dateparser", "recognizers-text")

Read = Mapping[str, Figures]
"""Details by the id of the row."""


def read_ourselves(rows: Sequence[Row]) -> Read:
    """What `core/when` reads."""
    return {row.id: _details(_read(row)) for row in rows}


def read_elsewhere(library: str, rows: Sequence[Row]) -> Read | str:
    """What a library reads, or one line that says why it can't be asked."""
    folder = _ENVIRONMENTS / library
    try:
        ensure_environment(folder, _READERS / f"{library}.txt")
    except (OSError, subprocess.CalledProcessError) as error:
        return f"could not be installed ({type(error).__name__})"
    lines = [json.dumps({"id": row.id, "text": row.text, "now": row.now.isoformat()}) for row in rows]
    script = _READERS / f"read_with_{library.partition('-')[0]}.py"
    command = [str(folder / "bin" / "python"), "-W", "ignore", str(script)]
    done = subprocess.run(command, input="\n".join(lines), stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return f"ended with status {done.returncode}"
    return {each["id"]: each["details"] for each in map(json.loads, done.stdout.splitlines())}


def _read(row: Row) -> TimeReading:
    now = row.now.replace(tzinfo=ZoneInfo(row.timezone))
    return find_times(row.text, now=now, timezone=row.timezone, policy=Policy.REMINDER)


def _details(reading: TimeReading) -> Figures:
    details: Figures = {"times": [at.strftime("%H:%M") for at in reading.times]}
    if reading.date:
        details["date"] = reading.date.isoformat()
    if reading.recurrence:
        details["recurrence"] = reading.recurrence
    return details
