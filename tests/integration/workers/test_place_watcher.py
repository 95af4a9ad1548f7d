"""The loop that looks what places do with bookings: it goes on, whatever happens to one round."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from core.errors import UnavailableError
from core.queue import Ring
from workers.place_watcher import PlaceWatcher


class Watch:
    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    async def look_batch(self) -> int:
        if self._error:
            raise self._error
        return 3

    async def tell_batch(self) -> Sequence[Ring]:
        return cast("Any", ["ring"])


class Work:
    def __init__(self) -> None:
        self.rung: list[object] = []

    async def publish(self, rings: Sequence[Ring]) -> None:
        self.rung += rings


async def test_round_looks_tells_and_rings() -> None:
    work = Work()
    watcher = PlaceWatcher(watch=cast("Any", Watch()), work=cast("Any", work))
    assert await watcher.look_once() == 3
    assert work.rung == ["ring"]


@pytest.mark.parametrize("error", [UnavailableError("The database is away."), RuntimeError("a bug")])
async def test_round_that_fails_is_no_end(error: Exception) -> None:
    watcher = PlaceWatcher(watch=cast("Any", Watch(error)), work=cast("Any", Work()))
    assert await watcher.look_once() == 0
