"""What holds for every system outside when an answer is lost, somebody is faster, or the place acts at the same moment."""

from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import text

from core.booking import Booking, BookingStatus
from core.domain import Repeat, Task
from core.errors import AttemptError, OutcomeUnknownError
from core.failpoints import Failpoint
from repositories.database import Database
from services import effect_ledger
from services.booking.desk import desk
from services.booking.placing import to_response
from services.booking.ports import Capability
from services.booking.refusals import FullError, LostAnswerError, StaleError
from services.booking.visit import local_start
from services.effect_ledger import DidNotHappenError, Response, TaskEffects
from tests.integration.house import House
from tests.integration.services.booking.grounds import GROUNDS, OTHER, OUTSIDE, WANTED, Ground, OutsideGround
from tests.outside.loopback import Trouble


@pytest.fixture(params=sorted(OUTSIDE))
async def ground(request: pytest.FixtureRequest, house: House) -> AsyncGenerator[OutsideGround]:
    async with OUTSIDE[request.param](house) as ground:
        yield ground


async def find_row(ground: OutsideGround) -> Booking | None:
    async with ground.house.unit_of_work() as unit:
        return await unit.bookings.find_by_effect("test:book")


async def wait_until_settled(database: Database) -> None:
    """More than half a minute has passed since the place was asked."""
    async with database.transaction() as session:
        await session.execute(text("UPDATE bookings SET updated_at = updated_at - interval '40 seconds'"))


async def test_time_out_after_the_booking_was_made_leaves_one(ground: OutsideGround) -> None:
    ground.played.trouble("create", Trouble.SILENT_AFTER)
    if ground.can(Capability.LOOKUP):
        assert (await ground.book()).status is BookingStatus.CONFIRMED
    else:
        with pytest.raises(OutcomeUnknownError):
            await ground.book()
        with pytest.raises(OutcomeUnknownError):
            await ground.system.find("test:book")
        row = await find_row(ground)
        assert row is not None
        assert row.status is BookingStatus.UNKNOWN
    assert await ground.list_starts() == [WANTED]
    assert ground.played.count("create") == 1


async def test_time_out_before_the_booking_was_made_is_never_called_booked(
    ground: OutsideGround, database: Database
) -> None:
    ground.played.trouble("create", Trouble.SILENT_BEFORE)
    with pytest.raises(AttemptError) as lost:
        await ground.book()
    assert not isinstance(lost.value, DidNotHappenError)  # it may still be under way
    await wait_until_settled(database)
    if ground.can(Capability.LOOKUP):
        assert await ground.system.find("test:book") is None
        assert (await ground.book()).status is BookingStatus.CONFIRMED
        assert await ground.list_starts() == [WANTED]
    else:
        with pytest.raises(OutcomeUnknownError):
            await ground.system.find("test:book")
        assert ground.played.count("create") == 1


async def test_what_the_system_finds_wrong_is_refused_and_leaves_nothing(ground: OutsideGround) -> None:
    ground.played.instead("create", ground.refusal)
    with pytest.raises(DidNotHappenError):
        await ground.book()
    assert await find_row(ground) is None
    assert ground.played.count("create") == 1
    assert (await ground.book()).status is BookingStatus.CONFIRMED


async def test_time_that_is_taken_between_search_and_booking_is_given_back(ground: OutsideGround) -> None:
    ground.played.before("create", lambda: ground.crowd(WANTED))
    with pytest.raises(FullError):
        await ground.book()
    others = await ground.list_starts()
    assert await find_row(ground) is None
    ground.crowd(OTHER)
    assert len(await ground.list_starts()) == 2 * len(others)  # nobody but others is there, at either time


async def test_time_that_is_taken_between_search_and_change_leaves_the_booking_where_it_was(
    ground: OutsideGround,
) -> None:
    booked = await ground.book()
    ground.played.before(ground.move, lambda: ground.crowd(OTHER))
    with pytest.raises(FullError):
        await ground.system.change(booked, ground.seating(OTHER), key="test:change")
    assert local_start(await ground.system.look_again(booked)) == WANTED
    assert (await ground.list_starts()).count(WANTED) == 1


async def test_booking_that_the_place_cancels_while_it_is_changed_is_looked_at_again(ground: OutsideGround) -> None:
    booked = await ground.book()
    ground.played.before(ground.move, lambda: ground.cancel_there(booked))
    with pytest.raises(StaleError):
        await ground.system.change(booked, ground.seating(OTHER), key="test:change")
    assert (await ground.system.look_again(booked)).status is BookingStatus.CANCELLED
    assert await ground.list_starts() == []


async def test_cancelling_at_the_same_moment_as_the_place_is_no_error(ground: OutsideGround) -> None:
    booked = await ground.book()
    ground.played.before("cancel", lambda: ground.cancel_there(booked))
    assert (await ground.system.cancel(booked, key="test:cancel")).status is BookingStatus.CANCELLED


async def test_booking_that_is_gone_when_it_is_read_back_is_a_matter_for_a_person(ground: OutsideGround) -> None:
    ground.played.before("get", lambda: forget_all(ground))
    with pytest.raises((OutcomeUnknownError, LostAnswerError)) as lost:
        await ground.book()
    assert isinstance(lost.value, OutcomeUnknownError)
    row = await find_row(ground)
    assert row is not None
    assert row.status is BookingStatus.UNKNOWN
    assert ground.played.count("create") == 1


async def test_booking_that_the_system_does_not_know_any_more_is_cancelled(ground: OutsideGround) -> None:
    booked = await ground.book()
    forget_all(ground)
    assert (await ground.system.look_again(booked)).status is BookingStatus.CANCELLED


def forget_all(ground: OutsideGround) -> None:
    """The system loses what was booked."""
    for name in ("entries", "kept", "rows"):
        getattr(ground.played, name, {}).clear()


# ------------------------------------------------------------------ crashes at every step of the effect ledger

STEPS = (
    Failpoint.AFTER_INTENT,
    Failpoint.AFTER_ASKED,
    Failpoint.AFTER_SENDING,
    Failpoint.AFTER_ANSWER,
    Failpoint.AFTER_UID,
    Failpoint.AFTER_EFFECT,
)


class Crash(BaseException):
    """The process dies."""


async def book_once(ground: Ground, task: Task) -> Response:
    """As an ability books: what an earlier attempt has booked is found first."""
    effects = TaskEffects(unit_of_work=ground.house.unit_of_work, task_id=task.id, epoch=task.epoch)

    async def book(key: str) -> Response:
        return to_response(await ground.system.book(ground.seating(), ground.guest, key=key))

    async def find(key: str) -> Response | None:
        found = await ground.system.find(key)
        return to_response(found) if found else None

    return await effects.once("book", book, find=find, repeat=Repeat.NEVER)


@pytest.mark.parametrize("point", STEPS)
@pytest.mark.parametrize("system", sorted({*OUTSIDE, "local"}))
async def test_crash_at_any_step_leaves_one_booking_that_is_known_or_asked_about(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch, system: str, point: Failpoint
) -> None:
    def reach(reached: Failpoint) -> None:
        if reached is point:
            raise Crash

    async with GROUNDS[system](house) as ground:
        task = await house.claim_task({})
        with monkeypatch.context() as patched:
            for module in (desk, effect_ledger):
                patched.setattr(module, "reach", reach)
            is_dead = False
            try:
                await book_once(ground, task)
            except Crash:
                is_dead = True
        await wait_until_settled(database)
        if is_dead and not ground.can(Capability.LOOKUP) and point in {Failpoint.AFTER_SENDING, Failpoint.AFTER_ANSWER}:
            with pytest.raises(OutcomeUnknownError):
                await book_once(ground, task)
            assert len(await ground.list_starts()) == (point is Failpoint.AFTER_ANSWER)
        else:
            booked = await book_once(ground, task)
            assert (booked["status"], await ground.list_starts()) == ("confirmed", [WANTED])
    assert is_dead or (system == "local" and point not in _OF_THE_LEDGER) or point is Failpoint.AFTER_SENDING


_OF_THE_LEDGER = {Failpoint.AFTER_INTENT, Failpoint.AFTER_EFFECT}
