"""A value that is costly to find out, and kept for a while."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar, cast

T = TypeVar("T")

_COST_FACTOR: Final = 50.0
"""Finding out takes two hundredths of the time at most."""


class Sampled(Generic[T]):
    """What `load` answers, looked up anew when it is older than `lasts` seconds and fifty times what it cost."""

    def __init__(self, load: Callable[[], Awaitable[T]], *, lasts: float) -> None:
        self._load = load
        self._lasts = lasts
        self._value: T | None = None
        self._fresh_until = float("-inf")
        self._loading = asyncio.Lock()

    async def get(self) -> T:
        """The value, as old as it may be."""
        async with self._loading:
            if time.monotonic() >= self._fresh_until:
                started = time.monotonic()
                self._value = await self._load()
                now = time.monotonic()
                self._fresh_until = now + max(self._lasts, (now - started) * _COST_FACTOR)
            return cast("T", self._value)
