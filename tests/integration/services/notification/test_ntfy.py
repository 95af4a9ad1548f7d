"""ntfy as its phones see it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import pytest

from core.letter import LetterAction, Urgency
from services.notification.adapters.http import ChannelClient
from services.notification.adapters.ntfy import NtfyChannel
from services.notification.ports import ChannelRefusedError, Letter
from tests.integration.services.notification.kits import http_client
from tests.outside.loopback import running
from tests.outside.ntfy import MOST_BYTES, PASSWORD, TOKEN, USER, NtfyServer

LETTER = Letter(recipient="Anna", subject="A message", text="Hello")


@dataclass
class Phones:
    server: NtfyServer
    client: ChannelClient

    async def send(self, address: str, letter: Letter = LETTER, *, key: str = "k") -> str | None:
        channel = NtfyChannel(self.client, cloud=self.server.url + "/")

        async def begin() -> None:
            """Nothing is in the way."""

        place = address.replace("HERE", self.server.url.removeprefix("http://"))
        return (await channel.send(letter, place, key=key, begin=begin)).provider_id

    def shown(self, topic: str = "family") -> list[dict[str, Any]]:
        return list(self.server.topics.get(topic, {}).values())


@pytest.fixture
async def phones() -> AsyncGenerator[Phones]:
    async with running(NtfyServer()) as server, http_client() as client:
        yield Phones(server, client)


@pytest.mark.parametrize("address", ["ntfy://HERE/family", "ntfy://family", "NTFY://family"])
async def test_topic_is_on_a_server_of_ones_own_or_on_the_public_one(phones: Phones, address: str) -> None:
    given = await phones.send(address)
    [shown] = phones.shown()
    assert (shown["title"], shown["message"], shown["priority"], shown["id"]) == ("A message", "Hello", 3, given)


@pytest.mark.parametrize("login", [f"{TOKEN}@HERE/family", f"{USER}:pa%3Ass@HERE/family", f"HERE/family?token={TOKEN}"])
async def test_closed_server_is_opened_by_token_or_password(phones: Phones, login: str) -> None:
    assert PASSWORD == "pa:ss"
    phones.server.is_closed = True
    await phones.send(f"ntfy://{login}")
    with pytest.raises(ChannelRefusedError):
        await phones.send("ntfy://HERE/family")
    assert len(phones.shown()) == 1


async def test_buttons_that_act_come_first_and_post(phones: Phones) -> None:
    page = LetterAction(label="Answer", url="https://grandma.example.org/a/0")
    acting = [LetterAction(label=each, url=f"https://x.example.org/a/{each}", acts=True) for each in ("Taken", "Later")]
    letter = Letter(recipient="R", subject="S", text="T", urgency=Urgency.CRITICAL, actions=(page, *acting, page))
    await phones.send("ntfy://family", letter)
    [shown] = phones.shown()
    assert (shown["priority"], shown["click"]) == (5, page.url)
    assert [(each["action"], each["label"]) for each in shown["actions"]] == [
        ("http", "Taken"),
        ("http", "Later"),
        ("view", "Answer"),
    ]
    assert {each["method"] for each in shown["actions"] if each["action"] == "http"} == {"POST"}


async def test_letter_that_is_sent_again_is_shown_once(phones: Phones) -> None:
    for key in ("first", "first", "second"):
        await phones.send("ntfy://family", key=key)
    assert len(phones.shown()) == 2


async def test_long_text_stays_a_message(phones: Phones) -> None:
    await phones.send("ntfy://family", Letter(recipient="R", subject="S" * 500, text="😀" * MOST_BYTES))
    [shown] = phones.shown()
    assert shown["message"].endswith("😀 …")
    assert "attachment" not in shown


@pytest.mark.parametrize("address", ["ntfy://HERE/one/two", "ntfy://HERE/", "ntfy://HERE/a%20b", "ntfy://[::1/x"])
async def test_address_without_one_topic_is_refused(phones: Phones, address: str) -> None:
    with pytest.raises(ChannelRefusedError):
        await phones.send(address)
    assert phones.server.asked == []
