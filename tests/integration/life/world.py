"""What lies outside of the product in the state machine: an ability that does as planned, and a place that books."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.ability import Cues, Slot, SlotKind
from core.domain import Problem, Question, Queue, Repeat
from core.errors import TransientError
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome, Waits
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.effect_ledger import DidNotHappenError, Response


class Deed(Enum):
    """What one attempt does."""

    COMPLETE = auto()
    BOOK = auto()
    BOOK_SLOWLY = auto()  # the place takes its time; until then the attempt is under way
    BOOK_AND_HEAR_NOTHING = auto()  # it is booked, the answer is lost, the place can be asked
    BOOK_BLINDLY = auto()  # as before, and the place can't be asked
    BE_REFUSED = auto()
    BE_LATER = auto()
    CRASH = auto()
    ASK = auto()
    READ_BACK = auto()
    WAIT = auto()
    FAIL = auto()


class RefusedError(TransientError, DidNotHappenError):
    """The place said no, for now."""


@dataclass
class World:
    """Plans of tasks, and the place, which books once under one key, as `services/booking/ports.py` demands.

    So that this hides nothing, a call that begins though the booking stands already is noted in `needless`.
    """

    plans: dict[UUID, list[Deed]] = field(default_factory=dict[UUID, list[Deed]])
    booked: Counter[str] = field(default_factory=Counter[str])
    needless: list[str] = field(default_factory=list[str])
    calling: dict[tuple[UUID, int], asyncio.Event] = field(default_factory=dict[tuple[UUID, int], asyncio.Event])
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def next_deed(self, task_id: UUID) -> Deed:
        plan = self.plans[task_id]
        return plan.pop(0) if plan else Deed.COMPLETE

    def bookings_of(self, task_id: UUID) -> int:
        return self.booked[_key(task_id)]

    def begin(self, key: str) -> None:
        if self.booked[key]:
            self.needless.append(key)

    def book(self, key: str, *, knows_keys: bool) -> Response:
        if not (knows_keys and self.booked[key]):
            self.booked[key] += 1
        return {"booked": key}

    async def find(self, key: str) -> Response | None:
        return {"booked": key} if self.booked[key] else None


def _key(task_id: UUID) -> str:
    return f"task:{task_id}:book"


class LivedDetails(TaskDetails):
    what: Annotated[str | None, Slot(kind=SlotKind.TEXT, ask="What is it about?")] = Field(default=None)


class LivedService(BaseTaskService[LivedDetails]):
    """Does what is planned for the task."""

    intent = "lived"
    queue = Queue.ACTIVITY
    summary = "do what is planned"
    details_model = LivedDetails
    cues = Cues(phrases=(), examples=())

    def __init__(self, *, tools: Tools, world: World) -> None:
        super().__init__(tools=tools)
        self._world = world

    async def perform(self, wish: Wish[LivedDetails]) -> Outcome:
        deed = self._world.next_deed(wish.task.id)
        if deed in _PLAIN:
            return _PLAIN[deed]
        if deed is Deed.WAIT:
            return Waits(until=wish.now + timedelta(hours=1))
        if deed is Deed.BE_LATER:
            raise TransientError("Not now.")
        if deed is Deed.CRASH:
            raise ZeroDivisionError
        await self._book(wish, deed)
        return Completed(summary=f"Booked by epoch {wish.task.epoch}.", data={"epoch": wish.task.epoch})

    async def _book(self, wish: Wish[LivedDetails], deed: Deed) -> None:
        blind = deed is Deed.BOOK_BLINDLY

        async def call(key: str) -> Response:
            self._world.begin(key)
            if deed is Deed.BE_REFUSED:
                raise RefusedError("Full.")
            if deed is Deed.BOOK_SLOWLY:
                await self._be_slow(wish)
            answer = self._world.book(key, knows_keys=not blind)
            if deed in _DEAF:
                raise TransientError("The line broke.")
            return answer

        await wish.effects.once("book", call, find=None if blind else self._world.find, repeat=Repeat.NEVER)

    async def _be_slow(self, wish: Wish[LivedDetails]) -> None:
        call = asyncio.Event()
        self._world.calling[wish.task.id, wish.task.epoch] = call
        self._world.reached.set()
        await call.wait()


_DEAF = frozenset({Deed.BOOK_AND_HEAR_NOTHING, Deed.BOOK_BLINDLY})
_PLAIN: dict[Deed, Outcome] = {
    Deed.COMPLETE: Completed(summary="Done."),
    Deed.ASK: Asks(question=Question(text="What is it about?", slot="what")),
    Deed.READ_BACK: AsksToConfirm(question=Question(text="Shall I?")),
    Deed.FAIL: Fails(problem=Problem(type="urn:x", title="No", detail="Not in this life.")),
}
