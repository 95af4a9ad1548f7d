"""What people write or key in: who they are, stored once, and handed to whoever knows what to do with it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

import structlog

from core.clock import Clock
from core.ids import make_id
from core.incoming import IncomingMessage, Sender
from core.reach import plain_address
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.notification.ports import Incoming, IncomingHandler, StrangerHandler

logger = structlog.stdlib.get_logger(__name__)

HANDLED_WITHIN = timedelta(seconds=60)
"""After that the process that had it counts as dead, and the message is handled anew: when it comes again, or by itself."""
Tell: TypeAlias = Callable[[UnitOfWork, IncomingMessage, str], Awaitable[None]]
STRANGER = "I don't know this number. Please ask your family or carer to add it, and then write again."
NOT_UNDERSTOOD = "Thank you. I can't do anything with that by text message."


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a channel's system has brought, before we know whose it is.

    `sender` as a channel's URL; `notification_id`: what it answers, where the system says so.
    """

    sender: str
    text: str
    provider_id: str
    via: str
    notification_id: UUID | None = None


class IncomingService:
    """Takes what comes in, once. Handlers are asked in order; the first that has an answer was the right one."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        handlers: Sequence[IncomingHandler],
        clock: Clock,
        strangers: Sequence[StrangerHandler] = (),
    ) -> None:
        self._unit_of_work = unit_of_work
        self._handlers = handlers
        self._clock = clock
        self._strangers = strangers

    async def take(self, received: Received) -> str:
        """Do what is asked and return the words to answer with; empty: nothing is to be said.

        The same `provider_id` is handled once, and gets the same answer again; while it is being handled, none.
        """
        message, senders = await self._store(received)
        if message.handled_at is not None:
            return message.answer or ""
        return await self._handle(message, senders) or ""

    async def take_again(self, message: IncomingMessage, *, tell: Tell) -> None:
        """Handle what was left, unless somebody else is at it; `tell` stores the answer with the note that it was handled."""
        async with self._unit_of_work() as unit:
            senders = await unit.incoming.list_senders(message.sender)
        await self._handle(message, senders, tell=tell)

    async def _handle(
        self, message: IncomingMessage, senders: Sequence[Sender], *, tell: Tell | None = None
    ) -> str | None:
        """The answer; None where somebody else is at it."""
        async with self._unit_of_work() as unit:
            if not await unit.incoming.claim(message.id, within=HANDLED_WITHIN):
                return None
        try:
            by, answer = await self._ask(message, senders)
        except BaseException:
            async with self._unit_of_work() as unit:
                await unit.incoming.let_go(message.id)
            raise
        async with self._unit_of_work() as unit:
            await unit.incoming.mark_handled(message.id, by=by, answer=answer)
            if by is not None and message.notification_id is not None:
                await unit.delivery_reports.mark_answered(message.notification_id, at=self._clock.now())
            if tell is not None:
                await tell(unit, message, answer)
        logger.info("a message came in", incoming_id=str(message.id), via=message.via, handled_by=by)
        return answer

    async def _store(self, received: Received) -> tuple[IncomingMessage, Sequence[Sender]]:
        address = plain_address(received.sender) or received.sender
        async with self._unit_of_work() as unit:
            senders = await unit.incoming.list_senders(address)
            first = senders[0] if senders else None
            message = IncomingMessage(
                id=make_id(),
                account_id=first and first.account_id,
                user_id=first and first.user_id,
                contact_id=first and first.contact_id,
                notification_id=received.notification_id,
                sender=address,
                text=received.text,
                provider_id=received.provider_id,
                via=received.via,
                received_at=self._clock.now(),
                handled_at=None,
                handled_by=None,
                answer=None,
            )
            return await unit.incoming.add_once(message), senders

    async def _ask(self, message: IncomingMessage, senders: Sequence[Sender]) -> tuple[str | None, str]:
        """Who handled it, and the answer."""
        if not senders and message.via == "sms":
            for stranger in self._strangers:
                if (said := await stranger.take(message.sender, message.text)) is not None:
                    return type(stranger).__name__, said
        for handler in self._handlers:
            for sender in senders:
                answer = await handler.handle(_incoming_of(message, sender))
                if answer is not None:
                    return type(handler).__name__, answer
        return None, NOT_UNDERSTOOD if senders else STRANGER


def _incoming_of(message: IncomingMessage, sender: Sender) -> Incoming:
    return Incoming(
        id=message.id,
        account_id=sender.account_id,
        user_id=sender.user_id,
        contact_id=sender.contact_id,
        sender=message.sender,
        text=message.text,
        provider_id=message.provider_id,
        via=message.via,
        notification_id=message.notification_id,
        received_at=message.received_at,
    )
