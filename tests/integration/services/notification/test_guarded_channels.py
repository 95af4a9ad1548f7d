"""No channel reaches into a private network: every scheme of the allow-list, against name servers that change their minds, redirects,
and what an address may ask for.
"""

import socket
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import AsyncGenerator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from core.clock import SystemClock
from core.config import Settings
from core.errors import AttemptError, GrandmaError
from core.ids import make_id
from core.push import PushSubscription
from services.notification.adapters.apprise import PLACES, AppriseChannel
from services.notification.adapters.http import ChannelClient
from services.notification.channels import Channels
from services.notification.ports import ChannelRefusedError, Letter
from services.outgoing_channels import make_channels, make_own_servers
from services.webhook.address import CHANNEL_SCHEMES, CHANNELS_WITHOUT_HOST, Address, check_channel
from tests.integration.services.notification.kits import Drawer
from tests.integration.services.webhook.receiver import Receiver, answer, receiving
from tests.outside.push_service import Browser

LETTER = Letter(recipient="Anna", subject="A message", text="Hello")
REBINDING = "rebinding.example.org"
PUBLIC = "93.184.215.14"
PRIVATE = (
    "127.0.0.1",
    "10.0.0.8",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "::1",
    "fd00::1",
    "::ffff:7f00:1",
)
SUBSCRIPTION = make_id()

CHOSEN: dict[str, str] = {
    "ntfy": "ntfy://{place}/topic",
    "gotify": "gotify://{place}/AbCdEf.123-_x",
    "matrix": "matrix://token@{place}/!room:example.org",
    "signal": "signal://{place}/+442079460000/+442079460001",
    "json": "json://{place}/latest/meta-data?method=PUT&+X-aws-ec2-metadata-token-ttl-seconds=60",
    "webpush": f"webpush:{SUBSCRIPTION}",
}
"""How an address of a scheme is written whose host is chosen by whoever gives it."""
SECURE = {f"{scheme}s": address.replace("://", "s://", 1) for scheme, address in CHOSEN.items() if scheme != "webpush"}
OURS = {"mailto": "mailto:anna@example.org", "tel": "tel:+442079460000", "voice": "voice:+442079460000"}
"""They go to the operator's own mail server and telephone service, whatever the address says."""
FIXED = {
    "discord": "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
    "tgram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
}


def test_every_scheme_of_the_allow_list_is_among_those_that_are_tried() -> None:
    """Whoever adds one says here whether its host can be chosen, and thereby how it is tried."""
    assert {*CHOSEN, *SECURE, *OURS, *FIXED} == CHANNEL_SCHEMES
    assert FIXED.keys() == PLACES.keys() == CHANNELS_WITHOUT_HOST


@dataclass
class World:
    """Channels as the product makes them, with a name server of the test's own. `asked` is what it was asked for."""

    channels: Channels
    answers: list[Sequence[str]] = field(default_factory=lambda: [[PUBLIC]])
    asked: list[str] = field(default_factory=list[str])

    async def resolve(self, host: str) -> Sequence[Address]:
        self.asked.append(host)
        return [ip_address(each) for each in (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])]

    async def send(self, address: str) -> None:
        async def begin() -> None:
            """Nothing is in the way."""

        await self.channels.find(address).send(LETTER, address, key="key", begin=begin)


def subscription_at(endpoint: str) -> PushSubscription:
    browser = Browser(endpoint=endpoint)
    return PushSubscription(
        id=SUBSCRIPTION,
        account_id=make_id(),
        user_id=make_id(),
        contact_id=None,
        endpoint=endpoint,
        p256dh=browser.point,
        auth=browser.auth,
        created_at=SystemClock().now(),
    )


@pytest.fixture
async def receiver() -> AsyncGenerator[Receiver]:
    """What stands on the private side."""
    async with receiving(answer("200 OK", "Connection: close", body=b"{}")) as made:
        yield made


@pytest.fixture
async def world(receiver: Receiver) -> AsyncGenerator[World]:
    made = World(Channels({}))
    client = ChannelClient(
        allow_private=False, clock=SystemClock(), resolver=lambda host: made.resolve(host), timeout_seconds=1
    )
    drawer = Drawer({SUBSCRIPTION: subscription_at(f"https://{REBINDING}:{receiver.port}/push")})
    set_up = {
        "secret_key": "x" * 32,
        "twilio_account_sid": "AC1",
        "twilio_auth_token": "token",
        "twilio_from": "+15550001111",
        "twilio_api_base_url": "https://api.telephone.example",
    }
    made.channels = make_channels(
        Settings.model_validate(set_up), client=client, subscriptions=drawer, clock=SystemClock()
    )
    yield made
    await client.aclose()


@pytest.fixture
def connecting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every host that anything in this process looks up or connects to, whatever library does it; none is reached but loopback."""
    seen: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: Any, *arguments: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        seen.append(name)
        if name == REBINDING:  # the second answer of the name server, to whoever asks again
            name = "127.0.0.1"
        elif name != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "nobody is asked in tests")
        return real(name, *arguments, **more)

    async def connect(loop: BaseSelectorEventLoop, sock: socket.socket, address: Any) -> None:
        if address[0] != "127.0.0.1":
            seen.append(address[0])
            raise ConnectionRefusedError
        await really_connect(loop, sock, address)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    really_connect = BaseSelectorEventLoop.sock_connect
    monkeypatch.setattr(BaseSelectorEventLoop, "sock_connect", connect)
    return seen


@pytest.mark.parametrize("scheme", sorted({**CHOSEN, **SECURE}))
async def test_name_with_a_private_address_is_not_connected_to(
    scheme: str, world: World, receiver: Receiver, connecting: list[str]
) -> None:
    address = {**CHOSEN, **SECURE}[scheme].format(place=f"{REBINDING}:{receiver.port}")
    for private in PRIVATE:
        for found in ([private], [PUBLIC, private]):
            world.answers = [found]
            with pytest.raises(ChannelRefusedError, match="private"):
                await world.send(address)
    assert receiver.connections == 0
    assert connecting == [], "nobody else looks the name up"


@pytest.mark.parametrize("scheme", sorted({**CHOSEN, **SECURE}))
async def test_name_that_changes_its_address_is_connected_to_where_it_was_checked(
    scheme: str, world: World, receiver: Receiver, connecting: list[str]
) -> None:
    """The system's own name server says loopback from the start: whoever asks it instead of connecting to what was checked is caught."""
    address = {**CHOSEN, **SECURE}[scheme].format(place=f"{REBINDING}:{receiver.port}")
    world.answers = [[PUBLIC], ["127.0.0.1"]]
    with pytest.raises(AttemptError):
        await world.send(address)
    with pytest.raises(ChannelRefusedError, match="private"):
        await world.send(address)
    assert world.asked == [REBINDING] * 2
    assert receiver.connections == 0
    assert set(connecting) <= {PUBLIC}, "the address that was checked, and no name"


@pytest.mark.parametrize("scheme", sorted(CHOSEN.keys() - {"webpush"}))
async def test_redirect_is_not_followed_and_nothing_but_a_message_is_sent(scheme: str, receiver: Receiver) -> None:
    """Through the door of an operator who lets private networks in: a server there can't be made to send us on."""
    async with receiving(answer("200 OK")) as elsewhere:
        receiver.reply = answer("307 Temporary Redirect", f"Location: http://127.0.0.1:{elsewhere.port}/latest")
        await _send_privately(CHOSEN[scheme].format(place=f"127.0.0.1:{receiver.port}"))
    assert elsewhere.connections == 0
    assert len(receiver.heads) == 1
    first = "get /_matrix/client/v3/rooms/" if scheme == "matrix" else "post "
    assert receiver.heads[0].startswith(first), "as every message, whatever the address asks for"
    assert "x-aws" not in receiver.heads[0]


async def _send_privately(address: str) -> None:
    client = ChannelClient(allow_private=True, clock=SystemClock(), timeout_seconds=1)
    try:
        with pytest.raises(ChannelRefusedError):
            await World(Channels(make_own_servers(client))).send(address)
    finally:
        await client.aclose()


@pytest.mark.parametrize("scheme", ["matrix", "matrixs"])
async def test_what_a_domain_says_about_its_homeserver_is_not_asked(
    scheme: str, world: World, receiver: Receiver, connecting: list[str]
) -> None:
    address = f"{scheme}://user:word@{REBINDING}:{receiver.port}/#room?discovery=yes"
    with pytest.raises(AttemptError):
        await world.send(address)
    assert world.asked == [REBINDING]
    assert set(connecting) <= {PUBLIC}


PLUGINS = ((NotifyDiscord, "notify_url"), (NotifySlack, "webhook_url"), (NotifyTelegram, "notify_url"))
MORE = (
    "?host=127.0.0.1&hostname=127.0.0.1&url=http://127.0.0.1/&api=http://127.0.0.1/&webhook=http://127.0.0.1/",
    "?mode=webhook&server=127.0.0.1&endpoint=http://127.0.0.1/&redirect=yes&port=1&verify=no&method=PUT&+X=1",
    "?avatar_url=http://127.0.0.1/&image=yes&template=/etc/passwd&format=markdown&footer_logo=yes&thumbnail=yes",
)


@pytest.mark.parametrize("more", ["", *MORE])
@pytest.mark.parametrize("scheme", sorted(FIXED))
async def test_host_of_a_company_can_not_be_chosen(scheme: str, more: str, connecting: list[str]) -> None:
    async with receiving(answer("200 OK")) as nearby:
        channel = AppriseChannel(places={scheme: ("127.0.0.1", nearby.port)}, timeout_seconds=5)
        with pytest.raises(GrandmaError):
            await World(Channels({scheme: channel})).send(FIXED[scheme] + more)
    names = set(connecting) - {"127.0.0.1"}
    assert names <= {place for place, _ in PLACES.values()} | {"slack.com", "hooks.slack-gov.com"}
    assert nearby.bodies == []


@pytest.mark.parametrize("scheme", sorted(FIXED))
@pytest.mark.parametrize("name", ["template", "Template", "%74emplate", "x=1&template"])
async def test_nothing_is_read_or_fetched_for_a_message(scheme: str, name: str, tmp_path: Path) -> None:
    """Apprise takes templates from files and from addresses, in what is stored already as well."""
    secret = tmp_path / "secret.json"
    secret.write_text('{"text": "a secret of this machine", "content": "a secret of this machine", "blocks": []}')
    async with receiving(answer("204 No Content")) as ours, receiving(answer("200 OK")) as nearby:
        channel = AppriseChannel(places={scheme: ("127.0.0.1", ours.port)}, timeout_seconds=5)
        with pytest.MonkeyPatch.context() as patch:
            for plugin, place in PLUGINS:
                patch.setattr(plugin, place, f"http://127.0.0.1:{ours.port}/")
            for wanted in (f"http://127.0.0.1:{nearby.port}/latest", secret.as_uri(), str(secret)):
                address = f"{FIXED[scheme]}?{name}={quote(wanted, safe='')}"
                with suppress(GrandmaError):
                    await World(Channels({scheme: channel})).send(address)
                with pytest.raises(GrandmaError, match="Remove "):
                    check_channel(address, allow_private=True, pointer="/channels/0")
    assert nearby.connections == 0
    assert len(ours.bodies) == 3, "the message itself was sent"
    assert b"a secret" not in b"".join(ours.bodies)


@pytest.mark.parametrize(
    "address",
    ["json://127.0.0.1/x", "matrixs://t@127.0.0.1/!r:x", "xml://127.0.0.1/", "syslog://", "file:///etc/passwd"],
)
async def test_no_other_service_of_the_library_is_sent_to(address: str, connecting: list[str]) -> None:
    with pytest.raises(ChannelRefusedError, match="No service is set up"):
        await World(Channels({address.partition(":")[0]: AppriseChannel()})).send(address)
    assert connecting == []


@pytest.mark.parametrize("scheme", sorted(OURS))
async def test_what_the_operator_set_up_is_the_only_place_that_ours_go_to(
    scheme: str, world: World, connecting: list[str]
) -> None:
    for address in (OURS[scheme], f"{scheme}:127.0.0.1", f"{scheme}://127.0.0.1/"):
        with pytest.raises(AttemptError):
            await world.send(address)
    assert set(world.asked) <= {"api.telephone.example"}
    assert set(connecting) <= {PUBLIC}


@pytest.mark.parametrize(
    ("channel", "named"),
    [
        ("json://hook.example.org/x?method=PUT", "'method'"),
        ("jsons://hook.example.org/x?%2BX-aws-ec2-metadata-token-ttl-seconds=60", "'+X-aws"),
        ("json://hook.example.org/x?-a=1&+X=1", "'+X'"),
        ("gotify://hook.example.org/token?verify=no", "'verify'"),
        ("matrixs://u:p@hook.example.org/!r:x?mode=slack", "'mode'"),
        ("signal://hook.example.org/+442079460000?redirect=yes", "'redirect'"),
        ("ntfys://hook.example.org/topic?priority=5", "'priority'"),
    ],
)
def test_address_that_says_how_to_send_is_refused_with_the_word_to_remove(channel: str, named: str) -> None:
    for allow_private in (True, False):
        with pytest.raises(GrandmaError, match="Remove ") as refused:
            check_channel(channel, allow_private=allow_private, pointer="/channels/0")
        assert named in str(refused.value)


@pytest.mark.parametrize(
    "channel",
    [
        "jsons://hook.example.org/x?-token=a&:room=kitchen",
        "ntfys://hook.example.org/topic?token=tk_1",
        "matrixs://hook.example.org/!room:x?token=t",
        "signals://hook.example.org/+442079460000?to=+442079460001",
        "gotifys://hook.example.org/token",
        "discord://123/abc?thread=1",
    ],
)
def test_address_that_says_where_to_send_is_taken(channel: str) -> None:
    check_channel(channel, allow_private=False, pointer="/channels/0")


@pytest.mark.parametrize("scheme", sorted({**CHOSEN, **SECURE}.keys() - {"webpush"}))
def test_single_word_is_a_host_of_our_own_network_where_it_can_be_no_topic(scheme: str) -> None:
    channel = {**CHOSEN, **SECURE}[scheme].format(place="intranet").partition("?")[0]
    expected = nullcontext() if scheme == "ntfys" else pytest.raises(GrandmaError, match=r"incomplete|write ntfys:")
    with expected:
        check_channel(channel, allow_private=False, pointer="/channels/0")
