"""Effects happen at most once, whatever dies in between."""

import pytest

from core.domain import Repeat, Settlement, Task, TaskStatus
from core.errors import LeaseLostError, NoRoomError, OutcomeUnknownError, TransientError
from repositories.unit_of_work import UnitOfWorkFactory
from services.effect_ledger import DidNotHappenError, Response, TaskEffects
from tests.integration.house import House


class Outside:
    """An outside system that counts what it did, and can fail before or after doing it."""

    def __init__(self) -> None:
        self.done: dict[str, int] = {}
        self.fails_before: Exception | None = None
        self.fails_after: Exception | None = None

    async def act(self, key: str) -> Response:
        if self.fails_before:
            raise self.fails_before
        self.done[key] = self.done.get(key, 0) + 1
        if self.fails_after:
            raise self.fails_after
        return {"times": self.done[key]}

    async def find(self, key: str) -> Response | None:
        return {"times": self.done[key]} if key in self.done else None


class RefusedError(DidNotHappenError):
    pass


def effects_of(house: House, task: Task) -> TaskEffects:
    return TaskEffects(unit_of_work=house.unit_of_work, task_id=task.id, epoch=task.epoch)


async def count_effects(unit_of_work: UnitOfWorkFactory, task: Task) -> bool:
    async with unit_of_work() as unit:
        return await unit.effects.has_any(task.id)


@pytest.fixture
def outside() -> Outside:
    return Outside()


async def test_second_call_gets_first_answer(house: House, outside: Outside) -> None:
    effects = effects_of(house, await house.claim_task())
    for _ in range(2):
        assert await effects.once("book", outside.act, find=outside.find, repeat=Repeat.NEVER) == {"times": 1}
    assert list(outside.done.values()) == [1]


async def test_crash_after_the_call_is_found_not_repeated(house: House, outside: Outside) -> None:
    effects = effects_of(house, await house.claim_task())
    outside.fails_after = TransientError("The line broke.")
    with pytest.raises(TransientError):
        await effects.once("book", outside.act, find=outside.find, repeat=Repeat.NEVER)
    outside.fails_after = None
    assert await effects.once("book", outside.act, find=outside.find, repeat=Repeat.NEVER) == {"times": 1}


async def test_crash_before_the_call_is_done_later(house: House, outside: Outside) -> None:
    effects = effects_of(house, await house.claim_task())
    outside.fails_before = TransientError("The line broke.")
    with pytest.raises(TransientError):
        await effects.once("book", outside.act, find=outside.find, repeat=Repeat.NEVER)
    outside.fails_before = None
    assert await effects.once("book", outside.act, find=outside.find, repeat=Repeat.NEVER) == {"times": 1}


async def test_unanswerable_effect_is_never_repeated(house: House, outside: Outside) -> None:
    effects = effects_of(house, await house.claim_task())
    outside.fails_after = TransientError("The line broke.")
    with pytest.raises(TransientError):
        await effects.once("book", outside.act, find=None, repeat=Repeat.NEVER)
    outside.fails_after = None
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            await effects.once("book", outside.act, find=None, repeat=Repeat.NEVER)
    assert list(outside.done.values()) == [1]


async def test_repeatable_effect_is_sent_again_under_the_same_key(house: House, outside: Outside) -> None:
    effects = effects_of(house, await house.claim_task())
    outside.fails_after = TransientError("The line broke.")
    with pytest.raises(TransientError):
        await effects.once("tell", outside.act, find=None, repeat=Repeat.SAME_ID)
    outside.fails_after = None
    await effects.once("tell", outside.act, find=None, repeat=Repeat.SAME_ID)
    assert list(outside.done.values()) == [2]


async def test_refused_effect_leaves_no_trace(house: House, outside: Outside) -> None:
    task = await house.claim_task()
    outside.fails_before = RefusedError()
    with pytest.raises(RefusedError):
        await effects_of(house, task).once("book", outside.act, find=outside.find, repeat=Repeat.NEVER)
    assert not await count_effects(house.unit_of_work, task)


async def test_wait_for_room_leaves_nothing_behind(house: House, outside: Outside) -> None:
    task = await house.claim_task()
    outside.fails_before = NoRoomError("Busy.", retry_after=1)
    with pytest.raises(NoRoomError):
        await effects_of(house, task).once("book", outside.act, find=None, repeat=Repeat.NEVER)
    assert not await count_effects(house.unit_of_work, task)


async def test_wait_for_room_does_not_forget_what_an_earlier_attempt_may_have_done(
    house: House, outside: Outside
) -> None:
    task = await house.claim_task()
    for outside.fails_before in (TransientError("The line broke."), NoRoomError("Busy.", retry_after=1)):
        with pytest.raises(TransientError):
            await effects_of(house, task).once("tell", outside.act, find=None, repeat=Repeat.SAME_ID)
    assert await count_effects(house.unit_of_work, task)


async def test_zombie_does_nothing(house: House, outside: Outside) -> None:
    task = await house.claim_task()
    async with house.unit_of_work() as unit:
        await unit.tasks.hand_back_many({task.id: task.epoch})
    with pytest.raises(LeaseLostError):
        await effects_of(house, task).once("book", outside.act, find=outside.find, repeat=Repeat.NEVER)
    assert outside.done == {}


async def test_cancelled_task_does_nothing(house: House, outside: Outside) -> None:
    task = await house.claim_task()
    async with house.unit_of_work() as unit:
        await unit.tasks.settle_many([Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.CANCELLED)])
    with pytest.raises(LeaseLostError):
        await effects_of(house, task).once("book", outside.act, find=outside.find, repeat=Repeat.NEVER)
    assert outside.done == {}


async def test_steps_of_one_task_are_separate(house: House, outside: Outside) -> None:
    effects = effects_of(house, await house.claim_task())
    await effects.once("book", outside.act, find=outside.find, repeat=Repeat.NEVER)
    await effects.once("tell", outside.act, find=outside.find, repeat=Repeat.NEVER)
    assert len(outside.done) == 2
