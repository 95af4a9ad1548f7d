"""What people write or key in: who they are, stored once, and handed to whoever knows what to do with it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

import structlog

from core.clock import Clock
from core.ids import make_id
from core.incoming import Claim, IncomingMessage
from core.reach import plain_address
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.notification.ports import AnybodysHandler, Incoming, IncomingHandler
from services.notification.whose import NOT_UNDERSTOOD, Whose, find_whose

logger = structlog.stdlib.get_logger(__name__)

HANDLED_WITHIN = timedelta(seconds=60)
"""After that the process that had it counts as dead, and the message is handled anew: when it comes again, or by itself."""
Tell: TypeAlias = Callable[[UnitOfWork, IncomingMessage, str], Awaitable[None]]
_WHOSE = "Whose"


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
    """Takes what comes in, once. Handlers are asked in order; the first that has an answer was the right one.

    `anybody` are asked first, whoever writes; `handlers` only where it is certain whose it is (services/notification/whose.py).
    """

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        handlers: Sequence[IncomingHandler],
        clock: Clock,
        anybody: Sequence[AnybodysHandler] = (),
    ) -> None:
        self._unit_of_work = unit_of_work
        self._handlers = handlers
        self._clock = clock
        self._anybody = anybody

    async def take(self, received: Received) -> str:
        """Do what is asked and return the words to answer with; empty: nothing is to be said.

        The same `provider_id` is handled once, and gets the same answer again; while it is being handled, none.
        """
        async with self._unit_of_work() as unit:
            message = await unit.incoming.add_once(self._new(received))
        if message.handled_at is not None:
            return message.answer or ""
        return await self._handle(message) or ""

    async def take_again(self, message: IncomingMessage, *, tell: Tell) -> None:
        """Handle what was left, unless somebody else is at it; `tell` stores the answer with the note that it was handled."""
        await self._handle(message, tell=tell)

    async def _handle(self, message: IncomingMessage, *, tell: Tell | None = None) -> str | None:
        """The answer; None where somebody else is at it."""
        async with self._unit_of_work() as unit:
            if not await unit.incoming.claim(message.id, within=HANDLED_WITHIN):
                return None
        try:
            handled = await self._ask(message)
        except BaseException:
            async with self._unit_of_work() as unit:
                await unit.incoming.let_go(message.id)
            raise
        async with self._unit_of_work() as unit:
            await self._note(unit, message, handled)
            if tell is not None:
                claim = handled.whose.claim
                whose = replace(message, **claim.whose) if claim else message
                await tell(unit, whose, handled.answer)
        logger.info("a message came in", incoming_id=str(message.id), via=message.via, handled_by=handled.by)
        return handled.answer

    async def _note(self, unit: UnitOfWork, message: IncomingMessage, handled: "_Handled") -> None:
        await unit.incoming.mark_handled(message.id, by=handled.by, answer=handled.answer)
        if handled.by is not None and message.notification_id is not None:
            await unit.delivery_reports.mark_answered(message.notification_id, at=self._clock.now())
        if not handled.whose.settles:
            return
        await unit.sender_numbers.close(message.sender)
        held = handled.whose.message
        if held is not None:
            await unit.incoming.mark_handled(held.id, by=handled.by, answer=handled.answer)

    def _new(self, received: Received) -> IncomingMessage:
        """Nobody's yet: whose it is says `find_whose`."""
        return IncomingMessage(
            id=make_id(),
            account_id=None,
            user_id=None,
            contact_id=None,
            notification_id=received.notification_id,
            sender=plain_address(received.sender) or received.sender,
            text=received.text,
            provider_id=received.provider_id,
            via=received.via,
            received_at=self._clock.now(),
            handled_at=None,
            handled_by=None,
            answer=None,
        )

    async def _ask(self, message: IncomingMessage) -> "_Handled":
        """Who handled it, for whom, and the answer."""
        if message.via == "sms":
            for anybody in self._anybody:
                if (said := await anybody.take(message.sender, message.text)) is not None:
                    return _Handled(Whose(), type(anybody).__name__, said)
        whose = await self._find_whose(message)
        if whose.claim is None or whose.message is None:
            # What is only digits may be a guess at a code, and is counted as understood by nobody.
            is_guess = "".join(message.text.split()).isdecimal()
            return _Handled(whose, None if is_guess and not whose.settles else _WHOSE, whose.said)
        for handler in self._handlers:
            answer = await handler.handle(_incoming_of(whose.message, whose.claim))
            if answer is not None:
                return _Handled(whose, type(handler).__name__, answer)
        return _Handled(whose, None, NOT_UNDERSTOOD)

    async def _find_whose(self, message: IncomingMessage) -> Whose:
        async with self._unit_of_work() as unit:
            whose = await find_whose(unit, message, now=self._clock.now())
            if whose.claim is not None:
                theirs = {message.id, whose.message.id} if whose.message else {message.id}
                await unit.incoming.belongs_to(theirs, whose.claim)
        return whose


@dataclass(frozen=True, slots=True)
class _Handled:
    whose: Whose
    by: str | None
    answer: str


def _incoming_of(message: IncomingMessage, sender: Claim) -> Incoming:
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
