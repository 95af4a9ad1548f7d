"""`python -m bench.chaos_bookings`: bookings there = bookings that we report + those that a person is asked about."""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from pydantic import SecretStr

from bench.chaos.waiting import until_some
from bench.chaos_bookings.verdict import REST, Verdict, judge
from bench.chaos_bookings.workers import DoomedWorkers
from core.config import Settings, load_settings
from core.domain import ConfirmPolicy, Task, TaskFilter
from core.embedded import embedded_servers
from core.ids import make_id
from core.keys import with_development_keys
from core.people import Account, NewUser
from deploy.demo.stores import private_folder
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.factory import Services, open_services
from services.request_service import Submission
from tests.outside.loopback import Answered, Asked, Trouble, running
from tests.outside.resdiary import MOST_BOOKINGS, TOKEN, ResDiaryServer

PATIENCE_SECONDS: Final = 1200.0
NAME: Final = "TheHungryUnicorn"
PAGE = Path(__file__).parents[1] / "CHAOS_BOOKINGS.md"
TIMES: Final = ("12:00", "12:30", "13:00", "13:30", "19:00", "19:30", "20:00", "20:30")
TROUBLES: Final = {
    "create": {
        Trouble.SILENT_AFTER: 0.02,
        Trouble.SILENT_BEFORE: 0.01,
        Trouble.ERROR_AFTER: 0.02,
        Trouble.ERROR_BEFORE: 0.02,
        Trouble.BREAKS_OFF_AFTER: 0.02,
        Trouble.BREAKS_OFF_BEFORE: 0.02,
        Trouble.GARBLED_AFTER: 0.01,
        Trouble.AWAY: 0.02,
    },
    "get": {Trouble.AWAY: 0.03, Trouble.BREAKS_OFF_AFTER: 0.03},
    "search": {Trouble.AWAY: 0.03, Trouble.BREAKS_OFF_BEFORE: 0.02},
}
"""How often each kind of call goes wrong, and how."""


class TroubledServer(ResDiaryServer):
    """The restaurant on a bad day."""

    def __init__(self, *, today: date, seed: int) -> None:
        super().__init__(name=NAME, today=today)
        self._random = random.Random(seed)
        self.troubled = 0

    def kind_of(self, asked: Asked) -> str:
        kind = super().kind_of(asked)
        likely = TROUBLES.get(kind, {})
        for trouble, share in likely.items():
            if self._random.random() < share:
                self.trouble(kind, trouble)
                self.troubled += 1
                break
        return kind

    async def answer(self, asked: Asked) -> Answered:
        await asyncio.sleep(0.02)  # as long as such systems take; so workers die while they wait as well
        return await super().answer(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    verdict: Verdict
    deaths: Mapping[str, int]
    troubled: int
    calls: Mapping[str, int]
    seconds: float


async def run(settings: Settings, *, folder: Path, count: int, seed: int) -> Run:
    """Ask for so many tables, one for each of as many people, and wait until every task rests."""
    today = datetime.now(UTC).date()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(running(TroubledServer(today=today, seed=seed)))
        ours = settings.model_copy(
            update={
                "restaurant_api_base_url": server.url,
                "restaurant_api_token": SecretStr(TOKEN),
                "restaurant_name": NAME,
            }
        )
        services = await stack.enter_async_context(open_services(ours, owner="chaos-bookings"))
        database = Database(ours.database_url or "", pool_size=4)
        stack.push_async_callback(database.close)
        unit_of_work = unit_of_work_factory(database)
        account = await services.accounts.ensure_default()
        started, over = time.monotonic(), asyncio.Event()
        workers = DoomedWorkers(
            settings=_environment(ours),
            log=folder / "workers.log",
            probability=0.08,
        )
        keeping = asyncio.create_task(workers.keep_up(2, until=over))
        try:
            guests = await _submit_all(services, unit_of_work, account, count=count, today=today)
            await until_some(lambda: _all_rest(services, account), seconds=PATIENCE_SECONDS, pause=1.0)
        finally:
            over.set()
            await keeping
        tasks = await _list_tasks(services, account)
        by_guest = {guests[task.user_id]: task for task in tasks}
        verdict = judge(by_guest, server.standing)
        calls = {kind: server.count(kind) for kind in ("search", "create", "get", "cancel")}
        seconds = time.monotonic() - started
    return Run(verdict=verdict, deaths=workers.deaths, troubled=server.troubled, calls=calls, seconds=seconds)


async def _submit_all(
    services: Services, unit_of_work: UnitOfWorkFactory, account: Account, *, count: int, today: date
) -> dict[UUID, str]:
    """The guests by the id of their user; each asks for a seat of their own, so nobody has to be refused."""
    guests: dict[UUID, str] = {}
    for number in range(count):
        slot, _ = divmod(number, MOST_BOOKINGS)
        days, place = divmod(slot, len(TIMES))
        on = today + timedelta(days=1 + days)
        user = NewUser(id=make_id(), account_id=account.id, name=f"Guest N{number:03}", timezone="UTC", preferences={})
        async with unit_of_work() as unit:
            await unit.users.add(user)
        guests[user.id] = user.name
        text = f"Book a table for {2 + number % 7} at {NAME} on {on:%d %B %Y} at {TIMES[place]}."
        await services.requests.submit(
            Submission(text=text, user_id=user.id, confirm=ConfirmPolicy.NEVER, metadata={}), account=account
        )
    return guests


async def _all_rest(services: Services, account: Account) -> bool:
    return all(task.status in REST for task in await _list_tasks(services, account))


async def _list_tasks(services: Services, account: Account) -> list[Task]:
    tasks: list[Task] = []
    while True:
        before = tasks[-1].id if tasks else None
        page = await services.tasks.list_page(TaskFilter(), account_id=account.id, before=before, limit=200)
        tasks += page
        if len(page) < 200:
            return tasks


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": settings.redis_url or "",
        "DATA_DIR": str(settings.data_dir),
        "LEASE_SECONDS": "3",
        "RETENTION_DAYS": "0",
        "RESTAURANT_API_BASE_URL": settings.restaurant_api_base_url or "",
        "RESTAURANT_API_TOKEN": TOKEN,
        "RESTAURANT_NAME": NAME,
    }


def render(done: Run, *, seed: int) -> str:
    """The page of a run."""
    verdict = done.verdict
    rows = {
        "bookings asked for": verdict.asked,
        "bookings there": verdict.there,
        "reported as booked": verdict.reported,
        "a person is asked (`needs_person`), and it is there": verdict.in_question_there,
        "a person is asked, and it is not there": verdict.in_question_not_there,
        "there, minus reported, minus in question": verdict.there - verdict.reported - verdict.in_question_there,
        "workers killed": sum(done.deaths.values()),
        "calls that went wrong at the restaurant": done.troubled,
        "seconds": round(done.seconds),
    }
    lines = [
        "# Chaos of bookings",
        "",
        "Written by `make chaos-bookings`. Guests ask for tables, one each, in a restaurant's system that has no request ids and",
        "no list of bookings (`tests/outside/resdiary.py`), and of whose calls a part go wrong: silence, 500, broken connections,",
        "before and after it has booked. Two workers at a time are killed at every step between a claim and its settlement. What",
        "the restaurant has in the end is held against what we report.",
        "",
        f"Seed {seed}: {'good' if verdict.is_good else 'NOT GOOD'}.",
        "",
        "| figure | |",
        "| --- | ---: |",
        *(f"| {name} | {value:,} |" for name, value in rows.items()),
        *(f"| tasks {status} | {count:,} |" for status, count in sorted(verdict.statuses.items())),
        *(f"| killed {step} | {count:,} |" for step, count in sorted(done.deaths.items())),
        *(f"| calls: {kind} | {count:,} |" for kind, count in done.calls.items()),
        "",
        *(f"- {each}" for each in verdict.wrong),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.chaos_bookings", description=__doc__)
    parser.add_argument("--bookings", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write bench/CHAOS_BOOKINGS.md")
    given = parser.parse_args()
    with private_folder() as folder:
        settings = with_development_keys(load_settings(env_file=None, data_dir=folder / "data"))
        with embedded_servers(settings) as servers:
            done = asyncio.run(run(servers, folder=folder, count=given.bookings, seed=given.seed))
    page = render(done, seed=given.seed)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")
    return 0 if done.verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
