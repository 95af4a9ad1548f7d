"""What processes say of the systems outside is added up, and what dead ones said is forgotten."""

from collections.abc import AsyncGenerator

import pytest

from core.crowds import Crowd, CrowdBoard
from core.redis_client import RedisConnections, open_redis
from services.bulkheads import Bulkheads, System
from services.crowd_report import CrowdReport


@pytest.fixture
async def redis(redis_url: str) -> AsyncGenerator[RedisConnections]:
    redis = open_redis(redis_url)
    yield redis
    await redis.close()


@pytest.fixture
def board(redis: RedisConnections) -> CrowdBoard:
    return CrowdBoard(redis)


async def test_processes_are_added_up(board: CrowdBoard) -> None:
    await board.write("one", {"mailto": Crowd(under_way=4, full=1, turned_away=10), "webhook": Crowd()})
    await board.write("two", {"mailto": Crowd(under_way=2, turned_away=1)})
    await board.write("one", {"mailto": Crowd(under_way=1, turned_away=5), "webhook": Crowd()})
    assert await board.read() == {"mailto": Crowd(under_way=3, turned_away=16), "webhook": Crowd()}


async def test_dead_process_has_nothing_under_way(board: CrowdBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    await board.write("one", {"mailto": Crowd(under_way=4, full=1, turned_away=10)})
    monkeypatch.setattr("core.crowds.LASTS_SECONDS", -1)
    assert await board.read() == {"mailto": Crowd(turned_away=10)}


async def test_report_tells_what_is_new_and_what_is_under_way(board: CrowdBoard, redis: RedisConnections) -> None:
    bulkheads = Bulkheads(most=1, kinds=("webhook",))
    report = CrowdReport(bulkheads=bulkheads, board=board, owner="one")
    async with bulkheads.call(System("mailto")):
        for _ in range(2):
            await report.tell_once()
        assert await board.read() == {"mailto": Crowd(under_way=1, full=1), "webhook": Crowd()}
    await report.tell_once()
    assert await board.read() == {"mailto": Crowd(), "webhook": Crowd()}
    await redis.ask(lambda client: client.delete("outside:now", "outside:turned-away"))
    await report.tell_once()
    assert await board.read() == {}, "nothing is written while nothing happens"


async def test_nothing_of_it_stays_in_redis_for_ever(board: CrowdBoard, redis: RedisConnections) -> None:
    await board.write("one", {"mailto": Crowd(turned_away=1)})
    for key in ("outside:now", "outside:turned-away"):
        assert await redis.ask(lambda client, key=key: client.ttl(key)) > 0
