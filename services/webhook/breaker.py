"""Spares addresses that are down, and the slots that would wait for them.

Closed: every message is sent. Open, after some tries in a row without an answer: none is, for a pause that doubles each
time. Half open, when the pause is over: a single message tries, and what becomes of it decides. A message that is held
up loses no try.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

FAILURES = 5
FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 300.0
MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    pause: float = FIRST_PAUSE_SECONDS
    shut_until: float | None = None


class Breakers:
    """The circuits of one process, one for each address of each account: none is shut off for what another one does, be it on
    the same host. An address is what `services/webhook/receiver.py` calls so.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._circuits: dict[str, _Circuit] = {}

    def pause_of(self, address: str) -> float:
        """For how many seconds an address is spared from now on; 0 where a message may try to be the one that is sent."""
        circuit = self._circuits.get(address)
        if circuit is None or circuit.shut_until is None:
            return 0.0
        return max(0.0, circuit.shut_until - self._now())

    def admit(self, address: str) -> float:
        """0 where a message is sent at this moment, else the pause; behind a pause the first one is, and none beside it."""
        left = self.pause_of(address)
        circuit = self._circuits.get(address)
        if circuit is not None and circuit.shut_until is not None and not left:
            circuit.shut_until = self._now() + circuit.pause  # the others wait for what becomes of this one
        return left

    def note_answer(self, address: str) -> None:
        """It answered, whatever it said."""
        self._circuits.pop(address, None)

    def note_silence(self, address: str, *, retry_after: float | None = None) -> None:
        """It did not answer, or is overloaded; `retry_after` is for how many seconds it wants to be left alone."""
        if address not in self._circuits and len(self._circuits) >= MOST_KNOWN:
            del self._circuits[next(iter(self._circuits))]  # the one that is known for longest
        circuit = self._circuits.setdefault(address, _Circuit())
        circuit.failures += 1
        if circuit.failures > FAILURES:
            circuit.pause = min(2 * circuit.pause, LONGEST_PAUSE_SECONDS)
        pause = circuit.pause if circuit.failures >= FAILURES else 0.0
        pause = max(pause, min(retry_after or 0.0, LONGEST_PAUSE_SECONDS))
        if pause:
            circuit.shut_until = self._now() + pause
