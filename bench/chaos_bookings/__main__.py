"""`python -m bench.chaos_bookings`: at each place, bookings there = bookings that we report + those that a person is asked about."""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from pydantic import SecretStr

from bench.chaos.waiting import until_some
from bench.chaos_bookings.town import NAME, SYSTEMS, Place, Servers, open_places, open_servers
from bench.chaos_bookings.verdict import REST, Verdict, judge
from bench.chaos_bookings.workers import DoomedWorkers
from bench.tables import table
from core.booking import Booking, BookingFilter
from core.config import Settings, load_settings
from core.domain import ConfirmPolicy, Task, TaskFilter
from core.embedded import embedded_servers
from core.ids import make_id
from core.keys import with_development_keys
from core.people import Account, NewUser
from deploy.demo.stores import private_folder
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.connections import open_database
from services.factory import open_services
from services.request_service import Submission
from services.services import Services
from tests.outside.resdiary import TOKEN

PATIENCE_SECONDS: Final = 1500.0
PAGE = Path(__file__).parents[1] / "CHAOS_BOOKINGS.md"
_SHARES: Final = {"resdiary": 2, "calcom": 1, "easyappointments": 1, "local": 1}
"""The system that forgets most gets most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who asks for one thing at one place."""

    name: str
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of it, by system."""

    verdicts: Mapping[str, Verdict]
    deaths: Mapping[str, int]
    troubled: Mapping[str, int]
    created: Mapping[str, int]
    seconds: float

    @property
    def is_good(self) -> bool:
        return all(each.is_good for each in self.verdicts.values())


async def run(settings: Settings, *, folder: Path, count: int, seed: int, probability: float = 0.08) -> Run:
    """Ask for so many tables and haircuts, one for each of as many people, and wait until every task rests."""
    async with AsyncExitStack() as stack:
        servers = await stack.enter_async_context(open_servers(today=datetime.now(UTC).date(), seed=seed))
        ours = settings.model_copy(
            update={
                "restaurant_api_base_url": servers.resdiary.url,
                "restaurant_api_token": SecretStr(TOKEN),
                "restaurant_name": NAME,
                "webhook_allow_private": True,
                "default_timezone": "UTC",
            }
        )
        services = await stack.enter_async_context(open_services(ours, owner="chaos-bookings"))
        database = open_database(ours, pool_size=4)
        stack.push_async_callback(database.close)
        unit_of_work = unit_of_work_factory(database)
        account = await services.accounts.ensure_default()
        places = await open_places(services, servers, account_id=account.id, unit_of_work=unit_of_work)
        started, over = time.monotonic(), asyncio.Event()
        workers = DoomedWorkers(settings=_environment(ours), log=folder / "workers.log", probability=probability)
        keeping = asyncio.create_task(workers.keep_up(2, until=over))
        try:
            guests = await _submit_all(services, unit_of_work, account, places, count=count)
            await until_some(lambda: _all_rest(services, account), seconds=PATIENCE_SECONDS, pause=1.0)
        finally:
            over.set()
            await keeping
        verdicts = await _judge_all(services, account, places, guests)
        seconds = time.monotonic() - started
    return Run(
        verdicts=verdicts,
        deaths=workers.deaths,
        troubled=servers.troubled,
        created=_count_created(servers),
        seconds=seconds,
    )


def _count_created(servers: Servers) -> Mapping[str, int]:
    return servers.count("create")


async def _submit_all(
    services: Services,
    unit_of_work: UnitOfWorkFactory,
    account: Account,
    places: Mapping[str, Place],
    *,
    count: int,
) -> dict[UUID, Guest]:
    """The guests by the id of their user, place after place in turn."""
    guests: dict[UUID, Guest] = {}
    turns = [system for system in SYSTEMS for _ in range(_SHARES[system])]
    asked = dict.fromkeys(SYSTEMS, 0)
    for number in range(count):
        system = turns[number % len(turns)]
        user = NewUser(id=make_id(), account_id=account.id, name=f"Guest N{number:03}", timezone="UTC", preferences={})
        async with unit_of_work() as unit:
            await unit.users.add(user)
        guests[user.id] = Guest(name=user.name, system=system)
        text = places[system].text_for(asked[system], today=datetime.now(UTC).date())
        asked[system] += 1
        await services.requests.submit(
            Submission(text=text, user_id=user.id, confirm=ConfirmPolicy.NEVER, metadata={}), account=account
        )
    return guests


async def _judge_all(
    services: Services, account: Account, places: Mapping[str, Place], guests: Mapping[UUID, Guest]
) -> dict[str, Verdict]:
    tasks = await _list_tasks(services, account)
    rows = await _list_rows(services, account)
    verdicts: dict[str, Verdict] = {}
    for system, place in places.items():
        here = {user_id: guest.name for user_id, guest in guests.items() if guest.system == system}
        by_guest = {here[task.user_id]: task for task in tasks if task.user_id in here}
        rows_of = {name: [each for each in rows if each.user_id == user_id] for user_id, name in here.items()}
        verdicts[system] = judge(by_guest, rows_of, await place.list_entries())
    return verdicts


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


async def _list_rows(services: Services, account: Account) -> list[Booking]:
    rows: list[Booking] = []
    while True:
        before = rows[-1].id if rows else None
        page = await services.bookings.list_page(BookingFilter(), account_id=account.id, before=before, limit=200)
        rows += page
        if len(page) < 200:
            return rows


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": settings.redis_url or "",
        "DATA_DIR": str(settings.data_dir),
        "DEFAULT_TIMEZONE": "UTC",
        "LEASE_SECONDS": "3",
        "RETENTION_DAYS": "0",
        "RESTAURANT_API_BASE_URL": settings.restaurant_api_base_url or "",
        "RESTAURANT_API_TOKEN": TOKEN,
        "RESTAURANT_NAME": NAME,
        "WEBHOOK_ALLOW_PRIVATE": "1",
    }


def render(done: Run, *, seed: int) -> str:
    """The page of a run."""
    figures: Mapping[str, Callable[[Verdict], int]] = {
        "asked for": lambda each: each.asked,
        "bookings there": lambda each: each.there,
        "reported as booked": lambda each: each.reported,
        "a person is asked (`needs_person`), and it is there": lambda each: each.in_question_there,
        "a person is asked, and it is not there": lambda each: each.in_question_not_there,
        "neither booked nor in question, and said so": lambda each: each.not_booked,
        "there, minus reported, minus in question": lambda each: each.there - each.reported - each.in_question_there,
    }
    rows = [(name, *(f"{figure(done.verdicts[system]):,}" for system in SYSTEMS)) for name, figure in figures.items()]
    rows += [
        (
            "calls that may book",
            *(f"{done.created.get(system, 0):,}" if system in done.created else "–" for system in SYSTEMS),
        ),
        (
            "calls that went wrong there",
            *(f"{done.troubled[system]:,}" if system in done.troubled else "–" for system in SYSTEMS),
        ),
    ]
    killed = ", ".join(f"{step} {count}" for step, count in sorted(done.deaths.items()))
    lines = [
        "# Chaos of bookings",
        "",
        "Written by `make chaos-bookings`. Guests ask for a table or a haircut, one each, at four places: a restaurant whose",
        "system has no request ids and no list of bookings (`resdiary`), salons in Cal.com (holds, lookup) and",
        "Easy!Appointments (no check of conflicts, lookup), played by the servers of `tests/outside/`, and a restaurant of the",
        "product's own book. A part of the calls goes wrong: silence, 500, broken connections, before and after it has",
        "booked. Two workers at a time are killed at every step between a claim and its settlement. What each place has in the",
        "end is held against our tasks and against our rows, by the name of the guest.",
        "",
        f"Seed {seed}: {'good' if done.is_good else 'NOT GOOD'}. {done.seconds:.0f} seconds, "
        f"{sum(done.deaths.values())} workers killed ({killed}).",
        "",
        table(("", *SYSTEMS), rows),
        "",
        *(f"- {system}: {each}" for system in SYSTEMS for each in done.verdicts[system].wrong),
        *(
            f"- {system}, heard by {count}: {answer}"
            for system in SYSTEMS
            for answer, count in done.verdicts[system].answers.items()
        ),
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
    return 0 if done.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
