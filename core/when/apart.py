"""How long before or after something: "three days after the 12th", "an hour before noon", "the night before".

What stands right behind is moved. Of "an hour before my appointment at three" it is not certain what the three belongs
to, so that it is asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.when.durations import add_months
from core.when.grammar import Found
from core.when.parts import Apart, Clock, Day, Part, Unreadable
from core.when.words import Words

_BETWEEN = frozenset({"the", "on", "at", "this", "next"})
_DAY_MINUTES, _HALF_DAY = 24 * 60, 12
_KINDS: dict[type, str] = {Day: "date", Clock: "time"}


def bind_apart(found: Sequence[Found], words: Words) -> list[Found]:
    """The expressions with those moved that a length stands before; lengths that stand before none are dropped."""
    bound = list(found)
    for index in range(len(bound) - 1, -1, -1):
        apart = bound[index].parts[0]
        if isinstance(apart, Apart):
            bound[index:] = _bind(apart, bound[index], bound[index + 1 :], words)
            if apart.points_back:
                bound[:index] = [_open(item) for item in bound[:index]]
    return bound


def _bind(apart: Apart, item: Found, rest: Sequence[Found], words: Words) -> Sequence[Found]:
    if apart.points_back:
        return [replace(item, parts=(Unreadable("date"), Unreadable("time"))), *rest]
    if rest and _BETWEEN.issuperset(words.line[item.end : rest[0].start].split()):
        moved = _moved(rest[0].parts, apart)
        return [replace(rest[0], parts=moved, start=item.start), *rest[1:]] if moved else rest
    if min(apart.days, apart.months, apart.minutes) >= 0:
        return rest
    kind = Clock if apart.minutes else Day
    first = next((at for at, each in enumerate(rest) if isinstance(each.parts[0], kind)), None)
    return rest if first is None else [*rest[:first], _open(rest[first]), *rest[first + 1 :]]


def _open(item: Found) -> Found:
    """A day or an hour of which it is not certain what it belongs to."""
    parts = tuple(Unreadable(_KINDS[type(part)]) if type(part) in _KINDS else part for part in item.parts)
    return replace(item, parts=parts)


def _moved(parts: tuple[Part, ...], apart: Apart) -> tuple[Part, ...]:
    """The parts moved; none where they have nothing that could be."""
    if apart.minutes:
        return tuple(_move_clock(part, apart.minutes) for part in parts) if isinstance(parts[0], Clock) else ()
    if not isinstance(parts[0], Day) or parts[0].on is None:
        return ()
    try:
        on = add_months(parts[0].on, apart.months) + timedelta(days=apart.days)
    except (OverflowError, ValueError):
        return (Unreadable("date"),)
    return (replace(parts[0], on=on), *parts[1:])


def _move_clock(part: Part, minutes: int) -> Part:
    """An hour moved; one that would leave its day is asked."""
    if not isinstance(part, Clock):
        return part
    total = part.hour * 60 + part.minute + minutes
    if not part.sure:
        hour = (total // 60 - 1) % _HALF_DAY + 1
        return replace(part, hour=hour, minute=total % 60)
    return replace(part, hour=total // 60, minute=total % 60) if 0 <= total < _DAY_MINUTES else Unreadable("time")
