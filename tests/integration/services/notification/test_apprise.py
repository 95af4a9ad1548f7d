"""Push services of companies by Apprise, against a real HTTP server that stands in for one of them."""

import asyncio
import json

import pytest
from apprise.plugins.discord import NotifyDiscord

from services.notification.adapters.apprise import AppriseChannel
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
)
from tests.integration.services.notification.kits import DISCORD
from tests.integration.services.webhook.receiver import Receiver, answer, receiving

LETTER = Letter(recipient="Anna", subject="A message from Rose", text='Rose asked: "I\'m fine."\nZoë 😀')
HOST = "127.0.0.1"


async def begin() -> None:
    """Nothing is in the way."""


async def send(port: int, address: str = DISCORD, *, begin: Begin = begin) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NotifyDiscord, "notify_url", f"http://{HOST}:{port}/api/webhooks")
        channel = AppriseChannel(places={"discord": (HOST, port)}, timeout_seconds=2.0)
        await channel.send(LETTER, address, key="k", begin=begin)


async def test_letter_arrives_whole() -> None:
    async with receiving(answer("204 No Content")) as receiver:
        await send(receiver.port)
    body = json.loads(receiver.bodies[0])
    assert LETTER.subject in str(body)
    assert "Zoë 😀" in str(body)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("400 Bad Request", ChannelRefusedError),
        ("404 Not Found", ChannelRefusedError),
        ("302 Found", ChannelRefusedError),
        ("429 Too Many", ChannelNotReachedError),
        ("500 Oops", ChannelNotReachedError),
        ("503 Later", ChannelNotReachedError),
        ("504 Gateway", ChannelUnknownError),
    ],
)
async def test_answer_decides_what_may_be_done_next(status: str, expected: type[Exception]) -> None:
    async with receiving(answer(status)) as receiver:
        with pytest.raises(expected):
            await send(receiver.port)
    # One to see whether anybody is there. Whoever is asked to wait for a moment is sent to once more: it was not taken.
    assert receiver.connections == (3 if status.startswith("429") else 2)


async def test_address_can_not_ask_for_retries_or_call_a_failure_a_success() -> None:
    async with receiving(answer("500 Oops")) as receiver:
        with pytest.raises(ChannelNotReachedError):
            await send(receiver.port, f"{DISCORD}?retry=3&wait=0&optional=yes&redirect=yes&verify=no")
    assert len(receiver.bodies) == 1


async def test_service_that_hangs_may_have_it() -> None:
    async def hang(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        del writer
        await receiver.over.wait()

    async with receiving(hang) as receiver:
        with pytest.raises(ChannelUnknownError):
            await send(receiver.port)


async def test_service_that_breaks_off_may_have_it() -> None:
    async def break_off(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        del receiver
        writer.transport.abort()

    async with receiving(break_off) as receiver:
        with pytest.raises(ChannelUnknownError):
            await send(receiver.port)


async def test_service_that_is_away_was_not_reached() -> None:
    async with receiving(answer("204 No Content")) as receiver:
        port = receiver.port
    with pytest.raises(ChannelNotReachedError):
        await send(port)


async def test_nothing_is_sent_where_it_may_not_begin() -> None:
    async def refuse() -> None:
        raise LookupError

    async with receiving(answer("204 No Content")) as receiver:
        with pytest.raises(LookupError):
            await send(receiver.port, begin=refuse)
    assert receiver.bodies == []


@pytest.mark.parametrize("address", ["discord://", "discord://123456789012345678"])
async def test_incomplete_address_is_refused(address: str) -> None:
    with pytest.raises(ChannelRefusedError, match="incomplete"):
        await AppriseChannel().send(LETTER, address, key="k", begin=begin)
