"""Where mail goes out: SMTP_URL and MAIL_FROM, checked and taken apart.

Every ValueError here is the end of a sentence that starts with the setting's name, and never repeats the URL: it may
hold a password.
"""

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import SecretStr

_PORTS = {"smtp": 587, "smtps": 465}
_OPTIONS = frozenset({"tls", "ca"})


class MailTls(StrEnum):
    """How the connection is secured. `auto`: required where a password is sent, else taken where it is offered."""

    AUTO = "auto"
    REQUIRED = "required"
    NONE = "none"
    IMPLICIT = "implicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server that takes our mail. `ca` is a file with the certificates to trust instead of the system's."""

    host: str
    port: int
    username: str | None
    password: SecretStr | None
    tls: MailTls
    ca: Path | None


def parse_smtp_url(url: str) -> MailServer:
    """`smtp://user:password@host:587?tls=required&ca=/path` or `smtps://…` as a value."""
    parts = _split(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(options) - _OPTIONS):
        raise ValueError(f"has the unknown option {unknown[0]!r}")
    if (parts.username is None) is not (parts.password is None):
        raise ValueError("has a user without a password, or a password without a user")
    ca = options.get("ca")
    if ca is not None and not Path(ca).is_file():
        raise ValueError("has an option 'ca' that is no file")
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=SecretStr(unquote(parts.password)) if parts.password else None,
        tls=_tls_of(parts, options.get("tls")),
        ca=Path(ca) if ca else None,
    )


def check_smtp_url(url: str) -> str:
    """The URL itself, if it is one that `parse_smtp_url` understands."""
    parse_smtp_url(url)
    return url


def parse_sender(text: str) -> Address:
    """`Grandma's assistant <assistant@example.org>` as a value."""
    name, address = parseaddr(text)
    try:
        sender = parse_address(address)
    except ValueError as error:
        raise ValueError("is no mail address") from error
    return Address(name, username=sender.username, domain=sender.domain)


def parse_address(text: str) -> Address:
    """One mail address as mail servers want it: an international domain in its xn-- form.

    Raises:
        ValueError: it is none, or more than one, or has letters in front of the @ that most servers don't take.
    """
    if not text.isprintable() or any(each in text for each in ' ,;:<>?/"()\\'):
        raise ValueError("no mail address")
    try:
        found = Address(addr_spec=text)
        domain = found.domain.encode("idna").decode("ascii")
    except (ValueError, MessageError, IndexError) as error:
        raise ValueError("no mail address") from error
    if not found.username or not domain or not found.username.isascii():
        raise ValueError("no mail address")
    return Address(username=found.username, domain=domain)


def check_sender(text: str) -> str:
    """The sender itself, if it is a mail address."""
    parse_sender(text)
    return text


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ValueError("has a host or port that can't be read") from error
    if parts.scheme not in _PORTS:
        raise ValueError("does not start with smtp:// or smtps://")
    if not parts.hostname:
        raise ValueError("names no host")
    if parts.path.strip("/") or parts.fragment:
        raise ValueError("has more behind the host than options")
    return parts


def _tls_of(parts: SplitResult, said: str | None) -> MailTls:
    if parts.scheme == "smtps":
        if said is not None:
            raise ValueError("has the option 'tls', which smtps:// does not take")
        return MailTls.IMPLICIT
    if said not in {None, MailTls.AUTO, MailTls.REQUIRED, MailTls.NONE}:
        raise ValueError("has an option 'tls' other than auto, required or none")
    if said in {None, MailTls.AUTO} and parts.password and not _is_this_machine(parts.hostname or ""):
        return MailTls.REQUIRED
    return MailTls(said or MailTls.AUTO)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
