"""Mail, by the server of SMTP_URL."""

import asyncio
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from urllib.parse import unquote

import aiosmtplib
import structlog
from pydantic import SecretStr

from core.clock import Clock
from core.mail import MailServer, MailTls, parse_address
from services.notification.letter_text import with_links
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
    Receipt,
)

logger = structlog.stdlib.get_logger(__name__)

TIMEOUT_SECONDS = 15.0
_COMMANDS = 3
"""So many times as long may all the commands of one step take together: a server that drips holds nobody up."""
_PERMANENT = 500
_LONGEST_SUBJECT = 200


class SmtpChannel:
    """Sends `mailto:` addresses."""

    def __init__(
        self, server: MailServer, *, sender: Address, clock: Clock, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock
        self._timeout = timeout_seconds
        self._policy = SMTP_POLICY.clone(cte_type="7bit")
        self._tls = None if server.tls is MailTls.NONE else ssl.create_default_context(cafile=server.ca)

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """One connection a letter; what the server says to the envelope is final, what it says to the data as well."""
        recipient = parse_mailto(address)
        message = self._compose(letter, recipient, key=key)
        client = self._client()
        try:
            with _before_data():
                async with asyncio.timeout(_COMMANDS * self._timeout):
                    await client.connect()
                    await client.mail(self._sender.addr_spec)
                    await client.rcpt(recipient.addr_spec)
            await begin()
            await self._hand_over(client, message)
        finally:
            client.close()
        return Receipt(provider_id=str(message["Message-ID"]))

    async def _hand_over(self, client: aiosmtplib.SMTP, message: EmailMessage) -> None:
        """Once the data is on its way, only an answer tells what became of it."""
        try:
            async with asyncio.timeout(_COMMANDS * self._timeout):
                await client.data(message.as_bytes())
        except aiosmtplib.SMTPResponseException as error:
            _raise_answer(error.code, cause=error)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise ChannelUnknownError("The mail server broke off before it said whether it took the mail.") from error

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        start_tls = {MailTls.AUTO: None, MailTls.REQUIRED: True}.get(server.tls, False)
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=_plain(server.password),
            use_tls=server.tls is MailTls.IMPLICIT,
            start_tls=start_tls,
            tls_context=self._tls,
            local_hostname=self._sender.domain,
            timeout=self._timeout,
        )

    def _compose(self, letter: Letter, recipient: Address, *, key: str) -> EmailMessage:
        """A mail that repeats itself: the same key gives the same Message-ID."""
        message = EmailMessage(policy=self._policy)
        try:
            message["From"] = self._sender
            message["To"] = Address(_one_line(letter.recipient), addr_spec=recipient.addr_spec)
            message["Subject"] = _one_line(letter.subject)[:_LONGEST_SUBJECT]
            message["Date"] = format_datetime(self._clock.now().astimezone(UTC))
            message["Message-ID"] = f"<{key}@{self._sender.domain}>"
            message["Auto-Submitted"] = "auto-generated"
            self._add_thread(message, letter)
            message.set_content(with_links(letter).replace("\r\n", "\n").replace("\r", "\n"), charset="utf-8")
        except (ValueError, MessageError, UnicodeError) as error:
            raise ChannelRefusedError("This can't be written as a mail.") from error
        return message

    def _add_thread(self, message: EmailMessage, letter: Letter) -> None:
        """Letters of a thread answer the same id, which no letter needs to have; how to get no more, after RFC 8058."""
        if letter.thread is not None:
            first = f"<thread.{_one_line(letter.thread)}@{self._sender.domain}>"
            message["In-Reply-To"], message["References"] = first, first
        if letter.unsubscribe_url is not None:
            message["List-Unsubscribe"] = f"<{_one_line(letter.unsubscribe_url)}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


class NoMailChannel:
    """Stands where SMTP_URL is not set."""

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        del letter, address, key, begin
        raise ChannelRefusedError("Mail can't be sent from here: SMTP_URL is not set.")


def parse_mailto(address: str) -> Address:
    """The one mail address of `mailto:anna@example.org`.

    Raises:
        ChannelRefusedError: it is none, or more than one.
    """
    try:
        return parse_address(unquote(address.partition(":")[2]))
    except ValueError as error:
        raise ChannelRefusedError("The mail address can't be used.") from error


@contextmanager
def _before_data() -> Generator[None]:
    """What goes wrong before the data goes wrong before anything is sent."""
    try:
        yield
    except aiosmtplib.SMTPAuthenticationError as error:
        raise ChannelNotReachedError("The mail server did not accept our user and password.") from error
    except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPSenderRefused) as error:
        _raise_answer(error.code, cause=error)
    except (aiosmtplib.SMTPException, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        raise ChannelNotReachedError("The mail server can't be reached at the moment.") from error
    except ValueError as error:
        raise ChannelRefusedError("The mail server can't take this address.") from error


def _raise_answer(code: int, *, cause: Exception) -> None:
    if code >= _PERMANENT:
        raise ChannelRefusedError(f"The mail server refused it (code {code}).") from cause
    raise ChannelNotReachedError(f"The mail server can't take it now (code {code}).") from cause


def _one_line(text: str) -> str:
    """Without what could begin another header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
