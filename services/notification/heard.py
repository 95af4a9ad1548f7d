"""Answers that any message can get: "I have heard it" by a key, and "say it again" by a word."""

from datetime import timedelta
from typing import Final

from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.ports import Incoming
from services.notification.reply_words import ReplyWord, read_reply

THANKS: Final = "Thank you."
NOTHING: Final = "There is nothing to repeat."
AGAIN_WITHIN: Final = timedelta(hours=24)


class HeardByKey:
    """Takes the keys of calls about anything but a dose (`IncomingHandler`), which are no answers to doses."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def handle(self, incoming: Incoming) -> str | None:
        """Thanks; None for what is no such key, or not of whom the call was for."""
        if incoming.via != "voice" or incoming.notification_id is None:
            return None
        async with self._unit_of_work() as unit:
            message = await unit.notifications.find(incoming.notification_id)
        if message is None or message.topic == "dose":
            return None
        is_theirs = (message.user_id, message.contact_id) == (incoming.user_id, incoming.contact_id)
        return THANKS if is_theirs else None


class SayAgain:
    """Takes REPEAT where it is about no dose (`IncomingHandler`)."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def handle(self, incoming: Incoming) -> str | None:
        """The last message once more; None for all else."""
        if read_reply(incoming.text) is not ReplyWord.REPEAT:
            return None
        async with self._unit_of_work() as unit:
            last = await unit.notifications.find_last_sent(
                incoming.user_id, contact_id=incoming.contact_id, within=AGAIN_WITHIN
            )
        return last.text if last else NOTHING
