"""Who may have an endpoint told of what."""

import pytest

from core.events import EVERY_EVENT, EventType, needed_to_hear
from core.roles import MATRIX, OF_AN_ACCOUNT, Permission, Role


@pytest.mark.parametrize("event", EventType)
def test_each_type_needs_what_it_tells_to_be_readable(event: EventType) -> None:
    """A new type gets its permission in `_READING`; until then it needs those of all."""
    assert len(needed_to_hear([event])) == 1
    assert needed_to_hear([event]) <= EVERY_EVENT


def test_everything_and_the_unknown_need_all_of_them() -> None:
    reading = {each for each in MATRIX[Role.CARER_VIEWER] if each.endswith(":read")} & EVERY_EVENT
    assert EVERY_EVENT == reading | {Permission.WEBHOOKS_MANAGE} == needed_to_hear([])
    assert needed_to_hear(["planet.discovered", EventType.TASK_FAILED]) == EVERY_EVENT
    assert EVERY_EVENT <= OF_AN_ACCOUNT
