"""Where the time of a process goes, by the stacks that py-spy collects: which phase was under way, whose code was on top."""

import signal
import subprocess
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path

_RATE = 200
_PHASES = (
    ("settle", "Collector.", "workers/collector.py"),
    ("claim", "DurableWork.claim", "services/durable_work.py"),
    ("perform", "DurableWork.run", "services/durable_work.py"),
    ("sweep", "Dispatcher.", "workers/dispatcher.py"),
    ("leases", "", "workers/held.py"),
    ("plan", "", "workers/planner.py"),
    ("read, hand out, acknowledge", "Consumer.", "workers/consumer.py"),
)
_ROOMS = ("services", "repositories", "workers", "core", "bench")
_LIBRARIES = ("sqlalchemy", "asyncpg", "redis", "pydantic", "structlog", "logging", "json", "asyncio", "dataclasses")


@contextmanager
def watched(process_id: int, *, program: Path, output: Path) -> Generator[None]:
    """Watch a process until the block is left. Where py-spy is missing or may not look, `output` stays away."""
    if not program.exists():
        yield
        return
    command = [
        str(program),
        "record",
        "-p",
        str(process_id),
        "-r",
        str(_RATE),
        "-d",
        "600",
        "-f",
        "raw",
        "--nonblocking",
    ]
    with subprocess.Popen(
        [*command, "-o", str(output)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as watcher:
        try:
            yield
        finally:
            watcher.send_signal(signal.SIGINT)
            watcher.wait()


def split(lines: Iterable[str]) -> dict[str, dict[str, float]]:
    """Shares by phase and by library of stacks in the raw format, `frame;frame;… count` a line."""
    phases: Counter[str] = Counter()
    libraries: Counter[str] = Counter()
    for line in lines:
        stack, _, count = line.rstrip().rpartition(" ")
        frames = stack.split(";")
        phases[phase_of(frames)] += int(count)
        libraries[library_of(frames[-1])] += int(count)
    return {"phases": _shares(phases), "libraries": _shares(libraries)}


def phase_of(frames: Sequence[str]) -> str:
    """The phase that the innermost known frame belongs to; the event loop where there is none."""
    for frame in reversed(frames):
        for phase, function, file in _PHASES:
            if frame.startswith(function) and f"({file}:" in frame:
                return phase
    return "event loop, sockets, futures"


def library_of(frame: str) -> str:
    """Whose code a frame is: a room of ours, a library, or the rest of Python."""
    file = frame.rpartition("(")[2]
    top = file.partition("/")[0]
    if top in _ROOMS:
        return "noop and ledger" if top == "bench" or "ledger.py" in file else f"ours: {top}"
    if "ledger.py" in file:
        return "noop and ledger"
    return top.partition(".")[0] if top.partition(".")[0] in _LIBRARIES else "other"


def _shares(counts: Counter[str]) -> dict[str, float]:
    whole = sum(counts.values()) or 1
    return {name: count / whole for name, count in counts.most_common()}
