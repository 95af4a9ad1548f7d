"""The event loop of the processes: uvloop's where it is installed, else Python's own."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import TypeVar

T = TypeVar("T")


def run(main: Coroutine[None, None, T]) -> T:
    """Run `main` to its end on a new event loop."""
    _spare_collector()
    with asyncio.Runner(loop_factory=_find_factory()) as runner:
        return runner.run(main)


def _spare_collector() -> None:
    """Have cycles looked for less often, and never among what is loaded by now, which stays as long as the process.

    Python looks after every 700 new objects; a call makes thousands, and nearly all of them are gone when it ends.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def _find_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
