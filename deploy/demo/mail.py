"""A mail server on a free loopback port, which keeps what it gets."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.demo.narrator import fail
from deploy.demo.processes import find_free_port

_HOST = "127.0.0.1"
_WAIT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail."""

    recipients: tuple[str, ...]
    message: EmailMessage
    received_at: datetime

    @property
    def subject(self) -> str:
        """What it is about."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.message.get_content()).strip()

    @property
    def first_line(self) -> str:
        """How it begins."""
        return self.text.partition("\n")[0]


class MailServer:
    """Takes every mail; `url` is what SMTP_URL should be."""

    def __init__(self, port: int) -> None:
        self.url = f"smtp://{_HOST}:{port}"
        self._letters: list[Letter] = []
        self._changed = threading.Condition()

    @property
    def letters(self) -> list[Letter]:
        """Everything that came, in order."""
        with self._changed:
            return list(self._letters)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it
        """Keep one mail."""
        del server, session
        message = message_from_bytes(envelope.original_content or b"", _class=EmailMessage, policy=default)
        with self._changed:
            self._letters.append(Letter(tuple(envelope.rcpt_tos), message, datetime.now(UTC)))
            self._changed.notify_all()
        return "250 Message accepted for delivery"

    def wait_for(self, address: str, text: str, *, seconds: float = _WAIT_SECONDS) -> Letter:
        """The first mail to this address that says this, as soon as it is there."""
        until = time.monotonic() + seconds
        with self._changed:
            while (letter := self._find(address, text)) is None:
                if not self._changed.wait(until - time.monotonic()):
                    fail(expected=f"mail to {address} that says “{text}”", came=f"none within {seconds:.0f} s")
        return letter

    def _find(self, address: str, text: str) -> Letter | None:
        return next((each for each in self._letters if address in each.recipients and text in each.text), None)


@contextmanager
def running_mail_server() -> Generator[MailServer]:
    """A server that is stopped when the block is left."""
    port = find_free_port()
    server = MailServer(port)
    controller = Controller(server, hostname=_HOST, port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
