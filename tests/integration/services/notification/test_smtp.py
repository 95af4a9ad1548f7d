"""Mail against real servers: what is sent, and which of the three errors each fault is."""

from pathlib import Path
from typing import Any

import pytest

from core.clock import SystemClock
from core.mail import parse_sender, parse_smtp_url
from services.notification.adapters.smtp import SmtpChannel
from services.notification.ports import (
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
)
from tests.integration.services.notification.mail_server import (
    HOST,
    MailServer,
    mail_server,
    make_certificate,
    silent_server,
)

LETTER = Letter(recipient="Anna", subject="A message from Rose", text='Rose asked me to tell you: "I\'m fine."')


async def begin() -> None:
    """Nothing is in the way."""


async def send(url: str, letter: Letter = LETTER, address: str = "mailto:anna@example.org") -> None:
    sender = parse_sender("Grandma's assistant <assistant@example.org>")
    channel = SmtpChannel(parse_smtp_url(url), sender=sender, clock=SystemClock(), timeout_seconds=0.5)
    await channel.send(letter, address, key="0193a0c4", begin=begin)


async def test_mail_says_who_it_is_from_and_that_a_machine_sent_it() -> None:
    async with mail_server() as server:
        await send(server.url)
    [letter] = server.letters
    assert server.recipients == ["anna@example.org"]
    assert letter["From"] == "Grandma's assistant <assistant@example.org>"
    assert (letter["To"], letter["Subject"]) == ("Anna <anna@example.org>", "A message from Rose")
    assert (letter["Message-ID"], letter["Auto-Submitted"]) == ("<0193a0c4@example.org>", "auto-generated")
    assert letter["Date"].datetime.tzinfo is not None
    assert letter.get_content().strip() == LETTER.text


async def test_sent_again_it_carries_the_same_id() -> None:
    async with mail_server() as server:
        await send(server.url)
        await send(server.url)
    assert server.ids == ["<0193a0c4@example.org>"] * 2


@pytest.mark.parametrize("text", ["Zoë 😀\n.\n.. From here\r\nmore", "x" * 10_000, "\u2028 مرحبا"])
async def test_any_text_arrives_as_it_was(text: str) -> None:
    async with mail_server() as server:
        await send(server.url, Letter(recipient="Anna", subject="Hi", text=text))
    assert server.letters[0].get_content().splitlines() == text.splitlines()


async def test_names_can_not_add_headers() -> None:
    letter = Letter(recipient="Anna\r\nBcc: evil@example.com", subject="Hi\nX-Evil: 1\r\n\r\nbody", text="Hello")
    async with mail_server() as server:
        await send(server.url, letter)
    [sent] = server.letters
    assert (sent["Bcc"], sent["X-Evil"]) == (None, None)
    assert (sent.get_content().strip(), server.recipients) == ("Hello", ["anna@example.org"])


@pytest.mark.parametrize(
    "address",
    [
        "mailto:",
        "mailto:anna",
        "mailto:a@example.org,b@example.org",
        "mailto:a@example.org?bcc=b@example.org",
        "mailto:a@example.org%0d%0aBcc:b@example.org",
        "mailto://user:pass@mail.example.org",
        "mailto:gr\u00fc\u00dfe@example.org",
    ],
)
async def test_address_that_is_none_is_refused(address: str) -> None:
    async with mail_server() as server:
        with pytest.raises(ChannelRefusedError):
            await send(server.url, address=address)
    assert server.letters == []


async def test_international_domain_is_written_in_ascii() -> None:
    async with mail_server() as server:
        await send(server.url, address="mailto:anna@b\u00fccher.example")
    assert server.recipients == ["anna@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    ("played", "expected"),
    [
        ({"at_envelope": ["550 No such person"]}, ChannelRefusedError),
        ({"at_envelope": ["450 Greylisted"]}, ChannelNotReachedError),
        ({"answers": ["554 Looks like spam"]}, ChannelRefusedError),
        ({"answers": ["451 Later"]}, ChannelNotReachedError),
        ({"drops": True}, ChannelUnknownError),
        ({"hangs": True}, ChannelUnknownError),
    ],
)
async def test_answer_decides_what_may_be_done_next(played: dict[str, Any], expected: type[Exception]) -> None:
    async with mail_server(**played) as server:
        with pytest.raises(expected):
            await send(server.url)


async def test_server_that_says_nothing_was_not_reached() -> None:
    async with silent_server() as port:
        with pytest.raises(ChannelNotReachedError):
            await send(f"smtp://{HOST}:{port}")


async def test_server_that_is_away_was_not_reached() -> None:
    async with mail_server() as server:
        url = server.url
    with pytest.raises(ChannelNotReachedError):
        await send(url)


async def test_nothing_is_sent_where_it_may_not_begin() -> None:
    async def refuse() -> None:
        raise LookupError

    async with mail_server() as server:
        channel = SmtpChannel(parse_smtp_url(server.url), sender=parse_sender("a@example.org"), clock=SystemClock())
        with pytest.raises(LookupError):
            await channel.send(LETTER, "mailto:anna@example.org", key="k", begin=refuse)
    assert server.letters == []


async def test_starttls_is_taken_where_it_is_offered(tmp_path: Path) -> None:
    context, trusted = make_certificate(tmp_path)
    async with mail_server(tls=context) as server:
        await send(f"{server.url}?ca={trusted}")
    assert server.was_secure == [True]


async def test_server_with_a_foreign_certificate_gets_nothing(tmp_path: Path) -> None:
    context, _ = make_certificate(tmp_path)
    async with mail_server(tls=context) as server:
        with pytest.raises(ChannelNotReachedError):
            await send(server.url)
    assert server.letters == []


async def test_required_tls_is_insisted_on() -> None:
    async with mail_server() as server:
        with pytest.raises(ChannelNotReachedError):
            await send(f"{server.url}?tls=required")
    assert server.letters == []


async def test_login_goes_over_tls(tmp_path: Path) -> None:
    context, trusted = make_certificate(tmp_path)
    async with mail_server(tls=context, needs_tls=True, needs_login=True) as server:
        await send(with_login(server, "pass%3Aword") + f"?ca={trusted}&tls=required")
    assert (server.logins, server.was_secure) == (["rose@example.org"], [True])


async def test_wrong_password_is_tried_again_later(tmp_path: Path) -> None:
    context, trusted = make_certificate(tmp_path)
    async with mail_server(tls=context, needs_login=True) as server:
        with pytest.raises(ChannelNotReachedError, match="password"):
            await send(with_login(server, "wrong") + f"?ca={trusted}")
    assert server.letters == []


def with_login(server: MailServer, password: str) -> str:
    return server.url.replace("smtp://", f"smtp://rose%40example.org:{password}@")
