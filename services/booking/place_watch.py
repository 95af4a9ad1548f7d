"""Notices what places do with bookings by themselves, and tells the people whose bookings they are.

Looking and telling are two steps, so that nothing is lost in between: whoever looks writes down what has changed and what
the person knows so far; whoever tells clears that in the transaction which stores the message. Any worker may do either.
"""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from core.booking import Booking
from core.clock import Clock
from core.domain import Message, Repeat, WorkKind
from core.errors import AttemptError
from core.new_notification import NewNotification, new_notification
from core.notification import expand_topics
from core.people import Contact, User
from core.queue import Ring
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from repositories.watched_booking import News
from services.booking.place_news import CONTACT_TOPIC, OWN_TOPIC, describe_news, subject_of
from services.booking.ports import BookingSystem
from services.notification.recipients import can_be_told

logger = structlog.stdlib.get_logger(__name__)

LOOK_BATCH = 50
_AT_A_TIME = 8


class PlaceWatch:
    """Looks at bookings in outside systems, and tells what has become of them."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, systems: Mapping[str, BookingSystem], clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._systems = systems
        self._clock = clock

    async def look_batch(self) -> int:
        """Look at bookings that are due; answers how many. One that can't be looked at now is due again later."""
        async with self._unit_of_work() as unit:
            due = await unit.watched_bookings.claim_due(limit=LOOK_BATCH)
        slots = asyncio.Semaphore(_AT_A_TIME)
        await asyncio.gather(*(self._look(booking, slots) for booking in due))
        return len(due)

    async def tell_batch(self) -> Sequence[Ring]:
        """Store messages about what places have changed; answers what to ring for after it."""
        async with self._unit_of_work() as unit:
            news = await unit.watched_bookings.pick_news(limit=LOOK_BATCH)
            notices = [notice for each in news for notice in await self._compose(unit, each)]
            added = await unit.notifications.add_many(notices)
            await unit.watched_bookings.mark_told([each.booking.id for each in news])
        return [Ring.of(WorkKind.NOTIFICATION, each) for each in added]

    async def _look(self, booking: Booking, slots: asyncio.Semaphore) -> None:
        system = self._systems.get(booking.system)
        if system is None:
            return
        async with slots:
            try:
                now = await system.look_again(booking)
            except AttemptError as error:
                logger.info("a booking can't be looked at now", booking_id=str(booking.id), error=error.type)
                return
        if (now.status, now.starts_at) != (booking.status, booking.starts_at):
            logger.info("a place has changed a booking", booking_id=str(booking.id), status=str(now.status))

    async def _compose(self, unit: UnitOfWork, news: News) -> list[NewNotification]:
        """The message to the person, and to those who want to hear of bookings."""
        booking = news.booking
        said = describe_news(news, now=self._clock.now())
        if said is None:
            return []
        user = await unit.users.get(booking.user_id, account_id=booking.account_id)
        contacts = await unit.contacts.list_of_user(booking.user_id, account_id=booking.account_id)
        interested = [each for each in contacts if CONTACT_TOPIC in expand_topics(each.topics) and can_be_told(each)]
        messages = [_to_contact(news, said, each, user=user) for each in interested]
        if user.channels:
            messages.append(_message(news, said, to=user.name, channels=user.channels))
        if not messages:
            logger.warning("nobody can be told what a place has changed", booking_id=str(booking.id))
        return [new_notification(each, account_id=booking.account_id, user_id=booking.user_id) for each in messages]


def _to_contact(news: News, said: str, contact: Contact, *, user: User) -> Message:
    name = user.known_name or "the person you help"
    text = f"About a booking of {name}'s. {said}"
    return _message(news, text, to=contact.name, channels=contact.channels, contact=contact)


def _message(news: News, text: str, *, to: str, channels: tuple[str, ...], contact: Contact | None = None) -> Message:
    booking = news.booking
    whom = str(contact.id) if contact else "self"
    return Message(
        key=f"booking:{booking.id}:{booking.version}:{whom}",
        to=to,
        contact_id=contact.id if contact else None,
        channels=channels,
        subject=subject_of(news),
        text=text,
        topic=CONTACT_TOPIC if contact else OWN_TOPIC,
        repeat=Repeat.SAME_ID,
    )
