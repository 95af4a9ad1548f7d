"""The event loop of the processes: uvloop's where it is installed, else Python's own."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

T = TypeVar("T")


def run(main: Coroutine[None, None, T]) -> T:
    """Run `main` to its end on a new event loop."""
    with asyncio.Runner(loop_factory=_find_factory()) as runner:
        return runner.run(main)


def _find_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
