"""Stocks of medicines: counted down as doses are taken, up again where an answer was wrong, forecast by the plans.

The same medicine of several reminders is one stock. Warnings are stored in the transaction that brings the stock so low,
under a key that makes each of them one for each filling: when it lasts for seven more days, for three, for one dose.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from core.care_edit import CareVerb
from core.clock import Clock
from core.domain import FINAL, Message, Repeat
from core.errors import FieldProblem, InvalidFieldError
from core.new_notification import NewNotification, new_notification
from core.notification import Topic
from core.people import User
from core.profile import read_profile
from core.reminder import Due, Occurrence, Reminder, ReminderKind, ReminderStatus
from core.stock import MOST, Forecast, Stock, read_dose_size, spell
from core.when import describe_day, to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.answering_errors import check_is_medicine
from services.reminder.care_edits import check_may_edit, note_edit
from services.reminder.plan import in_phase, list_due
from services.reminder.wording import address

WARN_AT_DAYS = (7, 3)
_LONGEST = timedelta(days=400)
_MOST_DOSES = 2_000
TOPIC = "stock"
"""Of warnings to the person; contacts hear of them under `refill`."""


class StockBook:
    """Counts doses, in one transaction of the caller."""

    def __init__(self, unit: UnitOfWork, *, now: datetime) -> None:
        self._unit = unit
        self._now = now

    async def count_taken(self, taken: Occurrence, reminder: Reminder) -> None:
        """A dose less, and warnings where that leaves little; nothing where nobody has counted the medicine."""
        stock = await self._unit.medicine_stocks.find(taken.user_id, reminder.subject, is_held=True)
        if stock is None or taken.stock_used is not None:
            return
        size = read_dose_size(in_phase(reminder, taken.phase).dosage)
        used = min(size, stock.left)
        await self._unit.occurrences.write(taken.id, stock_used=used)
        left = await self._unit.medicine_stocks.add(stock, -used)
        await self._warn(left, reminder, size=size)

    async def count_back(self, seen: Occurrence, reminder: Reminder) -> None:
        """It was not taken after all: what it took off is there again."""
        if seen.stock_used is None:
            return
        stock = await self._unit.medicine_stocks.find(seen.user_id, reminder.subject, is_held=True)
        await self._unit.occurrences.write(seen.id, stock_used=None)
        if stock is not None:
            await self._unit.medicine_stocks.add(stock, seen.stock_used)

    async def forecast(self, stock: Stock, reminder: Reminder) -> Forecast:
        """How long it lasts, by all plans of the medicine."""
        known = await self._unit.reminders.list_of_user(stock.user_id, account_id=stock.account_id)
        same = [each for each in known if each.subject.casefold() == stock.medicine]
        plans = [each for each in same if each.kind is ReminderKind.MEDICINE and each.status is ReminderStatus.ACTIVE]
        upcoming = [
            (due, read_dose_size(in_phase(plan, due.phase).dosage))
            for plan in plans
            for due in await self._list_upcoming(plan)
        ]
        size = read_dose_size(reminder.dosage)
        return forecast(stock.left, upcoming, size=size, today=to_local(self._now, reminder.timezone))

    async def _list_upcoming(self, plan: Reminder) -> Sequence[Due]:
        """The doses to come that have not been answered early."""
        rows = await self._unit.occurrences.list_of_reminder(plan.id, since=self._now)
        ended = {(each.local_date, each.slot) for each in rows if each.status in FINAL}
        upcoming = list_due(plan, after=self._now, until=self._now + _LONGEST, most=_MOST_DOSES)
        return [due for due in upcoming if (due.on, due.slot) not in ended]

    async def _warn(self, stock: Stock, reminder: Reminder, *, size: Decimal) -> None:
        ahead = await self.forecast(stock, reminder)
        today = to_local(self._now, reminder.timezone).date()
        days = (ahead.lasts_until - today).days if ahead.lasts_until else 0
        is_near = ahead.runs_out_on is not None
        mark = next((each for each in reversed(WARN_AT_DAYS) if is_near and days <= each), None)
        marks = [f"days:{mark}"] if mark else []
        if size <= stock.left < 2 * size:
            marks = ["one-left"]
        elif stock.left < size:
            marks = ["empty"]
        if not marks:
            return
        user = await self._unit.users.get(stock.user_id, account_id=stock.account_id)
        notices = [each for mark in marks for each in await self._compose(mark, stock, reminder, user, ahead)]
        added = await self._unit.notifications.add_many(notices)
        # Nobody here can ring after the commit: the next sweep does.
        if added:
            await self._unit.notifications.forget_dispatches([each.id for each in added])

    async def _compose(
        self, mark: str, stock: Stock, reminder: Reminder, user: User, ahead: Forecast
    ) -> list[NewNotification]:
        """To the person, and to contacts who hear of refills."""
        today = to_local(self._now, reminder.timezone).date()
        left = _say_left(mark, stock, ahead)
        until = f", enough until {describe_day(ahead.lasts_until, today)}" if ahead.lasts_until else ""
        key = f"stock:{stock.id}:{stock.filling}:{mark}"
        text = address(f"there is {left} of your {reminder.subject}{until}. Please ask for more.", name=user.known_name)
        subject = f"Running low: {reminder.subject}"[:200]
        own = Message(
            key=key,
            to=user.name,
            channels=user.channels,
            subject=subject,
            text=text,
            topic=TOPIC,
            repeat=Repeat.SAME_ID,
        )
        shares = read_profile(user.preferences).share_medicine_names
        what = f"the {reminder.subject}" if shares else "a medicine"
        news = f"There is {left} of {what} of {user.known_name or 'the person you look after'}{until}."
        contacts = await self._unit.contacts.list_of_user(user.id, account_id=user.account_id)
        told = [
            replace(own, key=f"{key}:{each.id}", to=each.name, contact_id=each.id, channels=each.channels)
            for each in contacts
            if each.consented_at and each.channels and Topic.REFILL in each.heard_topics
        ]
        about = f"About {user.known_name or 'the person you look after'}"
        messages = [replace(each, subject=about, text=news, topic=Topic.REFILL.value) for each in told]
        messages = [own, *messages] if user.channels else messages
        return [new_notification(each, account_id=user.account_id, user_id=user.id) for each in messages]


def forecast(left: Decimal, upcoming: Sequence[tuple[Due, Decimal]], *, size: Decimal, today: datetime) -> Forecast:
    """How long so much lasts for these doses to come: pure. `today` on the person's clock."""
    doses, covered = int(left / size), None
    for due, each in sorted(upcoming, key=lambda pair: pair[0].at):
        if each > left:
            days = (due.on - today.date()).days
            return Forecast(doses=doses, lasts_until=covered, runs_out_on=due.on, days=days)
        left, covered = left - each, due.on
    return Forecast(doses=doses)


def _say_left(mark: str, stock: Stock, ahead: Forecast) -> str:
    if mark == "one-left":
        return "one dose left"
    if mark == "empty":
        return "nothing left" if not stock.left else f"less than a dose left ({spell(stock.left)})"
    return f"{spell(stock.left)} left" + (
        f" ({ahead.doses} doses)" if ahead.doses and ahead.doses != stock.left else ""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StockState:
    """How much there is of a medicine (`stock` None: nobody has counted it), and how long that lasts."""

    medicine: str
    stock: Stock | None
    forecast: Forecast


Check = Callable[[StockState], None]


class StockService:
    """Stocks, for callers. Everything raises NotFoundError for what the account can't see, and OccurrenceAnsweredError for
    a reminder that is of no medicine.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def look(self, reminder_id: UUID, *, account_id: UUID) -> StockState:
        """How much there is of the medicine of a reminder, and how long that lasts."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get(reminder_id, account_id=account_id)
            check_is_medicine(reminder)
            return await look_within(unit, reminder, now=self._clock.now())

    async def fill(
        self,
        reminder_id: UUID,
        amount: Decimal,
        *,
        account_id: UUID,
        adds: bool,
        carer_id: UUID | None = None,
        check: Check | None = None,
    ) -> StockState:
        """Write how much there is, or how much came in addition; who did it is recorded where a contact acts.

        `check` raises where it is not what the caller has seen.

        Raises:
            InvalidFieldError: that would be more than anybody has.
        """
        async with self._unit_of_work() as unit:
            reminder = await self._find(unit, reminder_id, account_id, check)
            check_is_medicine(reminder)
            await check_may_edit(unit, reminder, carer_id)
            await note_edit(unit, reminder, carer_id, CareVerb.STOCKED)
            return await fill_within(unit, reminder, amount, adds=adds, now=self._clock.now())

    async def forget(
        self, reminder_id: UUID, *, account_id: UUID, carer_id: UUID | None = None, check: Check | None = None
    ) -> None:
        """Count the medicine no more; `check` as in `fill`."""
        async with self._unit_of_work() as unit:
            reminder = await self._find(unit, reminder_id, account_id, check)
            await check_may_edit(unit, reminder, carer_id)
            await note_edit(unit, reminder, carer_id, CareVerb.STOCKED)
            await unit.medicine_stocks.remove(reminder.user_id, reminder.subject)

    async def _find(self, unit: UnitOfWork, reminder_id: UUID, account_id: UUID, check: Check | None) -> Reminder:
        """The reminder; where its stock is checked, nobody else writes that before this transaction ends."""
        if check is None:
            return await unit.reminders.get(reminder_id, account_id=account_id)
        reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
        await unit.medicine_stocks.find(reminder.user_id, reminder.subject, is_held=True)
        check(await look_within(unit, reminder, now=self._clock.now()))
        return reminder


async def look_within(unit: UnitOfWork, reminder: Reminder, *, now: datetime) -> StockState:
    """As `StockService.look`, in the caller's transaction."""
    stock = await unit.medicine_stocks.find(reminder.user_id, reminder.subject)
    ahead = await StockBook(unit, now=now).forecast(stock, reminder) if stock else Forecast()
    return StockState(medicine=reminder.subject, stock=stock, forecast=ahead)


async def fill_within(
    unit: UnitOfWork, reminder: Reminder, amount: Decimal, *, adds: bool, now: datetime
) -> StockState:
    """As `StockService.fill`, in the caller's transaction."""
    stock = await unit.medicine_stocks.fill(
        reminder.user_id, reminder.subject, account_id=reminder.account_id, left=amount, adds=adds
    )
    if stock.left > MOST:
        detail = f"That would be more than {MOST} in all; set how much there is instead."
        raise InvalidFieldError(detail, [FieldProblem("/amount", detail)])
    ahead = await StockBook(unit, now=now).forecast(stock, reminder)
    return StockState(medicine=reminder.subject, stock=stock, forecast=ahead)
