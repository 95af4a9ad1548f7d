"""Changes by carers: only where the person allowed it, recorded with who did it, and the person is told.

Who acts as no contact is the account itself, and may do what its key may.
"""

from uuid import UUID

from core.care_edit import CareVerb
from core.domain import Message, Repeat
from core.errors import ForbiddenError
from core.new_notification import new_notification
from core.reminder import NewReminder, Reminder, ReminderKind
from repositories.unit_of_work import UnitOfWork
from services.reminder.wording import address, name_of

TOPIC = "care_edit"
_SPOKEN = {
    CareVerb.CREATED: "has set up a reminder of",
    CareVerb.CHANGED: "has changed the reminder of",
    CareVerb.PAUSED: "has paused the reminder of",
    CareVerb.RESUMED: "has resumed the reminder of",
    CareVerb.CANCELLED: "has stopped the reminder of",
    CareVerb.STOCKED: "has written down how much there is of",
}


class CarerMayNotError(ForbiddenError):
    """The person has not allowed this contact to change their medicines."""

    name = "carer-may-not"
    title = "This contact may not change medicines"


async def check_may_edit(unit: UnitOfWork, reminder: NewReminder, contact_id: UUID | None) -> None:
    """Raises CarerMayNotError where the contact who acts may not change this, NotFoundError where there is none such."""
    if contact_id is None:
        return
    contact = await unit.contacts.get(contact_id, user_id=reminder.user_id, account_id=reminder.account_id)
    if reminder.kind is ReminderKind.MEDICINE and not contact.may_edit_medicines:
        raise CarerMayNotError(
            f"{contact.name} may not change medicines. Where the person allows it, set may_edit_medicines of the contact."
        )


async def note_edit(unit: UnitOfWork, reminder: Reminder, contact_id: UUID | None, verb: CareVerb) -> None:
    """Record a change by a contact, and tell the person, in the transaction that makes the change."""
    if contact_id is None:
        return
    contact = await unit.contacts.get(contact_id, user_id=reminder.user_id, account_id=reminder.account_id)
    edit_id = await unit.care_edits.add(reminder.id, contact, verb)
    user = await unit.users.get(reminder.user_id, account_id=reminder.account_id)
    if not user.channels:
        return
    message = Message(
        key=f"care_edit:{edit_id}",
        to=user.name,
        channels=user.channels,
        subject=f"{contact.name} {_SPOKEN[verb]} {reminder.subject}"[:200],
        text=address(f"{contact.name} {_SPOKEN[verb]} {name_of(reminder)}.", name=user.known_name),
        topic=TOPIC,
        repeat=Repeat.SAME_ID,
    )
    added = await unit.notifications.add_many([new_notification(message, account_id=user.account_id, user_id=user.id)])
    # Nobody here can ring after the commit: the next sweep does.
    await unit.notifications.forget_dispatches([each.id for each in added])
