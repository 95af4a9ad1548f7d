"""A clock that a nemesis can step: the machine's own plus what a file says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SteppedClock:
    """Reads its step, in seconds, from the file whenever it is asked; no file, no step."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return datetime.now(UTC) + self._step()

    def _step(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._path.read_text(encoding="ascii") or 0))
        except FileNotFoundError:
            return timedelta(0)


def step_clock(path: Path, seconds: float) -> None:
    """Step the clock that reads this file, in one move."""
    draft = path.with_suffix(".draft")
    draft.write_text(str(seconds), encoding="ascii")
    draft.rename(path)
