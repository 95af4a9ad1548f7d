"""What is worked out once for each ability, since the same few abilities are handed in with every sentence."""

from collections.abc import Callable
from typing import Generic, TypeVar

from core.ability import AbilitySpec

_Made = TypeVar("_Made")
_Thing = TypeVar("_Thing")


class OncePerAbility(Generic[_Made]):
    """A function of an ability that is asked once: its answer is kept by intent until another one of that name comes along."""

    def __init__(self, make: Callable[[AbilitySpec], _Made]) -> None:
        self._make = make
        self._kept: dict[str, tuple[AbilitySpec, _Made]] = {}

    def __call__(self, spec: AbilitySpec) -> _Made:
        kept = self._kept.get(spec.intent)
        if kept is None or kept[0] is not spec:
            kept = self._kept[spec.intent] = (spec, self._make(spec))
        return kept[1]


class OncePerObject(Generic[_Thing, _Made]):
    """A function of what belongs to an ability, such as the words of a slot, that would take long to compare: it is known again
    by being the same object.
    """

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
