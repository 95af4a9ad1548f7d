"""What keys open, remembered for a moment: an app that calls again and again is not looked up every time.

What is revoked or changed in this process is forgotten at once; what another process revoked is good here for
KNOWN_SECONDS more, which `docs/access.md` promises.
"""

import time
from collections.abc import Callable
from typing import Final

from core.people import Account
from repositories.api_key import OpenedByKey

KNOWN_SECONDS: Final = 1.0
_MOST_KNOWN: Final = 10_000

Opened = OpenedByKey | Account
"""What a key opens, or the account `default`, which has the name None."""


class KnownKeys:
    """One per process. Who was refused is not remembered: a key works from the moment it is made."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[str | None, tuple[Opened, float]] = {}
        self._turn = 0

    @property
    def turn(self) -> int:
        """Changes whenever something is forgotten: what was looked up before is not to be remembered after."""
        return self._turn

    def find(self, digest: str | None) -> Opened | None:
        """What a key with this digest opened a moment ago."""
        known = self._known.get(digest)
        return known[0] if known is not None and self._now() < known[1] else None

    def remember(self, digest: str | None, opened: Opened, *, asked_at: float, turn: int) -> None:
        """What it opens, as the database said to a question of `asked_at`."""
        if turn != self._turn:
            return
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[digest] = (opened, asked_at + KNOWN_SECONDS)

    def forget_all(self) -> None:
        """Look everything up anew."""
        self._turn += 1
        self._known.clear()

    def now(self) -> float:
        """The clock by which it forgets."""
        return self._now()
