"""`python -m bench.chaos_reminders`: every dose is told at least once and recorded once, whatever breaks.

Doses fall due while workers are killed at every step of telling, those who answer at every step of answering, PostgreSQL is
restarted and Redis flushed; then the machine sleeps for a day in which others were due. What arrived at the channel and what is recorded is
held against what was due. Written to bench/CHAOS_REMINDERS.md.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, update

from bench.chaos.clock import step_clock
from bench.chaos.stores import Stores
from bench.chaos.waiting import until_some
from bench.chaos_bookings.workers import DoomedWorkers
from bench.chaos_reminders.answerer import is_answered
from bench.chaos_reminders.verdict import Told, Verdict, judge
from bench.reminders.sink import Sink, listening
from bench.tables import table
from core.config import Settings, load_settings
from core.failpoints import Failpoint
from core.ids import make_id
from core.keys import with_development_keys
from core.people import Account, NewUser
from core.reminder import NewReminder, Occurrence, OccurrenceFilter, Reminder, ReminderKind
from deploy.demo.stores import private_folder
from repositories.models import NotificationRow, OccurrenceRow, ReminderRow
from repositories.rows import table_of
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.connections import open_database
from services.factory import open_services
from services.reminder.reminder_service import ReminderService

PAGE = Path(__file__).parents[1] / "CHAOS_REMINDERS.md"
PATIENCE_SECONDS: Final = 240.0
SLEEP: Final = timedelta(days=1)
TELLING: Final = (
    Failpoint.AFTER_READ,
    Failpoint.AFTER_CLAIM,
    Failpoint.AFTER_SETTLE,
    Failpoint.AFTER_COMMIT,
    Failpoint.AFTER_PUBLISH,
    Failpoint.AFTER_INTENT,
    Failpoint.AFTER_EFFECT,
)
"""Steps of telling: entries read, a dose or a message claimed, the step settled with its message, before and behind the ring
for it, before and behind the channel has it.
"""
_RARELY: Final[dict[str, float]] = {Failpoint.AFTER_INTENT: 0.02, Failpoint.AFTER_EFFECT: 0.02}
"""There each message comes by, and up to 64 are under way: more often, and the same ones would be lost again and again."""
_HOSTS: Final = 200
"""On so many servers people have their push services: one alone takes only a few messages at a time."""
ANSWERING: Final = (Failpoint.AFTER_READ, Failpoint.AFTER_COMMIT)
_OCCURRENCES, _NOTIFICATIONS, _REMINDERS = (table_of(each) for each in (OccurrenceRow, NotificationRow, ReminderRow))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    verdict: Verdict
    deaths: Mapping[str, int]
    answerers: Mapping[str, int]
    flushes: int
    restarts: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    doses: int
    slept: int
    seconds: float
    workers: int = 2


class Scene:
    """The stores, the people and the workers of a run."""

    def __init__(self, stores: Stores, settings: Settings, *, folder: Path, options: Options) -> None:
        self.stores = stores
        self.settings = settings
        self.folder = folder
        self.options = options
        self.clock_file = folder / "clock"
        self.sink = Sink()
        self.database = open_database(settings, pool_size=4)
        self.units: UnitOfWorkFactory = unit_of_work_factory(self.database)
        self.flushes = self.restarts = 0
        self._began = time.monotonic()

    def say(self, what: str) -> None:
        """How far the run has come."""
        print(f"{time.monotonic() - self._began:.0f} s: {what}", file=sys.stderr, flush=True)

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.settings.database_url or "",
            "REDIS_URL": self.settings.redis_url or "",
            "DATA_DIR": str(self.settings.data_dir),
            "LEASE_SECONDS": "3",
            "RETENTION_DAYS": "0",
            "WEBHOOK_ALLOW_PRIVATE": "1",
            "BENCH_CLOCK": str(self.clock_file),
        }

    def telling(self, *, probability: float) -> DoomedWorkers:
        return DoomedWorkers(
            settings=self.environment(),
            log=self.folder / "workers.log",
            probability=probability,
            steps=TELLING if probability else (),
            program=("bench.reminders.worker",),
            rarely=_RARELY,
        )

    def answering(self, *, probability: float) -> DoomedWorkers:
        return DoomedWorkers(
            settings=self.environment(),
            log=self.folder / "answerers.log",
            probability=probability,
            steps=ANSWERING,
            program=("bench.chaos_reminders.answerer",),
        )

    async def add_doses(self, account: Account, *, name: str, count: int, over: timedelta) -> list[Reminder]:
        """So many medicines, one each for as many people, due one after the other from now on."""
        service = ReminderService(unit_of_work=self.units, clock=_Clock())
        first = datetime.now(UTC) + timedelta(seconds=2)
        made: list[Reminder] = []
        for number in range(count):
            user = NewUser(
                id=make_id(),
                account_id=account.id,
                name=f"{name} {number}",
                timezone="UTC",
                channels=(self.channel.replace("127.0.0.1", f"127.0.1.{1 + number % _HOSTS}"),),
                preferences={},
            )
            at = first + over * number / count
            async with self.units() as unit:
                await unit.users.add(user)
                made.append(await service.add_within(unit, _medicine(account, user, name=f"{name} {number}", at=at)))
        return made

    channel = ""

    async def break_stores(self, *, seconds: float) -> None:
        """Flush Redis twice and restart PostgreSQL once, spread over the time."""
        for step in ("flush", "restart", "flush"):
            await asyncio.sleep(seconds / 4)
            if step == "flush":
                await self.stores.command_redis("FLUSHALL")
                self.flushes += 1
            else:
                await asyncio.to_thread(self.stores.stop_postgres)
                await asyncio.sleep(1.0)
                await asyncio.to_thread(self.stores.start_postgres)
                self.restarts += 1


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def _medicine(account: Account, user: NewUser, *, name: str, at: datetime) -> NewReminder:
    return NewReminder(
        id=make_id(),
        account_id=account.id,
        user_id=user.id,
        task_id=None,
        kind=ReminderKind.MEDICINE,
        subject=name,
        timezone="UTC",
        starts_on=at.date(),
        at=at,
    )


async def run(stores: Stores, settings: Settings, *, folder: Path, options: Options) -> Run:
    """Break everything while doses are due, then sleep for a day; then look what became of every dose."""
    scene = Scene(stores, settings, folder=folder, options=options)
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(scene.database.close)
        port = await stack.enter_async_context(listening(scene.sink))
        scene.channel = f"gotify://127.0.0.1:{port}"
        async with open_services(settings, owner="chaos-reminders") as services:
            account = await services.accounts.ensure_default()
        workers, answerers = scene.telling(probability=0.2), scene.answering(probability=0.01)
        due, slept = await _fall_due_while_all_breaks(scene, account, workers, answerers)
        reminders = [*due, *slept]
        scene.say(f"{len(slept)} came while all were asleep")
        await _end_all(scene, [each.id for each in reminders])
        scene.say("every ladder has come to its end")
        verdict = await _judge(scene, reminders, slept=frozenset(str(each.id) for each in slept))
    return Run(
        verdict=verdict,
        deaths=workers.deaths,
        answerers=answerers.deaths,
        flushes=scene.flushes,
        restarts=scene.restarts,
        seconds=time.monotonic() - began,
    )


async def _fall_due_while_all_breaks(
    scene: Scene, account: Account, workers: DoomedWorkers, answerers: DoomedWorkers
) -> tuple[list[Reminder], list[Reminder]]:
    options = scene.options
    over = asyncio.Event()
    due = await scene.add_doses(account, name="dose", count=options.doses, over=timedelta(seconds=options.seconds))
    keeping = [
        asyncio.create_task(workers.keep_up(options.workers, until=over)),
        asyncio.create_task(answerers.keep_up(1, until=over)),
    ]
    try:
        scene.say(f"{len(due)} doses fall due")
        await scene.break_stores(seconds=options.seconds)
        scene.say("no more stores are broken")
        await until_some(lambda: _all_told(scene, due), seconds=PATIENCE_SECONDS, pause=1.0)
        scene.say("all are told")
        answered = [each for each in due if is_answered(each.id)]
        await until_some(lambda: _all_taken(scene, answered), seconds=PATIENCE_SECONDS, pause=1.0)
        scene.say(f"{len(answered)} are answered")
    finally:
        over.set()
        await asyncio.gather(*keeping)
    return due, await _sleep_for_a_day(scene, account)


async def _sleep_for_a_day(scene: Scene, account: Account) -> list[Reminder]:
    """Nobody works; doses fall due over a day; then everybody wakes up, by a clock that has jumped."""
    slept = await scene.add_doses(account, name="slept", count=scene.options.slept, over=SLEEP - timedelta(minutes=5))
    # The database's clock can't be set, so the rows are a day older instead, and all others with them.
    async with scene.database.transaction() as session:
        for rows, columns in ((_OCCURRENCES, ("scheduled_for", "due_at")), (_REMINDERS, ("at",))):
            key = rows.c.reminder_id if rows is _OCCURRENCES else rows.c.id
            values = {name: rows.c[name] - SLEEP for name in columns}
            on = rows.c.local_date if rows is _OCCURRENCES else rows.c.starts_on
            values[on.name] = on - 1
            await session.execute(update(rows).where(key.in_([each.id for each in slept])).values(values))
        planned = update(_REMINDERS).where(_REMINDERS.c.id.in_([each.id for each in slept]))
        await session.execute(planned.values(planned_until=func.now() - SLEEP, status="active"))
    over = asyncio.Event()
    awake = scene.telling(probability=0.0)
    keeping = asyncio.create_task(awake.keep_up(scene.options.workers, until=over))
    try:
        await until_some(lambda: _all_told(scene, slept, or_missed=True), seconds=PATIENCE_SECONDS, pause=1.0)
    finally:
        over.set()
        await keeping
    return slept


async def _end_all(scene: Scene, ids: list[UUID]) -> None:
    """Step the clock and the rows by a day, so that every ladder comes to its end."""
    async with scene.database.transaction() as session:
        waiting = update(_OCCURRENCES).where(_OCCURRENCES.c.reminder_id.in_(ids), _OCCURRENCES.c.status == "scheduled")
        await session.execute(waiting.values(due_at=func.now()))
    step_clock(scene.clock_file, SLEEP.total_seconds())
    over = asyncio.Event()
    last = scene.telling(probability=0.0)
    keeping = asyncio.create_task(last.keep_up(scene.options.workers, until=over))
    try:
        await until_some(lambda: _all_ended(scene, ids), seconds=PATIENCE_SECONDS, pause=1.0)
    finally:
        over.set()
        await keeping


async def _all_told(scene: Scene, reminders: list[Reminder], *, or_missed: bool = False) -> bool:
    c = _OCCURRENCES.c
    sent = select(_NOTIFICATIONS.c.occurrence_id).where(_NOTIFICATIONS.c.status == "completed")
    done = c.id.in_(sent) | (c.outcome.is_not(None) if or_missed else c.outcome == "taken")
    return await _count(scene, reminders, done) >= len(reminders)


async def _all_taken(scene: Scene, reminders: list[Reminder]) -> bool:
    return await _count(scene, reminders, _OCCURRENCES.c.outcome == "taken") >= len(reminders)


async def _all_ended(scene: Scene, ids: list[UUID]) -> bool:
    """Nothing waits for a worker any more. What is left of a ladder is made due again and again."""
    c = _OCCURRENCES.c
    async with scene.database.transaction() as session:
        waiting = update(_OCCURRENCES).where(c.reminder_id.in_(ids), c.status == "scheduled")
        await session.execute(waiting.values(due_at=func.now()))
        left = select(func.count()).select_from(_OCCURRENCES).where(c.reminder_id.in_(ids), c.outcome.is_(None))
        return await session.scalar(left) == 0


async def _count(scene: Scene, reminders: list[Reminder], condition: Any) -> int:
    c = _OCCURRENCES.c
    counted = (
        select(func.count()).select_from(_OCCURRENCES).where(c.reminder_id.in_([r.id for r in reminders]), condition)
    )
    try:
        async with scene.database.transaction() as session:
            return int(await session.scalar(counted) or 0)
    except Exception as error:  # noqa: BLE001 - PostgreSQL may be away at this moment
        print(f"looking again: {type(error).__name__}", file=sys.stderr)
        return 0


async def _judge(scene: Scene, reminders: list[Reminder], *, slept: frozenset[str]) -> Verdict:
    rows: dict[str, list[Occurrence]] = {}
    async with scene.units() as unit:
        for reminder in reminders:
            narrowed = OccurrenceFilter(reminder_id=reminder.id)
            rows[str(reminder.id)] = await unit.occurrences.list_page(
                narrowed, account_id=reminder.account_id, before=None, limit=10
            )
    c = _NOTIFICATIONS.c
    statement = select(c.id, c.occurrence_id, c.key, c.epoch).where(c.occurrence_id.is_not(None))
    async with scene.database.transaction() as session:
        found = (await session.execute(statement)).all()
    messages = [Told(id=str(row[0]), occurrence_id=str(row[1]), key=row[2], epoch=row[3]) for row in found]
    arrived = {key: len(came) for key, came in scene.sink.came_at.items()}
    return judge(rows, messages, arrived, slept=slept)


def render(done: Run) -> str:
    """The page of a run."""
    verdict = done.verdict
    rows: list[list[object]] = [
        ["doses due", verdict.due],
        ["told at least once", verdict.told],
        ["due while all were asleep: told late within their window", verdict.told_late],
        ["due while all were asleep: recorded as missed", verdict.missed_untold],
        ["lost", sum("lost" in each for each in verdict.wrong)],
        ["recorded twice", sum("instead of one" in each for each in verdict.wrong)],
        ["messages that came twice, in flight at a kill, under the same id", verdict.twice],
        *([f"outcome {name}", count] for name, count in sorted(verdict.outcomes.items())),
        ["workers killed", sum(done.deaths.values())],
        *([f"killed {step}", count] for step, count in sorted(done.deaths.items())),
        ["who answers, killed", sum(done.answerers.values())],
        *([f"killed {step}, answering", count] for step, count in sorted(done.answerers.items())),
        ["PostgreSQL restarted", done.restarts],
        ["Redis flushed", done.flushes],
        ["seconds", round(done.seconds)],
    ]
    lines = [
        "# Chaos of reminders",
        "",
        "Written by `make chaos-reminders`. Doses fall due while two workers at a time are killed (SIGKILL) at every step between",
        "reading what is due and the channel's answer, somebody who answers half of them is killed before and behind the answer,",
        "PostgreSQL is restarted and Redis flushed. Then nobody works for a day in which further doses are due. What arrived at the",
        "channel and what is recorded is held against what was due.",
        "",
        "good" if verdict.is_good else "NOT GOOD",
        "",
        table(["figure", ""], rows),
        "",
        *(f"- {each}" for each in verdict.wrong[:50]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def rehearse(*, folder: Path, options: Options) -> Run:
    """A whole run over servers of its own."""
    stores = Stores(folder / "data")
    stores.start()
    try:
        loaded = load_settings(
            env_file=None, data_dir=folder / "data", database_url=stores.database_url, redis_url=stores.redis_url
        )
        return asyncio.run(run(stores, with_development_keys(loaded), folder=folder, options=options))
    finally:
        stores.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.chaos_reminders", description=__doc__)
    parser.add_argument("--doses", type=int, default=600)
    parser.add_argument("--slept", type=int, default=96, help="doses due while nobody works")
    parser.add_argument("--seconds", type=float, default=60.0, help="in which the doses fall due")
    parser.add_argument("--write", action="store_true", help="write bench/CHAOS_REMINDERS.md")
    given = parser.parse_args()
    with private_folder() as folder:
        options = Options(doses=given.doses, slept=given.slept, seconds=given.seconds)
        done = rehearse(folder=folder, options=options)
    page = render(done)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")
    return 0 if done.verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
