"""Push services by Apprise, against a real HTTP server that takes its JSON."""

import asyncio
import json
from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from services.notification.adapters.apprise import AppriseChannel
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
)
from services.webhook.address import Address
from tests.integration.services.webhook.receiver import Receiver, answer, receiving

LETTER = Letter(recipient="Anna", subject="A message from Rose", text='Rose asked: "I\'m fine."\nZoë 😀')
ELSEWHERE = ip_address("192.0.2.1")


async def begin() -> None:
    """Nothing is in the way."""


async def send(address: str, *, allow_private: bool = True, begin: Begin = begin) -> None:
    channel = AppriseChannel(allow_private=allow_private, timeout_seconds=2.0)
    await channel.send(LETTER, address, key="k", begin=begin)


def address_of(receiver: Receiver, query: str = "") -> str:
    return f"json://127.0.0.1:{receiver.port}/anna{query}"


async def test_letter_arrives_whole() -> None:
    async with receiving(answer("200 OK")) as receiver:
        await send(address_of(receiver))
    body = json.loads(receiver.bodies[0])
    assert (body["title"], body["message"]) == (LETTER.subject, LETTER.text)


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
            await send(address_of(receiver))
    assert receiver.connections == 2  # one to see whether anybody is there


async def test_address_can_not_ask_for_retries_or_call_a_failure_a_success() -> None:
    async with receiving(answer("500 Oops")) as receiver:
        with pytest.raises(ChannelNotReachedError):
            await send(address_of(receiver, "?retry=3&wait=0&optional=yes&redirect=yes"))
    assert len(receiver.bodies) == 1


async def test_service_that_hangs_may_have_it() -> None:
    async def hang(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        del writer
        await receiver.over.wait()

    async with receiving(hang) as receiver:
        with pytest.raises(ChannelUnknownError):
            await send(address_of(receiver))


async def test_service_that_breaks_off_may_have_it() -> None:
    async def break_off(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        del receiver
        writer.transport.abort()

    async with receiving(break_off) as receiver:
        with pytest.raises(ChannelUnknownError):
            await send(address_of(receiver))


async def test_service_that_is_away_was_not_reached() -> None:
    async with receiving(answer("200 OK")) as receiver:
        address = address_of(receiver)
    with pytest.raises(ChannelNotReachedError):
        await send(address)


async def test_nothing_is_sent_where_it_may_not_begin() -> None:
    async def refuse() -> None:
        raise LookupError

    async with receiving(answer("200 OK")) as receiver:
        with pytest.raises(LookupError):
            await send(address_of(receiver), begin=refuse)
    assert receiver.bodies == []


@pytest.mark.parametrize("address", ["json://", "tgram://nothing", "gotify://host.example", "nonsense://x"])
async def test_incomplete_address_is_refused(address: str) -> None:
    with pytest.raises(ChannelRefusedError):
        await send(address)


async def test_private_address_is_refused_when_sending() -> None:
    async with receiving(answer("200 OK")) as receiver:
        with pytest.raises(ChannelRefusedError, match="private"):
            await send(address_of(receiver), allow_private=False)
    assert receiver.connections == 0


async def test_name_of_a_private_address_is_refused_when_sending() -> None:
    async def resolve(host: str) -> Sequence[Address]:
        assert host == "intranet"
        return [ip_address("10.0.0.8")]

    channel = AppriseChannel(allow_private=False, resolver=resolve)
    with pytest.raises(ChannelRefusedError, match="private"):
        await channel.send(LETTER, "gotify://intranet/token12345", key="k", begin=begin)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("ntfy://rose-and-anna", "ntfy.sh"),
        ("ntfy://ntfy.example.org/anna", "ntfy.example.org"),
        ("discord://123456789012345678/abcdefghijklmnopqrstuvwxyz", "discord.com"),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", "api.telegram.org"),
    ],
)
async def test_host_that_is_checked_is_the_one_that_is_used(address: str, host: str) -> None:
    asked: list[str] = []

    async def resolve(name: str) -> Sequence[Address]:
        asked.append(name)
        raise OSError

    with pytest.raises(ChannelNotReachedError):
        await AppriseChannel(allow_private=False, resolver=resolve).send(LETTER, address, key="k", begin=begin)
    assert asked == [host]
