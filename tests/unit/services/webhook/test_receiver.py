"""Who may hold up whom among those who have addresses on one host."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from core.errors import NoRoomError, TransientError
from services.bulkheads import FIRST_WINDOW, Bulkheads
from services.webhook.receiver import KINDS, TIMES_OF_A_HOST, Receiver, room_for

MOST = 8
HOST = "hooks.example.org"


def address(number: int = 0, *, account: str = "rose", host: str = HOST) -> Receiver:
    return Receiver(f"{account} https://{host}/{number}", f"{account} {host}", host)


@pytest.fixture
def bulkheads() -> Bulkheads:
    return Bulkheads(most=MOST, now=lambda: 1_000.0)


@asynccontextmanager
async def hanging(bulkheads: Bulkheads, *receivers: Receiver) -> AsyncGenerator[None]:
    """Calls that are under way."""
    async with AsyncExitStack() as stack:
        for each in receivers:
            await stack.enter_async_context(room_for(each, bulkheads))
        yield


async def has_room(bulkheads: Bulkheads, receiver: Receiver) -> bool:
    try:
        async with room_for(receiver, bulkheads):
            return True
    except NoRoomError:
        return False


async def test_address_that_hangs_leaves_room_to_others_on_its_host(bulkheads: Bulkheads) -> None:
    async with hanging(bulkheads, *[address()] * FIRST_WINDOW):
        assert not await has_room(bulkheads, address())
        assert await has_room(bulkheads, address(1))


async def test_account_gets_its_share_of_a_host_and_leaves_the_rest_to_others(bulkheads: Bulkheads) -> None:
    async with hanging(bulkheads, *(address(number) for number in range(MOST))):
        assert not await has_room(bulkheads, address(MOST)), "however many addresses it has there"
        assert await has_room(bulkheads, address(account="tom"))
        assert await has_room(bulkheads, address(host="other.example.org"))


async def test_host_is_not_flooded_by_all_of_them_together(bulkheads: Bulkheads) -> None:
    full = [address(number, account=f"account {number}") for number in range(MOST * TIMES_OF_A_HOST)]
    async with hanging(bulkheads, *full):
        assert not await has_room(bulkheads, address(account="tom"))
    assert await has_room(bulkheads, address(account="tom"))


async def test_silence_of_one_address_narrows_it_alone(bulkheads: Bulkheads) -> None:
    for each in (address(0), address(1)):
        for _ in range(2):
            assert await has_room(bulkheads, each)
    with pytest.raises(TransientError):
        async with room_for(address(0), bulkheads):
            raise TransientError("It did not answer.")
    async with hanging(bulkheads, *[address(1)] * (FIRST_WINDOW + 1)):
        pass
    async with hanging(bulkheads, *[address(0)] * FIRST_WINDOW):
        assert not await has_room(bulkheads, address(0))


async def test_who_finds_no_room_at_the_host_is_not_taken_for_silent(bulkheads: Bulkheads) -> None:
    for _ in range(2):
        assert await has_room(bulkheads, address(99))
    async with hanging(bulkheads, *(address(number) for number in range(MOST))):
        assert not await has_room(bulkheads, address(99))
    async with hanging(bulkheads, *[address(99)] * (FIRST_WINDOW + 1)):
        pass


async def test_calls_are_counted_by_what_bounds_them(bulkheads: Bulkheads) -> None:
    async with hanging(bulkheads, address(0), address(1)):
        assert {kind: crowd.under_way for kind, crowd in bulkheads.count().items()} == dict.fromkeys(KINDS, 2)
