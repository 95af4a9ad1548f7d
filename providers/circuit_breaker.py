"""Spares a provider that is down, and everybody who would wait for it.

Closed: every sentence goes through. Open, after some failures in a row or one that time alone won't heal: none does.
Half open, when the pause is over: a single one tries.
"""

import time
from collections.abc import Callable

from providers.failure import Fault

_FAILURES = 3
_PAUSE_SECONDS = 20.0
_CLOSED_PAUSE_SECONDS = 120.0
_LONGEST_PAUSE_SECONDS = 600.0


class CircuitBreaker:
    """The state of one provider in this process; `clock` is monotonic, in seconds."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._shut_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the next sentence would not go through."""
        return self._shut_until is not None and self._clock() < self._shut_until

    def admit(self) -> bool:
        """Whether a sentence may go through now; behind a pause the first one may, and the others wait for its end."""
        if self._shut_until is None:
            return True
        if self.is_open:
            return False
        self._shut_until = self._clock() + _PAUSE_SECONDS
        return True

    def close(self) -> None:
        """The other side answered."""
        self._failures = 0
        self._shut_until = None

    def note(self, fault: Fault, *, retry_after: float | None = None) -> None:
        """The other side failed; `retry_after` is for how many seconds it wants to be left alone."""
        if fault is Fault.UNWILLING:
            self.close()
            return
        self._failures += 1
        was_probe = self._shut_until is not None
        pause = retry_after or 0.0
        if fault is Fault.CLOSED:
            pause = max(pause, _CLOSED_PAUSE_SECONDS)
        elif was_probe or self._failures >= _FAILURES:
            pause = max(pause, _PAUSE_SECONDS)
        if pause > 0:
            self._shut_until = self._clock() + min(pause, _LONGEST_PAUSE_SECONDS)
