"""An attribute that is worked out when it is first asked for, and then kept.

`functools.cached_property` takes a lock for that on Python 3.11, which costs more than most of what a sentence keeps.
Where two threads ask at the same moment both work it out, so that it must be the same each time.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_Owner = TypeVar("_Owner")
_Made = TypeVar("_Made")


class Lazy(Generic[_Owner, _Made]):
    """Decorates a method without arguments; needs a class whose objects have a `__dict__`."""

    def __init__(self, make: Callable[[_Owner], _Made]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, thing: None, owner: type[_Owner] | None = None) -> Self: ...

    @overload
    def __get__(self, thing: _Owner, owner: type[_Owner] | None = None) -> _Made: ...

    def __get__(self, thing: Any, owner: type[_Owner] | None = None) -> Self | _Made:
        if thing is None:
            return self
        made = thing.__dict__[self._name] = self._make(thing)
        return made
