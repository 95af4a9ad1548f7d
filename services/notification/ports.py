"""The border to whatever carries messages to people: mail, push services, telephones.

A channel is addressed by a URL out of a person's `channels`. What can go wrong is told apart by what may be done next:
refused: never again on this channel, another may do; not reached: surely not sent, again later; unknown: it may have
gone out, and only a message that may be repeated is.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.errors import OutcomeUnknownError, PermanentError, TransientError
from core.letter import LetterAction, Urgency
from core.push import PushSubscription

Begin = Callable[[], Awaitable[None]]
"""Called right before the step that can't be taken back; what it raises must pass through, and nothing is sent then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent to one person.

    Attributes:
        topic: what it is about; `dose` can be answered by a word or a key.
        actions: what can be done about it at a touch, where the channel can show that.
        thread: what belongs together has the same one; None: it stands alone.
        unsubscribe_url: where whom it is for says that they want no more of this; a POST does it.
    """

    recipient: str
    subject: str
    text: str
    topic: str = ""
    urgency: Urgency = Urgency.NORMAL
    actions: tuple[LetterAction, ...] = ()
    thread: str | None = None
    unsubscribe_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the other side said when it took a letter: what it calls it, and whether it has arrived already."""

    provider_id: str | None = None
    is_delivered: bool = False


class ChannelRefusedError(PermanentError):
    """The channel will never take this message; nothing was sent."""

    name = "channel-refused"
    title = "The message was refused"


class ChannelOptedOutError(ChannelRefusedError):
    """Whose address this is has had the channel's company told that they want nothing more by it."""


class ChannelNotReachedError(TransientError):
    """The channel could not be reached, or can't take it now; nothing was sent."""

    name = "channel-not-reached"
    title = "The channel can't be reached at the moment"


class ChannelUnknownError(OutcomeUnknownError):
    """The connection broke when the message was on its way: it may have arrived."""

    name = "channel-unknown"
    title = "We don't know whether the message arrived"


class Channel(Protocol):
    """One way to reach people."""

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """Hand the letter over; returns once the other side has taken it.

        `key` stays the same when a letter is sent again, so that the other side can tell.

        Raises:
            ChannelRefusedError: it will never be taken.
            ChannelNotReachedError: it was surely not taken, and may be later.
            ChannelUnknownError: it may have been taken.
        """
        ...


class PushSubscriptions(Protocol):
    """Where the browsers are kept that have subscribed."""

    async def find(self, subscription_id: UUID) -> PushSubscription | None:
        """The browser; None where it is gone."""
        ...

    async def remove(self, subscription_id: UUID) -> None:
        """Forget it, and take it out of the channels of whose it was; nothing where it is gone already."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What somebody whom we know has written, or keyed in on the telephone.

    Attributes:
        id: the same whenever the same message comes again; for idempotency keys.
        user_id: the person helped, whose matter it is.
        contact_id: who of that person's contacts has sent it; None: the person themself.
        sender: the channel it came from, as `tel:+442079460000` or `mailto:anna@example.org`.
        provider_id: what the system that brought it calls it.
        via: how it came: "sms" or "voice".
        notification_id: which of our messages it answers, where that is known; where not, the newest open one is meant.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    contact_id: UUID | None
    sender: str
    text: str
    provider_id: str
    via: str
    notification_id: UUID | None
    received_at: datetime


class IncomingHandler(Protocol):
    """One who knows what to do with some of what people write (services/notification/incoming.py asks them in turn)."""

    async def handle(self, incoming: Incoming) -> str | None:
        """Do what is asked, and return the words to answer with; empty: done, with nothing to say; None: not for me.

        Whose it is is certain. The same `id` may be handed over again after a crash; what was done must not be done twice then.
        """
        ...


class AnybodysHandler(Protocol):
    """One who knows what to do with some of what is written, whoever has written it."""

    async def take(self, sender: str, text: str) -> str | None:
        """As `IncomingHandler.handle`, of a number that may be nobody's whom we know."""
        ...
