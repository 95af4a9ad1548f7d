"""Whether a contact may change somebody's medicines: written with the messages that tell both, in one transaction."""

from core.domain import Message, Repeat
from core.ids import make_id
from core.new_notification import NewNotification, new_notification
from core.notification import Topic
from core.people import Contact, User
from repositories.unit_of_work import UnitOfWork
from services.notification.recipients import can_be_told
from services.reminder.care_edits import TOPIC
from services.reminder.wording import address


async def set_permission(unit: UnitOfWork, contact: Contact, *, allowed: bool) -> bool:
    """Write it, and store what tells both; whether it has changed anything."""
    whose = {"user_id": contact.user_id, "account_id": contact.account_id}
    now = await unit.contacts.get(contact.id, locked=True, **whose)
    if now.may_edit_medicines is allowed:
        return False
    changed = await unit.contacts.change(contact.id, {"may_edit_medicines": allowed}, **whose)
    await tell_permission(unit, changed)
    return True


async def tell_permission(unit: UnitOfWork, contact: Contact) -> None:
    """Tell the person and the contact what holds from now on, as far as there is a way to."""
    user = await unit.users.get(contact.user_id, account_id=contact.account_id)
    added = await unit.notifications.add_many([*_to_person(user, contact), *_to_contact(user, contact)])
    # Nobody here can ring after the commit: the next sweep does.
    if added:
        await unit.notifications.forget_dispatches([each.id for each in added])


def _to_person(user: User, contact: Contact) -> list[NewNotification]:
    if not user.channels:
        return []
    verb = (
        "may change your medicines from now on" if contact.may_edit_medicines else "may no longer change your medicines"
    )
    return [
        _notice(
            user,
            Message(
                key=f"care_permission:{make_id()}",
                to=user.name,
                channels=user.channels,
                subject=f"{contact.name} and your medicines"[:200],
                text=address(f"{contact.name} {verb}. If you do not want that, tell me.", name=user.known_name),
                topic=TOPIC,
                repeat=Repeat.SAME_ID,
            ),
        )
    ]


def _to_contact(user: User, contact: Contact) -> list[NewNotification]:
    if not can_be_told(contact):
        return []
    who = user.known_name or "The person you look after"
    said = (
        "lets you change the reminders of medicines from now on; each change is told"
        if contact.may_edit_medicines
        else "no longer lets you change the reminders of medicines"
    )
    return [
        _notice(
            user,
            Message(
                key=f"care_permission:{make_id()}",
                to=contact.name,
                contact_id=contact.id,
                channels=contact.channels,
                subject=f"{who} and the reminders of medicines"[:200],
                text=f"{who} {said}.",
                topic=Topic.MESSAGE,
                repeat=Repeat.SAME_ID,
            ),
        )
    ]


def _notice(user: User, message: Message) -> NewNotification:
    return new_notification(message, account_id=user.account_id, user_id=user.id)
