"""What every channel promises, over every adapter with a real server behind it."""

from collections.abc import AsyncGenerator

import pytest

from core.errors import LeaseLostError
from core.letter import LetterAction, Urgency
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
    Receipt,
)
from tests.integration.services.notification.kits import KITS, Kit

LETTER = Letter(
    recipient="Rose",
    subject="Your tablets",
    text='Rose, it is time for "Aspirin" <100 mg> & water.\nZoë 😀',
    topic="dose",
    urgency=Urgency.HIGH,
    actions=(
        LetterAction(label="Taken", url="https://grandma.example.org/a/1", acts=True),
        LetterAction(label="Answer", url="https://grandma.example.org/a/2"),
    ),
)
KEY = "0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa"


@pytest.fixture(params=sorted(KITS))
async def kit(request: pytest.FixtureRequest) -> AsyncGenerator[Kit]:
    async with KITS[request.param]() as made:
        yield made


async def begin() -> None:
    """Nothing is in the way."""


async def send(kit: Kit, *, begin: Begin = begin) -> Receipt:
    return await kit.channel.send(LETTER, kit.address, key=KEY, begin=begin)


async def test_letter_is_taken_once_and_begun_before(kit: Kit) -> None:
    taken: list[int] = []

    async def count() -> None:
        taken.append(kit.taken())

    await send(kit, begin=count)
    assert (taken, kit.taken()) == ([0], 1)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("refused", ChannelRefusedError),
        ("away", ChannelNotReachedError),
        ("lost", ChannelUnknownError),
        ("silent", ChannelUnknownError),
    ],
)
async def test_fault_says_what_may_be_done_next(kit: Kit, fault: str, expected: type[Exception]) -> None:
    kit.play(fault)
    with pytest.raises(expected) as caught:
        await send(kit)
    assert kit.address.partition(":")[2] not in str(caught.value)


async def test_what_may_not_begin_is_not_sent(kit: Kit) -> None:
    async def lose() -> None:
        raise LeaseLostError("It is somebody else's.")

    with pytest.raises(LeaseLostError):
        await send(kit, begin=lose)
    assert kit.taken() == 0


@pytest.mark.parametrize("name", sorted(KITS.keys() - {"smtp", "apprise"}))
async def test_private_address_is_refused_when_connecting(name: str) -> None:
    async with KITS[name](allow_private=False) as kit:
        with pytest.raises(ChannelRefusedError, match="private"):
            await send(kit)
        assert kit.taken() == 0
