"""How many messages may be on their way to one host: few to begin with, more with every answer.

A receiver that hangs holds each of its messages for the whole time-out. Without a limit of its own it would soon hold
every slot of the worker, and the others' messages would wait behind it.
"""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

FIRST_WINDOW = 4
WIDEST_WINDOW = 1024
MOST_HOSTS = 10_000


class Pace:
    """The windows of one process; slow start after the manner of TCP."""

    def __init__(self) -> None:
        self._windows: dict[str, int] = {}
        self._under_way: Counter[str] = Counter()

    @contextmanager
    def slot(self, url: str) -> Generator[bool]:
        """Whether a message to this URL may leave now; it counts as under way until the block is left."""
        host = urlsplit(url).netloc
        free = self._under_way[host] < self._windows.get(host, FIRST_WINDOW)
        self._under_way[host] += free
        try:
            yield free
        finally:
            self._under_way[host] -= free
            if not self._under_way[host]:
                del self._under_way[host]

    def widen(self, url: str) -> None:
        """The host answered, whatever it said."""
        if len(self._windows) >= MOST_HOSTS:
            self._windows.clear()
        host = urlsplit(url).netloc
        self._windows[host] = min(WIDEST_WINDOW, 2 * self._windows.get(host, FIRST_WINDOW))

    def close(self, url: str) -> None:
        """The host gave no answer."""
        self._windows.pop(urlsplit(url).netloc, None)
