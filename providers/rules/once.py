"""What is worked out once for each ability or slot, since the same few are handed in with every sentence."""

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

_Made = TypeVar("_Made")
_Thing = TypeVar("_Thing")

once = lru_cache(maxsize=1024)
"""A function of an ability or a slot, each of which is known again by being the same object."""


class OncePerObject(Generic[_Thing, _Made]):
    """A function of what would take long to compare, such as a sequence of abilities: it is known again by being the same object."""

    _MOST_KEPT = 1024

    def __init__(self, make: Callable[[_Thing], _Made]) -> None:
        self._make = make
        self._kept: dict[int, tuple[_Thing, _Made]] = {}

    def __call__(self, thing: _Thing) -> _Made:
        kept = self._kept.get(id(thing))
        if kept is None or kept[0] is not thing:
            if len(self._kept) >= self._MOST_KEPT:
                self._kept.clear()
            kept = self._kept[id(thing)] = (thing, self._make(thing))
        return kept[1]
