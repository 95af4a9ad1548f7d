"""Changes to our own rows that a task makes once: the change and the note that it was made are one transaction."""

from collections.abc import Awaitable, Callable
from typing import Any

from core.domain import WorkKind
from core.errors import LeaseLostError
from repositories.unit_of_work import UnitOfWork
from services.ability import Wish
from services.effect_ledger import Response


async def find_recorded(unit: UnitOfWork, wish: Wish[Any], step: str) -> Response | None:
    """What an earlier attempt of this task answered when it made the change of `step`."""
    earlier = await unit.effects.find(_key(wish, step))
    return earlier.response or {} if earlier else None


async def record_once(
    unit: UnitOfWork, wish: Wish[Any], step: str, *, change: Callable[[], Awaitable[Response]]
) -> Response:
    """Make the change of `step`, or return what it answered when an earlier attempt made it.

    Raises:
        LeaseLostError: another worker owns the task, or it was cancelled; nothing was changed.
    """
    task = wish.task
    if not await unit.effects.is_held(task.id, epoch=task.epoch):
        raise LeaseLostError("The task is no longer ours.")
    earlier = await find_recorded(unit, wish, step)
    if earlier is not None:
        return earlier
    key = _key(wish, step)
    response = await change()
    await unit.effects.add_intent(key, task_id=task.id, epoch=task.epoch)
    await unit.effects.mark_done(key, response)
    return response


def _key(wish: Wish[Any], step: str) -> str:
    return f"{WorkKind.TASK}:{wish.task.id}:{step}"
