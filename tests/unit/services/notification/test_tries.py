"""Which channel of a message comes next."""

from collections.abc import Sequence

import pytest

from services.notification.tries import Try, TryOutcome, goes_on_at_once, next_channel

REFUSED, AWAY = TryOutcome.REFUSED, TryOutcome.NOT_REACHED


def tried(*tries: tuple[int, TryOutcome]) -> Sequence[Try]:
    return [{"position": position, "outcome": outcome} for position, outcome in tries]


@pytest.mark.parametrize(
    ("count", "before", "expected"),
    [
        (0, tried(), None),
        (2, tried(), 0),
        (2, tried((0, REFUSED)), 1),
        (2, tried((0, REFUSED), (1, REFUSED)), None),
        (2, tried((0, AWAY)), 0),
        (2, tried((0, AWAY), (0, AWAY), (0, AWAY)), 1),
        (1, tried((0, AWAY), (0, AWAY), (0, AWAY)), 0),
        (2, tried(*[(0, AWAY)] * 3, *[(1, AWAY)] * 3), 0),
        (2, tried(*[(0, AWAY)] * 4, *[(1, AWAY)] * 3), 1),
        (2, tried(*[(0, AWAY)] * 3, (1, REFUSED)), 0),
    ],
)
def test_channel_whose_turn_it_is(count: int, before: Sequence[Try], expected: int | None) -> None:
    assert next_channel(count, before) == expected


@pytest.mark.parametrize(
    ("count", "before", "expected"),
    [
        (2, tried((0, REFUSED)), True),
        (1, tried((0, REFUSED)), False),
        (2, tried((0, AWAY)), False),
        (2, tried(*[(0, AWAY)] * 3), True),
        (1, tried(*[(0, AWAY)] * 3), False),
        (2, tried(*[(0, AWAY)] * 3, *[(1, AWAY)] * 3), False),
    ],
)
def test_pause_is_made_unless_another_channel_is_new(count: int, before: Sequence[Try], *, expected: bool) -> None:
    assert goes_on_at_once(count, before) is expected
