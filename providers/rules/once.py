"""What is worked out once for each ability, since the same few abilities are handed in with every sentence."""

from collections.abc import Callable
from typing import Generic, TypeVar

from core.ability import AbilitySpec

_Made = TypeVar("_Made")


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
