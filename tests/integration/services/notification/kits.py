"""Every adapter with a real server behind it, and how that server refuses, is away, or breaks off."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import pytest
from apprise.plugins.discord import NotifyDiscord
from pydantic import SecretStr

from core.clock import SystemClock
from core.ids import make_id
from core.mail import parse_sender, parse_smtp_url
from core.push import PushSubscription
from core.vapid import Vapid, make_vapid
from services.notification.adapters.apprise import AppriseChannel
from services.notification.adapters.gotify import GotifyChannel
from services.notification.adapters.http import ChannelClient
from services.notification.adapters.matrix import MatrixChannel
from services.notification.adapters.ntfy import NtfyChannel
from services.notification.adapters.plain_json import JSONChannel
from services.notification.adapters.signal import SignalChannel
from services.notification.adapters.smtp import SmtpChannel
from services.notification.adapters.twilio import SmsChannel, TwilioAccount, TwilioClient, VoiceChannel
from services.notification.adapters.web_push import WebPushChannel
from services.notification.ports import Channel
from services.webhook.address import Address
from tests.integration.services.notification.mail_server import HOST, MailServer, mail_server
from tests.integration.services.webhook.receiver import answer, receiving
from tests.outside.loopback import Trouble, running
from tests.outside.ntfy import NtfyServer
from tests.outside.own_servers import ROOM, GotifyServer, MatrixServer, SignalServer
from tests.outside.own_servers import TOKEN as OWN_TOKEN
from tests.outside.played import PlayedServer
from tests.outside.push_service import Browser, PushServiceServer
from tests.outside.twilio import ACCOUNT, OUR_NUMBER, TOKEN, TwilioServer

NUMBER = "+442079460000"
PUBLIC = "https://grandma.example.org"


@dataclass
class Kit:
    """A channel, an address on it, and its server. `taken` counts what the server took, `play` has it go wrong once."""

    channel: Channel
    address: str
    taken: Callable[[], int]
    play: Callable[[str], None]


async def resolve_here(host: str) -> Sequence[Address]:
    del host
    return [ip_address(HOST)]


@asynccontextmanager
async def http_client(*, allow_private: bool = True, seconds: float = 0.4) -> AsyncGenerator[ChannelClient]:
    client = ChannelClient(
        allow_private=allow_private, clock=SystemClock(), resolver=resolve_here, timeout_seconds=seconds
    )
    try:
        yield client
    finally:
        await client.aclose()


def _player(server: PlayedServer, kind: str, refuse: Callable[[], None]) -> Callable[[str], None]:
    def play(fault: str) -> None:
        match fault:
            case "refused":
                refuse()
            case "away":
                server.trouble(kind, Trouble.AWAY)
            case "lost":
                server.trouble(kind, Trouble.BREAKS_OFF_AFTER)
            case _:
                server.trouble(kind, Trouble.SILENT_AFTER)

    return play


@asynccontextmanager
async def ntfy_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    async with running(NtfyServer()) as server, http_client(allow_private=allow_private) as client:
        address = server.url.replace("http://", "ntfy://") + "/family"

        def refuse() -> None:
            server.is_closed = True

        yield Kit(
            NtfyChannel(client),
            address,
            lambda: len(server.topics.get("family", {})),
            _player(server, "publish", refuse),
        )


@dataclass
class Drawer:
    """Subscriptions in memory."""

    kept: dict[UUID, PushSubscription]

    async def find(self, subscription_id: UUID) -> PushSubscription | None:
        await asyncio.sleep(0)
        return self.kept.get(subscription_id)

    async def remove(self, subscription_id: UUID) -> None:
        await asyncio.sleep(0)
        self.kept.pop(subscription_id, None)


def subscription_of(browser: Browser) -> PushSubscription:
    return PushSubscription(
        id=make_id(),
        account_id=make_id(),
        user_id=make_id(),
        contact_id=None,
        endpoint=browser.endpoint,
        p256dh=browser.point,
        auth=browser.auth,
        created_at=SystemClock().now(),
    )


def a_vapid() -> Vapid:
    return make_vapid(None, secret=SecretStr("a secret of a test, long enough"))


def push_channel(client: ChannelClient, drawer: Drawer) -> WebPushChannel:
    return WebPushChannel(
        client, subscriptions=drawer, vapid=a_vapid(), subject="mailto:a@example.org", clock=SystemClock()
    )


@asynccontextmanager
async def push_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    async with (
        running(PushServiceServer(sender=a_vapid().public_key)) as server,
        http_client(allow_private=allow_private) as client,
    ):
        browser = server.subscribe()
        subscription = subscription_of(browser)
        drawer = Drawer({subscription.id: subscription})

        def refuse() -> None:
            browser.is_gone = True

        channel = push_channel(client, drawer)
        yield Kit(channel, subscription.channel, lambda: len(browser.received), _player(server, "push", refuse))


def twilio_account(server: TwilioServer, **changed: Any) -> TwilioAccount:
    values: dict[str, Any] = {
        "base_url": server.url,
        "account_sid": ACCOUNT,
        "auth_token": SecretStr(TOKEN),
        "sender": OUR_NUMBER,
        "voice_sender": None,
        "callback_url": PUBLIC,
        **changed,
    }
    return TwilioAccount(**values)


@asynccontextmanager
async def _twilio_kit(kind: type[SmsChannel | VoiceChannel], *, allow_private: bool) -> AsyncGenerator[Kit]:
    async with running(TwilioServer()) as server, http_client(allow_private=allow_private) as client:
        channel = kind(TwilioClient(twilio_account(server), client=client))
        scheme = "tel" if kind is SmsChannel else "voice"

        def refuse() -> None:
            server.stopped.add(NUMBER)

        yield Kit(channel, f"{scheme}:{NUMBER}", lambda: len(server.made), _player(server, "create", refuse))


def sms_kit(*, allow_private: bool = True) -> AbstractAsyncContextManager[Kit]:
    return _twilio_kit(SmsChannel, allow_private=allow_private)


def voice_kit(*, allow_private: bool = True) -> AbstractAsyncContextManager[Kit]:
    return _twilio_kit(VoiceChannel, allow_private=allow_private)


@asynccontextmanager
async def mail_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    """Its server is the operator's own, wherever that is."""
    del allow_private
    async with mail_server() as server:
        sender = parse_sender("assistant@example.org")
        channel = SmtpChannel(parse_smtp_url(server.url), sender=sender, clock=SystemClock(), timeout_seconds=0.3)
        yield Kit(
            channel, "mailto:anna@example.org", lambda: len(server.letters), lambda fault: _play_mail(server, fault)
        )


def _play_mail(server: MailServer, fault: str) -> None:
    match fault:
        case "refused":
            server.at_envelope.append("550 Unknown")
        case "away":
            server.at_envelope.append("450 Greylisted")
        case "lost":
            server.drops = True
        case _:
            server.hangs = True


_STATUS = {"refused": "403 No", "away": "503 Later", "lost": "502 Gateway", "silent": "504 Gateway"}


DISCORD = "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz"


@asynccontextmanager
async def apprise_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    """Its service's host is fixed: the test has one of its own stand in for it."""
    del allow_private
    async with receiving(answer("204 No Content")) as receiver:

        def play(fault: str) -> None:
            receiver.reply = answer(_STATUS[fault])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(NotifyDiscord, "notify_url", f"http://{HOST}:{receiver.port}/api/webhooks")
            channel = AppriseChannel(places={"discord": (HOST, receiver.port)}, timeout_seconds=2.0)
            yield Kit(channel, DISCORD, lambda: len(receiver.bodies), play)


@asynccontextmanager
async def json_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    async with receiving(answer("200 OK")) as receiver, http_client(allow_private=allow_private) as client:

        def play(fault: str) -> None:
            receiver.reply = answer(_STATUS[fault])

        yield Kit(JSONChannel(client), f"json://{HOST}:{receiver.port}/anna", lambda: len(receiver.bodies), play)


@asynccontextmanager
async def gotify_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    async with running(GotifyServer()) as server, http_client(allow_private=allow_private) as client:

        def refuse() -> None:
            server.is_closed = True

        address = server.url.replace("http", "gotify") + f"/push/{OWN_TOKEN}"
        yield Kit(GotifyChannel(client), address, lambda: len(server.messages), _player(server, "message", refuse))


@asynccontextmanager
async def signal_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    async with running(SignalServer()) as server, http_client(allow_private=allow_private) as client:

        def refuse() -> None:
            server.is_closed = True

        address = server.url.replace("http", "signal") + f"/{NUMBER}/+442079460001"
        yield Kit(SignalChannel(client), address, lambda: len(server.messages), _player(server, "send", refuse))


@asynccontextmanager
async def matrix_kit(*, allow_private: bool = True) -> AsyncGenerator[Kit]:
    """Three calls for a message, of which the last is the one that hangs: the first ones get time on a busy machine."""
    async with running(MatrixServer()) as server, http_client(allow_private=allow_private, seconds=1.5) as client:

        def refuse() -> None:
            server.is_closed = True

        address = server.url.replace("http://", f"matrix://{OWN_TOKEN}@") + f"/{ROOM}"
        yield Kit(MatrixChannel(client), address, lambda: len(server.messages), _player(server, "PUT", refuse))


KITS: dict[str, Callable[..., AbstractAsyncContextManager[Kit]]] = {
    "smtp": mail_kit,
    "ntfy": ntfy_kit,
    "webpush": push_kit,
    "sms": sms_kit,
    "voice": voice_kit,
    "apprise": apprise_kit,
    "json": json_kit,
    "gotify": gotify_kit,
    "signal": signal_kit,
    "matrix": matrix_kit,
}
