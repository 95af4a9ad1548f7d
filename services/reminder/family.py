"""What family and carers hear of a dose: those who agreed, only of what they are there for, and as little as will do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from core.domain import Message, Repeat
from core.letter import Urgency
from core.new_notification import NewNotification, new_notification
from core.notification import Topic
from core.people import Contact, User
from core.profile import read_profile
from core.reminder import Occurrence, Reminder, ReminderKind
from core.when import to_local
from repositories.unit_of_work import UnitOfWork
from services.reminder.wording import family_text

MISSED, TAKEN = Topic.MISSED.value, Topic.TAKEN.value

_NEWS_FOR = timedelta(hours=24)
"""What was missed longer ago, because everything was down, is recorded, but no news."""


@dataclass(frozen=True, slots=True)
class Family:
    """A person and all their contacts."""

    user: User
    contacts: Sequence[Contact]


async def list_family_notices(
    unit: UnitOfWork,
    occurrence: Occurrence,
    reminder: Reminder,
    *,
    topic: str,
    now: datetime,
    also: Collection[UUID] = (),
) -> Sequence[NewNotification]:
    """`compose_family_notices` with what has to be read for it."""
    if not is_family_news(occurrence, reminder, now=now):
        return []
    user = await unit.users.get(occurrence.user_id, account_id=occurrence.account_id)
    contacts = await unit.contacts.list_of_user(user.id, account_id=user.account_id)
    return compose_family_notices(occurrence, reminder, Family(user, contacts), topic=topic, now=now, also=also)


def compose_family_notices(
    occurrence: Occurrence,
    reminder: Reminder,
    family: Family,
    *,
    topic: str,
    now: datetime,
    also: Collection[UUID] = (),
) -> Sequence[NewNotification]:
    """The messages about a dose that was missed or taken, to be stored in the transaction that records it.

    `also`: contacts who hear of it whatever their topics, for they were told the opposite before.
    """
    if not is_family_news(occurrence, reminder, now=now):
        return []
    user = family.user
    return [
        new_notification(
            replace(
                _compose(occurrence, reminder, user, contact=contact, topic=topic, now=now),
                urgency=Urgency.HIGH if contact.id in also else None,
            ),
            account_id=user.account_id,
            user_id=user.id,
            occurrence_id=occurrence.id,
        )
        for contact in family.contacts
        if _hears(contact, topic) or (contact.id in also and _can_be_told(contact))
    ]


def is_family_news(occurrence: Occurrence, reminder: Reminder, *, now: datetime) -> bool:
    """Whether family hears of what becomes of this due time at all: it is a medicine, and not long past."""
    return reminder.kind is ReminderKind.MEDICINE and now - occurrence.scheduled_for <= _NEWS_FOR


def _hears(contact: Contact, topic: str) -> bool:
    """Who named no topics hears of what was missed: silence would harm. What was taken is told to those who ask for it."""
    return _can_be_told(contact) and topic in contact.heard_topics


def _can_be_told(contact: Contact) -> bool:
    return contact.consented_at is not None and bool(contact.channels)


def _compose(
    occurrence: Occurrence, reminder: Reminder, user: User, *, contact: Contact, topic: str, now: datetime
) -> Message:
    text = family_text(
        reminder,
        occurrence,
        name=user.known_name,
        taken=topic == TAKEN,
        shares_names=read_profile(user.preferences).share_medicine_names,
        today=to_local(now, reminder.timezone).date(),
    )
    return Message(
        key=f"occurrence:{occurrence.id}:{topic}:{contact.id}",
        to=contact.name,
        contact_id=contact.id,
        channels=contact.channels,
        subject=f"About {user.known_name or 'the person you look after'}",
        text=text,
        topic=topic,
        repeat=Repeat.SAME_ID,
    )
