"""What can wait is held, and goes out as one; what is urgent is held up by nothing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.domain import Message, Repeat, TaskStatus
from core.ids import make_id
from core.new_notification import new_notification
from core.notification import Notification, NotificationStatus
from core.people import Contact
from services.notification.holding import Holding
from tests.integration.services.notification.mail_server import mail_server
from tests.integration.services.notification.outgoing import MAIL, Outgoing

NIGHT, MORNING = datetime(2026, 11, 20, 23, 30, tzinfo=UTC), datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


@dataclass
class Wall:
    """A clock that is set by hand; without a hand on it it shows when the test runs."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at


async def write(outgoing: Outgoing, contact: Contact, text: str, **changed: Any) -> Notification:
    """A message that no task waits for."""
    values: dict[str, Any] = {"topic": "taken", "channels": (MAIL,), **changed}
    message = Message(
        key=str(make_id()),
        to="Anna",
        contact_id=contact.id,
        subject="About Rose",
        text=text,
        repeat=Repeat.SAME_ID,
        **values,
    )
    house = outgoing.house
    async with house.unit_of_work() as unit:
        new = new_notification(message, account_id=house.account_id, user_id=house.user_id)
        return (await unit.notifications.add_many([new]))[0]


async def hold(outgoing: Outgoing, wall: Wall, *, per_hour: int = 10) -> None:
    outgoing.holding = Holding(unit_of_work=outgoing.house.unit_of_work, clock=wall, per_hour=per_hour)


async def be_quiet(outgoing: Outgoing) -> None:
    house = outgoing.house
    quiet = {"quiet_hours": {"begin": "22:00", "end": "07:00"}}
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"preferences": quiet}, account_id=house.account_id)


async def come_due(outgoing: Outgoing, message: Notification) -> None:
    await outgoing.execute("UPDATE notifications SET status = 'queued', due_at = NULL WHERE id = :id", message)


async def test_what_was_held_in_the_night_comes_as_one_in_the_morning(outgoing: Outgoing) -> None:
    wall = Wall(NIGHT)
    await hold(outgoing, wall)
    await be_quiet(outgoing)
    anna = await outgoing.add_contact()
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        held = [await outgoing.deliver(await write(outgoing, anna, f"Dose {each} was taken.")) for each in range(3)]
        assert {(each.outcome, each.status) for each in held} == {(NotificationStatus.HELD, TaskStatus.SCHEDULED)}
        urgent = await outgoing.deliver(await write(outgoing, anna, "A dose was missed.", topic="missed"))
        assert (urgent.outcome, len(server.letters)) == (NotificationStatus.SENT, 1)
        wall.at = MORNING
        for each in held:
            await come_due(outgoing, each)
        later = await outgoing.deliver(held[1])
        assert later.status is TaskStatus.SCHEDULED  # the oldest takes it along
        await outgoing.deliver(held[0])
        ended = [await outgoing.load(each) for each in held]
    assert {each.outcome for each in ended} == {NotificationStatus.SENT}
    assert [each.carried_by for each in ended] == [None, held[0].id, held[0].id]
    assert server.letters[1]["Subject"] == "About Rose (and 2 more)"
    lines = server.letters[1].get_content().splitlines()
    assert lines == ["Dose 0 was taken.", "", "Dose 1 was taken.", "", "Dose 2 was taken."]
    assert len(server.letters) == 2


@pytest.mark.parametrize("is_taken", [True, False])
async def test_what_is_too_much_for_an_hour_waits_for_the_next(outgoing: Outgoing, *, is_taken: bool) -> None:
    wall = Wall()
    await hold(outgoing, wall, per_hour=1)
    anna = await outgoing.add_contact()
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        first, *more = [await outgoing.deliver(await write(outgoing, anna, f"Number {each}")) for each in range(3)]
        assert [first.outcome, *(each.outcome for each in more)] == ["sent", "held", "held"]
        wall.at += timedelta(hours=1)
        if not is_taken:
            server.at_envelope.append("550 Unknown")
        for each in more:
            await come_due(outgoing, each)
        await outgoing.deliver(more[0])
        ended = [await outgoing.load(each) for each in more]
    assert {each.outcome for each in ended} == {"sent" if is_taken else "failed"}
    assert len(server.letters) == (2 if is_taken else 1)
