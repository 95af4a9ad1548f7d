"""The mails by which people log in and are invited."""

import asyncio
from typing import Final

from core.errors import ConflictError, OutcomeUnknownError, TransientError
from core.ids import make_id
from services.notification.adapters.smtp import NoMailChannel
from services.notification.ports import Channel, ChannelRefusedError, Letter

PATIENCE_SECONDS: Final = 30.0
"""Whoever waits for an answer has it before their call is over (`api/middleware.py`)."""
_COME_AGAIN_SECONDS: Final = 60.0


class MailNotSentError(TransientError):
    """The mail server does not take this mail at the moment, or did not say whether it has (`may_have_arrived`)."""

    name = "mail-not-sent"
    title = "The mail could not be sent"
    status = 503

    def __init__(self, why: str, *, may_have_arrived: bool = False) -> None:
        super().__init__(
            f"{why} Nothing was changed, and the link of a mail that arrives all the same opens nothing. Try again in a minute.",
            retry_after=_COME_AGAIN_SECONDS,
        )
        self.may_have_arrived = may_have_arrived


class LoginMail:
    """Sends secrets to mail addresses. The links lead to pages that do nothing until a button is pressed."""

    def __init__(self, channel: Channel, *, base_url: str) -> None:
        self._channel = channel
        self._base_url = base_url.rstrip("/")

    @property
    def can_send(self) -> bool:
        """Whether there is a mail server."""
        return not isinstance(self._channel, NoMailChannel)

    def require(self) -> None:
        """Raises ConflictError where there is no mail server."""
        if not self.can_send:
            raise ConflictError("No mail can be sent from here (SMTP_URL is not set), so log in with a password.")

    def link_to_invitation(self, secret: str) -> str:
        """Where an invitation is accepted."""
        return f"{self._base_url}/v1/auth/invitations/accept?token={secret}"

    async def send_link(self, email: str, secret: str) -> None:
        """The link that logs in, once."""
        link = f"{self._base_url}/v1/auth/magic-link/follow?token={secret}"
        text = f"To log in, open this page and press the button:\n\n{link}\n\nIt works once, for 15 minutes. If you did not ask for it, do nothing."
        await self._send(email, "Your link to log in", text)

    async def tell_of_password(self, email: str) -> None:
        """That a password was set or changed; nothing in it opens anything."""
        text = (
            "The password of your login to Grandma's AI Assistant was set or changed just now. If that was you, do nothing.\n\n"
            "If it was not you, ask for a link to log in by mail, open it and set a new password within 15 minutes. You don't need "
            "the old one for that, and whoever else is logged in as you is logged out."
        )
        await self._send(email, "Your password was changed", text)

    async def send_invitation(self, email: str, secret: str) -> None:
        """The link that accepts an invitation."""
        text = (
            "You are invited to help look after somebody with Grandma's AI Assistant. To accept, open this page and press "
            f"the button:\n\n{self.link_to_invitation(secret)}\n\nIt works once, for a week. If you don't want to, do nothing."
        )
        await self._send(email, "You are invited to help look after somebody", text)

    async def _send(self, email: str, subject: str, text: str) -> None:
        """Raises ConflictError where the mail will never be taken, MailNotSentError where it is not now."""
        letter = Letter(recipient=email, subject=subject, text=text, topic="login")
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._channel.send(letter, f"mailto:{email}", key=f"login-{make_id()}", begin=_nothing_to_do)
        except ChannelRefusedError as error:
            raise ConflictError(f"{error.detail} Look whether the address is right; nothing was changed.") from error
        except (TransientError, OutcomeUnknownError) as error:
            raise MailNotSentError(error.detail, may_have_arrived=isinstance(error, OutcomeUnknownError)) from error
        except TimeoutError as error:
            raise MailNotSentError("The mail server took too long.", may_have_arrived=True) from error


async def _nothing_to_do() -> None:
    """A mail that was sent twice harms nobody: its link works once."""
