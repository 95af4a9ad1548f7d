"""Outside effects: at most once where a repeat harms, never forgotten half-way (DESIGN.md section 6).

An effect is written down as `intent` before the outside call and settled after it. Whoever finds an `intent` after a
crash asks the other side what happened; where it can't be asked, a step that must never be repeated becomes `unknown`
and a person decides.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

from pydantic import JsonValue

from core.domain import EffectState, Repeat, WorkKind
from core.errors import LeaseLostError, NoRoomError, OutcomeUnknownError
from core.failpoints import Failpoint, reach
from repositories.effect import RecordedEffect
from repositories.unit_of_work import UnitOfWorkFactory

Response: TypeAlias = dict[str, JsonValue]
Call: TypeAlias = Callable[[str], Awaitable[Response]]
"""Does the thing under the given key. Raises a DidNotHappenError where the effect surely does not stand; after any other error
it may."""
Find: TypeAlias = Callable[[str], Awaitable[Response | None]]
"""Asks the other side what happened under the given key; None: surely nothing."""


class DidNotHappenError(Exception):
    """Marks an error of an adapter after which the effect surely does not stand."""


class NotAnsweredError(DidNotHappenError):
    """The same where the other side said nothing at all: it was surely not asked, or only to read something."""


class TaskEffects:
    """The effects of one claimed task."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, task_id: UUID, epoch: int) -> None:
        self._unit_of_work = unit_of_work
        self._task_id = task_id
        self._epoch = epoch

    async def once(self, step: str, call: Call, *, find: Find | None, repeat: Repeat) -> Response:
        """Bring about the effect of `step`, or return what it answered when it was brought about before.

        Raises:
            NoRoomError: the other side is busy; nothing was done in this attempt.
            LeaseLostError: another worker owns the task, or it was cancelled; nothing was done.
            OutcomeUnknownError: it may have happened, can't be asked, and must not be repeated.
        """
        key = self.key_of(step)
        begun = await self._begin(key)
        if begun is not None and begun.state is EffectState.DONE:
            return begun.response or {}
        if begun is not None:
            found = await self._ask(key, find, repeat)
            if found is not None:
                return await self._settle(key, found)
        reach(Failpoint.AFTER_INTENT)
        try:
            return await self._carry_out(key, call)
        except NoRoomError:
            if begun is None or find is not None:  # else an earlier attempt may have done it, and its intent stands
                await self._remove_intent(key)
            raise

    def key_of(self, step: str) -> str:
        """The key that goes along with the effect of `step`."""
        return f"{WorkKind.TASK}:{self._task_id}:{step}"

    async def forget(self, step: str) -> None:
        """The effect of `step` surely does not stand any more: the other side has taken it back. It may be brought about anew."""
        async with self._unit_of_work() as unit:
            if not await unit.effects.is_held(self._task_id, epoch=self._epoch):
                raise LeaseLostError("The task is no longer ours.")
            await unit.effects.remove(self.key_of(step))

    async def _begin(self, key: str) -> RecordedEffect | None:
        """What an earlier attempt left behind; the intent stands when this returns."""
        async with self._unit_of_work() as unit:
            if not await unit.effects.is_held(self._task_id, epoch=self._epoch):
                raise LeaseLostError("The task is no longer ours.")
            earlier = await unit.effects.find(key)
            if earlier is None or earlier.state is EffectState.INTENT:
                await unit.effects.add_intent(key, task_id=self._task_id, epoch=self._epoch)
        if earlier is not None and earlier.state is EffectState.UNKNOWN:
            raise OutcomeUnknownError("An earlier attempt may have done this already.")
        return earlier

    async def _ask(self, key: str, find: Find | None, repeat: Repeat) -> Response | None:
        if find is not None:
            return await find(key)
        if repeat is Repeat.NEVER:
            async with self._unit_of_work() as unit:
                await unit.effects.mark_unknown(key)
            raise OutcomeUnknownError("It may have been done already, and the other side can't tell us.")
        return None

    async def _carry_out(self, key: str, call: Call) -> Response:
        try:
            response = await call(key)
        except DidNotHappenError:
            await self._remove_intent(key)
            raise
        reach(Failpoint.AFTER_EFFECT)
        return await self._settle(key, response)

    async def _remove_intent(self, key: str) -> None:
        async with self._unit_of_work() as unit:
            await unit.effects.remove_intent(key, epoch=self._epoch)

    async def _settle(self, key: str, response: Response) -> Response:
        async with self._unit_of_work() as unit:
            await unit.effects.mark_done(key, response)
        return response
