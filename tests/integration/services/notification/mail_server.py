"""A real mail server on loopback that plays whatever a test needs."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
TAKEN = "250 Taken"


@dataclass
class MailServer:
    """Answers RCPT and DATA as told, one answer after the other, then with 250. `over` ends what hangs."""

    answers: list[str] = field(default_factory=list[str])
    at_envelope: list[str] = field(default_factory=list[str])
    hangs: bool = False
    drops: bool = False
    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list[EmailMessage])
    recipients: list[str] = field(default_factory=list[str])
    logins: list[str] = field(default_factory=list[str])
    was_secure: list[bool] = field(default_factory=list[bool])
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.at_envelope:
            return self.at_envelope.pop(0)
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        content = envelope.original_content or b""
        self.letters.append(message_from_bytes(content, _class=EmailMessage, policy=default))
        self.recipients += envelope.rcpt_tos
        self.was_secure.append(session.ssl is not None)
        if self.drops:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if self.hangs:
            await self.over.wait()
        return self.answers.pop(0) if self.answers else TAKEN

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        del server, session, envelope, mechanism
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == b"pass:word", handled=False)


@asynccontextmanager
async def mail_server(
    *,
    tls: ssl.SSLContext | None = None,
    needs_tls: bool = False,
    needs_login: bool = False,
    **played: Any,
) -> AsyncGenerator[MailServer]:
    server = MailServer(**played)
    loop = asyncio.get_running_loop()

    def connect() -> SMTP:
        return SMTP(
            server,
            hostname="mail.test",
            tls_context=tls,
            require_starttls=needs_tls,
            auth_required=needs_login,
            auth_require_tls=tls is not None,
            authenticator=server.authenticate,
            loop=loop,
        )

    listener = await loop.create_server(connect, HOST, 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.over.set()
        listener.close()


@asynccontextmanager
async def silent_server() -> AsyncGenerator[int]:
    """Takes connections and says nothing; answers its port."""
    over = asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del reader
        await over.wait()
        writer.close()

    listener = await asyncio.start_server(wait, HOST, 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        over.set()
        listener.close()


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """The TLS side of a server on loopback, and the certificate that a client has to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, both = folder / "ca.pem", folder / "server.pem"
    public = certificate.public_bytes(serialization.Encoding.PEM)
    trusted.write_bytes(public)
    both.write_bytes(
        public
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, trusted
