"""Tells family of a day or a week, where they want it: once, at the person's hour, and late rather than never."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import structlog

from core.adherence import Dose
from core.clock import Clock
from core.domain import Message, Repeat, WorkKind
from core.new_notification import NewNotification, new_notification
from core.people import Contact, User
from core.profile import read_profile
from core.queue import Ring
from core.summary import SUMMARY_TOPICS, Summary, SummaryClock, SummaryTurn
from core.when import to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.notification.recipients import can_be_told
from services.records.results import to_doses
from services.records.summary_words import describe_summary

logger = structlog.stdlib.get_logger(__name__)

SUMMARY_BATCH = 100
_AGAIN = timedelta(hours=6)
_LOOK_BACK = timedelta(days=3)
"""No dose ends longer after its time than this."""


class SummaryMaker:
    """Stores the messages of summaries that are due. Any worker may run it: a contact's turn is taken by one at a time.

    A summary is one message under a key of contact, topic and local date, which the database has once; the transaction
    that stores it also notes that it was made.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def make_batch(self) -> tuple[int, Sequence[Ring]]:
        """Make what is due for a batch of contacts; answers how many were looked at, and what to ring for."""
        now = self._clock.now()
        async with self._unit_of_work() as unit:
            await unit.summaries.add_missing(look_at=now, limit=SUMMARY_BATCH)
            turns = await unit.summaries.pick(before=now, limit=SUMMARY_BATCH)
            notices = [each for turn in turns for each in await self._take_safely(unit, turn, now=now)]
            added = await unit.notifications.add_many(notices)
        if added:
            logger.info("summaries made", summaries=len(added))
        return len(turns), [Ring.of(WorkKind.NOTIFICATION, each) for each in added]

    async def _take_safely(self, unit: UnitOfWork, turn: SummaryTurn, *, now: datetime) -> list[NewNotification]:
        try:
            return await self._take(unit, turn, now=now)
        except (ValueError, KeyError):
            # A zone may leave the time zone database; the others must not wait for this one.
            logger.exception("a summary can't be made", contact_id=str(turn.contact_id))
            await unit.summaries.put_off(turn.contact_id, look_at=now + _AGAIN, made=turn.made)
            return []

    async def _take(self, unit: UnitOfWork, turn: SummaryTurn, *, now: datetime) -> list[NewNotification]:
        """The messages of one contact's turn, which is put off until the next summary is due."""
        contact = await unit.contacts.get(turn.contact_id, user_id=turn.user_id, account_id=turn.account_id)
        topics = [each for each in SUMMARY_TOPICS if each in contact.heard_topics]
        if not topics:
            await unit.summaries.remove(contact.id)
            return []
        user = await unit.users.get(turn.user_id, account_id=turn.account_id)
        clock = clock_of(user)
        made = {each: turn.made.get(each) or clock.start(each, asked_at=contact.updated_at) for each in topics}
        due = [summary for topic in topics if (summary := clock.find_due(topic, made[topic], now=now))]
        notices = [notice for each in due if (notice := await self._write(unit, each, contact, user))]
        await unit.summaries.put_off(
            contact.id,
            look_at=min(clock.find_next(each, now=now) for each in topics),
            made={each: clock.passed(each, made[each], now=now) for each in topics},
        )
        return notices

    async def _write(self, unit: UnitOfWork, summary: Summary, contact: Contact, user: User) -> NewNotification | None:
        """None where there is nothing to say, or nobody to say it to."""
        if not can_be_told(contact):
            return None
        doses = await _list_doses(unit, summary, user)
        if not doses:
            return None
        text = describe_summary(
            summary,
            doses,
            name=user.known_name,
            at=clock_of(user).at,
            shares_names=read_profile(user.preferences).share_medicine_names,
            today=to_local(self._clock.now(), user.timezone).date(),
        )
        message = Message(
            key=f"summary:{summary.topic}:{contact.id}:{summary.on}",
            to=contact.name,
            contact_id=contact.id,
            channels=contact.channels,
            subject=f"About {user.known_name or 'the person you look after'}",
            text=text,
            topic=summary.topic,
            repeat=Repeat.SAME_ID,
        )
        return new_notification(message, account_id=user.account_id, user_id=user.id)


def clock_of(user: User) -> SummaryClock:
    """When summaries about a person are due."""
    return SummaryClock(at=time.fromisoformat(read_profile(user.preferences).summary_time), timezone=user.timezone)


async def _list_doses(unit: UnitOfWork, summary: Summary, user: User) -> list[Dose]:
    found = await unit.adherence.list_completed(
        user.id, account_id=user.account_id, since=summary.since, until=summary.until, look_back=_LOOK_BACK
    )
    reminders = await unit.reminders.list_by_id({each.reminder_id for each in found})
    return to_doses(found, reminders)
