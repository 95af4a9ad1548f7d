"""What people wrote and nobody has answered, for the process that had it died or failed: handled again by itself.

Whoever wrote is not waiting on the line any more, so the answer goes out as a message of its own, stored in the
transaction that notes that the text was handled.
"""

from datetime import timedelta

import structlog

from core.domain import Message, Repeat
from core.incoming import IncomingMessage
from core.new_notification import new_notification
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.notification.family_replies import TOPIC
from services.notification.incoming import HANDLED_WITHIN, IncomingService
from services.notification.reply_words import for_text_message

logger = structlog.stdlib.get_logger(__name__)

AGAIN_BATCH = 20
FIRST_AFTER = timedelta(seconds=90)
"""Longer than a process may be at it, so that nobody is overtaken; every further try waits longer."""
MOST_TRIES = 5
FORGOTTEN_AFTER = timedelta(days=1)
"""Nobody counts on an answer to what they wrote longer ago."""
GIVEN_UP = (
    "Sorry, something went wrong here with what you wrote. Please write it once more, or ask somebody to help you."
)


class IncomingAgain:
    """Goes through what was left. `incoming` hands each to whoever knows what to do with it."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, incoming: IncomingService) -> None:
        self._unit_of_work = unit_of_work
        self._incoming = incoming

    async def handle_batch(self) -> int:
        """Handle some of what was left; answers how many there were. One that fails again waits longer, and is given up at last."""
        async with self._unit_of_work() as unit:
            left = await unit.incoming.list_left(after=FIRST_AFTER, within=FORGOTTEN_AFTER, most=AGAIN_BATCH)
        for message in left:
            try:
                await self._incoming.take_again(message, tell=_tell)
            except Exception:
                logger.exception("a text failed again", incoming_id=str(message.id), tries=message.tries)
                if message.tries + 1 >= MOST_TRIES:
                    await self._give_up(message)
        return len(left)

    async def _give_up(self, message: IncomingMessage) -> None:
        async with self._unit_of_work() as unit:
            if not await unit.incoming.claim(message.id, within=HANDLED_WITHIN):
                return  # another worker took it up at the same time as this one, and may yet succeed
            await unit.incoming.mark_handled(message.id, by=None, answer=GIVEN_UP)
            await _tell(unit, message, GIVEN_UP)


async def _tell(unit: UnitOfWork, message: IncomingMessage, answer: str) -> None:
    """Store the answer as a message to whoever wrote; a caller has hung up, and strangers are sent nothing by themselves."""
    if not answer or message.via != "sms" or message.account_id is None or message.user_id is None:
        return
    user = await unit.users.get(message.user_id, account_id=message.account_id)
    name = user.name
    if message.contact_id is not None:
        contact = await unit.contacts.get(message.contact_id, user_id=message.user_id, account_id=message.account_id)
        name = contact.name
    told = Message(
        key=f"incoming:{message.id}",
        to=name,
        contact_id=message.contact_id,
        channels=(message.sender,),
        subject="An answer",
        text=for_text_message(answer),
        topic=TOPIC,
        repeat=Repeat.SAME_ID,
    )
    added = await unit.notifications.add_many([new_notification(told, account_id=user.account_id, user_id=user.id)])
    # Nobody here can ring after the commit: the next sweep does.
    if added:
        await unit.notifications.forget_dispatches([each.id for each in added])
