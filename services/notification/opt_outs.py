"""Who wants no more texts: what they say is kept, carers hear of it, and it can be taken back."""

from collections.abc import Sequence

import structlog

from core.domain import Message, Repeat, WorkKind
from core.ids import make_id
from core.incoming import Sender
from core.new_notification import NewNotification, new_notification
from core.notification import Topic, expand_topics
from core.people import Contact, User
from core.queue import Ring
from core.reach import plain_address
from repositories.unit_of_work import UnitOfWork

logger = structlog.stdlib.get_logger(__name__)

TOPIC = "consent"


async def stop_texts(unit: UnitOfWork, address: str, *, source: str, wording: str | None) -> list[Ring]:
    """Send no more texts to `tel:+442079460000`, and tell those who should know; nothing where it was so already."""
    if not await unit.opt_outs.add(address, source=source, wording=wording):
        return []
    logger.info("a number wants no more texts", source=source)
    senders = await unit.incoming.list_senders(address)
    notices = [notice for sender in senders for notice in await _tell_of(unit, sender, address, resumed=False)]
    return [Ring.of(WorkKind.NOTIFICATION, each) for each in await unit.notifications.add_many(notices)]


async def resume_texts(unit: UnitOfWork, address: str) -> list[Ring] | None:
    """Send texts again, and tell those who heard that they had stopped; None where they had not."""
    if not await unit.opt_outs.remove(address):
        return None
    senders = await unit.incoming.list_senders(address)
    notices = [notice for sender in senders for notice in await _tell_of(unit, sender, address, resumed=True)]
    return [Ring.of(WorkKind.NOTIFICATION, each) for each in await unit.notifications.add_many(notices)]


async def _tell_of(unit: UnitOfWork, sender: Sender, address: str, *, resumed: bool) -> list[NewNotification]:
    """For a contact: the person, and who else looks after them. For the person: whoever looks after them."""
    user = await unit.users.get(sender.user_id, account_id=sender.account_id)
    contacts = await unit.contacts.list_of_user(sender.user_id, account_id=sender.account_id)
    carers = [each for each in contacts if each.id != sender.contact_id and _looks_after(each)]
    name = sender.name if sender.contact_id else (user.known_name or "The person you look after")
    text = f"{name} receives texts again." if resumed else f"{name} no longer receives texts. {_what_now(sender, user)}"
    told: list[Contact | User] = [*carers]
    if sender.contact_id is not None and user.channels:
        told.append(user)
    return [_compose(each, user, text) for each in told if _other_ways(each, address)]


def _looks_after(contact: Contact) -> bool:
    return contact.consented_at is not None and Topic.MISSED in expand_topics(contact.topics)


def _other_ways(who: Contact | User, address: str) -> Sequence[str]:
    return [each for each in who.channels if plain_address(each) != address]


def _what_now(sender: Sender, user: User) -> str:
    if sender.contact_id is not None:
        return "Whoever wants them again writes the same number the word that their telephone company names for it."
    others = [each for each in user.channels if not each.lower().startswith("tel:")]
    if others:
        return "Reminders go by the other ways there are."
    return "There is no other way to reach them, so reminders do not arrive. Please set one up."


def _compose(who: Contact | User, user: User, text: str) -> NewNotification:
    message = Message(
        key=f"opt-out:{make_id()}",
        to=who.name,
        contact_id=who.id if isinstance(who, Contact) else None,
        channels=who.channels,
        subject="About text messages",
        text=text,
        topic=TOPIC,
        repeat=Repeat.SAME_ID,
    )
    return new_notification(message, account_id=user.account_id, user_id=user.id)
