"""Web push as browsers get it: from who has the key, for nobody else to read."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from core.letter import LetterAction, Urgency
from core.push import PushSubscription
from services.notification.adapters.http import ChannelClient
from services.notification.ports import ChannelRefusedError, Letter, Receipt
from tests.integration.services.notification.kits import (
    Drawer,
    a_vapid,
    http_client,
    push_channel,
    subscription_of,
)
from tests.outside.loopback import running
from tests.outside.push_service import PushServiceServer

LETTER = Letter(
    recipient="Rose",
    subject="Your tablets",
    text="Rose, it is time. Zoë 😀",
    topic="dose",
    urgency=Urgency.HIGH,
    actions=(LetterAction(label="Taken", url="https://grandma.example.org/a/1", acts=True),),
)


@dataclass
class Pushing:
    server: PushServiceServer
    client: ChannelClient
    drawer: Drawer

    async def send(self, subscription: PushSubscription, letter: Letter = LETTER, *, key: str = "k") -> Receipt:
        async def begin() -> None:
            """Nothing is in the way."""

        channel = push_channel(self.client, self.drawer)
        self.drawer.kept.setdefault(subscription.id, subscription)
        return await channel.send(letter, subscription.channel, key=key, begin=begin)


@pytest.fixture
async def pushing() -> AsyncGenerator[Pushing]:
    async with running(PushServiceServer(sender=a_vapid().public_key)) as server, http_client() as client:
        yield Pushing(server, client, Drawer({}))


async def test_browser_reads_what_nobody_else_can(pushing: Pushing) -> None:
    browser = pushing.server.subscribe()
    receipt = await pushing.send(subscription_of(browser))
    [read] = browser.read()
    assert (read["title"], read["body"], read["topic"], read["id"]) == (LETTER.subject, LETTER.text, "dose", "k")
    assert read["actions"] == [{"title": "Taken", "url": "https://grandma.example.org/a/1", "acts": True}]
    [body] = browser.waiting.values()
    assert LETTER.text.encode() not in body
    assert receipt.provider_id == f"{pushing.server.url}/message/1"
    [headers] = browser.received
    assert (headers["urgency"], headers["ttl"]) == ("high", "3600")


async def test_each_service_gets_claims_of_its_own(pushing: Pushing) -> None:
    first = pushing.server.subscribe()
    async with running(PushServiceServer(sender=a_vapid().public_key)) as other:
        second = other.subscribe()
        await pushing.send(subscription_of(first))
        await pushing.send(subscription_of(second))
        await pushing.send(subscription_of(first), key="again")
        assert (len(first.received), len(second.received)) == (2, 1)
    assert len(set(pushing.server.tokens)) == 2  # ECDSA draws a new number each time


async def test_letter_that_is_sent_again_waits_once(pushing: Pushing) -> None:
    browser = pushing.server.subscribe()
    subscription = subscription_of(browser)
    for key in ("first", "first", "second"):
        await pushing.send(subscription, key=key)
    assert [each["id"] for each in browser.read()] == ["first", "second"]


@pytest.mark.parametrize("is_known", [True, False])
async def test_browser_that_is_gone_is_forgotten(pushing: Pushing, *, is_known: bool) -> None:
    browser = pushing.server.subscribe()
    subscription = subscription_of(browser)
    browser.is_gone = is_known
    if not is_known:
        pushing.server.browsers.clear()
    with pytest.raises(ChannelRefusedError, match="removed"):
        await pushing.send(subscription)
    assert pushing.drawer.kept == {}


async def test_long_text_is_cut_to_what_services_take(pushing: Pushing) -> None:
    browser = pushing.server.subscribe()
    await pushing.send(subscription_of(browser), Letter(recipient="R", subject="S" * 500, text='"😀\n' * 2_000))
    [read] = browser.read()
    assert read["body"].endswith("…")
    assert len(read["body"]) > 500


async def test_other_installations_key_is_turned_away(pushing: Pushing) -> None:
    browser = pushing.server.subscribe()
    pushing.server.sender = "somebody else's"
    with pytest.raises(ChannelRefusedError, match="403"):
        await pushing.send(subscription_of(browser))
    assert browser.received == []
