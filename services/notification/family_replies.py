"""What family and carers answer to messages: told to the person on their own channels, and kept with what it answers."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog

from core.domain import Message, Repeat
from core.new_notification import new_notification
from core.people import Contact, User
from core.reply import Reply, ReplyFilter
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.notification.namesakes import call_apart
from services.notification.ports import Incoming
from services.notification.telling import quote, reply_view

logger = structlog.stdlib.get_logger(__name__)

TOPIC = "reply"
ANSWERS_FOR = timedelta(days=7)
"""So long after the last message to somebody, what they write is taken for an answer to it."""
_LONGEST = 1_000


class FamilyReplies:
    """Takes the answers of contacts (`IncomingHandler`), and looks them up for callers."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def handle(self, incoming: Incoming) -> str | None:
        """Tell the person what a contact answers; None where it is no contact, or one whom nothing was sent lately.

        The first answer to a message is acknowledged, further ones are not: so two machines never thank each other.
        """
        if incoming.contact_id is None or not incoming.text.strip():
            return None
        async with self._unit_of_work() as unit:
            answered = await unit.replies.find_answered(
                incoming.notification_id,
                contact_id=incoming.contact_id,
                account_id=incoming.account_id,
                within=ANSWERS_FOR,
            )
            if answered is None:
                return None
            contacts = await unit.contacts.list_of_user(incoming.user_id, account_id=incoming.account_id)
            contact = next((each for each in contacts if each.id == incoming.contact_id), None)
            if contact is None:
                return None
            user = await unit.users.get(incoming.user_id, account_id=incoming.account_id)
            reply = Reply(
                id=incoming.id,
                account_id=incoming.account_id,
                user_id=incoming.user_id,
                contact_id=contact.id,
                sender=call_apart(contacts)[contact.id],
                notification_id=answered.id,
                task_id=answered.task_id,
                text=incoming.text.strip()[:_LONGEST],
                via=incoming.via,
                received_at=incoming.received_at,
            )
            return await self._keep(unit, reply, contact=contact, user=user)

    async def get(self, reply_id: UUID, *, account_id: UUID) -> Reply:
        """One reply; raises NotFoundError for what the account can't see."""
        async with self._unit_of_work() as unit:
            return await unit.replies.get(reply_id, account_id=account_id)

    async def list_page(
        self, narrowed: ReplyFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> Sequence[Reply]:
        """Replies of the account, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.replies.list_page(narrowed, account_id=account_id, before=before, limit=limit)

    async def _keep(self, unit: UnitOfWork, reply: Reply, *, contact: Contact, user: User) -> str:
        """Store it once, with the message to the person; answers what the contact is told."""
        if not await unit.replies.add_once(reply):
            return ""
        is_first = await unit.replies.mark_answered(reply.notification_id)
        if reply.task_id is not None:
            await unit.replies.show_in_result(reply.task_id, reply_view(reply))
        if user.channels:
            message = _compose(reply, user)
            await unit.notifications.add_many(
                [new_notification(message, account_id=user.account_id, user_id=user.id, task_id=None)]
            )
        logger.info("a contact has answered", reply_id=str(reply.id), contact_id=str(contact.id))
        if not is_first:
            return ""
        name = user.known_name or "them"
        if user.channels:
            return f"Thank you. I am telling {name}."
        return f"Thank you. I have no way to tell {name} at once; it is kept for {name} to ask."


def _compose(reply: Reply, user: User) -> Message:
    return Message(
        key=f"reply:{reply.id}",
        to=user.name,
        channels=user.channels,
        subject=f"An answer from {reply.sender}",
        text=f"{reply.sender} says: {quote(reply.text)}",
        topic=TOPIC,
        repeat=Repeat.SAME_ID,
    )
