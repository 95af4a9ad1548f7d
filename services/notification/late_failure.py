"""A message to the family that did not arrive after all, though its task said that it had gone out: the sender hears.

What fails while the task is still at it is part of what the task says itself.
"""

from collections.abc import Collection
from uuid import UUID

from core.domain import Message, Repeat, TaskStatus
from core.new_notification import new_notification
from core.notification import Notification
from repositories.unit_of_work import UnitOfWork
from services.notification.telling import quote_shortly
from services.reminder.wording import address

TOPIC = "undelivered"


async def tell_sender(unit: UnitOfWork, ids: Collection[UUID]) -> None:
    """Store a message to whoever had these sent, in the transaction that ends them: once for each, on the sender's own channels.

    Only where all channels have failed, and the task has said before that it was sent.
    """
    for lost in await unit.notifications.list_by_ids(ids) if ids else ():
        if lost.contact_id is not None and lost.task_id is not None:
            await _tell(unit, lost, lost.task_id)


async def _tell(unit: UnitOfWork, lost: Notification, task_id: UUID) -> None:
    task = await unit.tasks.get(task_id, account_id=lost.account_id)
    user = await unit.users.get(lost.user_id, account_id=lost.account_id)
    if task.status is not TaskStatus.COMPLETED or not user.channels:
        return
    text = f"your message to {lost.recipient} has not arrived after all: {quote_shortly(lost.text)} Please try another way, for example a telephone call."
    message = Message(
        key=f"undelivered:{lost.follows_id or lost.id}:{lost.id}",
        to=user.name,
        channels=user.channels,
        subject=f"Not delivered to {lost.recipient}"[:200],
        text=address(text, name=user.known_name),
        topic=TOPIC,
        repeat=Repeat.SAME_ID,
    )
    added = await unit.notifications.add_many([new_notification(message, account_id=user.account_id, user_id=user.id)])
    # Nobody here can ring after the commit: the next sweep does.
    if added:
        await unit.notifications.forget_dispatches([each.id for each in added])
