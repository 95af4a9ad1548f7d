"""How much of a medicine there is: written down, filled up, and looked up."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.domain import Question, Queue
from core.outcome import Completed, Outcome
from core.reminder import Reminder, ReminderKind
from core.stock import spell
from core.when import describe_day, to_local
from services.ability import BaseTaskService, TaskDetails, Wish
from services.booking.wording import join_spoken
from services.effect_ledger import Response
from services.reminder.fields import Medicine
from services.reminder.medicine_stock_cues import ASKS, COUNTS, CUES, FILLS
from services.reminder.recorded import find_recorded, record_once
from services.reminder.reminder_finder import Sought, find_meant
from services.reminder.reminder_words import MEDICINES
from services.reminder.stock import StockState, fill_within, look_within
from services.reminder.storing import ask

_UNITS = (
    *("tablets", "tablet", "pills", "pill", "capsules", "capsule", "drops", "puffs", "doses", "sachets", "patches"),
    *("vitamins", "painkillers", "left", "of them", *MEDICINES),
)
_MOST_OPTIONS = 4
_AROUND = re.compile(r"\b(?:prescriptions?|run(?:s|ning)? out|left|remaining|of|\d+)\b", re.IGNORECASE)


class MedicineStockDetails(TaskDetails):
    """Of what there is how much."""

    medicine: Medicine = Field(default=None, description="The medicine that is counted.")
    amount: Annotated[int | None, Slot(kind=SlotKind.COUNT, ask="How many are there?", units=_UNITS)] = Field(
        default=None, ge=0, le=100_000, description="How many there are, or came in addition."
    )
    said: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=(*COUNTS, *FILLS, *ASKS))] = Field(
        default=None,
        max_length=50,
        description="The words that tell whether it is counted (left), was filled up (picked up), or is asked (how many).",
    )


class MedicineStockService(BaseTaskService[MedicineStockDetails]):
    """Keeps the count of what is in the house."""

    intent = "medicine_stock"
    queue = Queue.REMINDER
    summary = "keep count of your medicines and tell you when they run out"
    details_model = MedicineStockDetails
    required = ()
    cues = CUES
    keeps_something = True

    def read_back(self, details: MedicineStockDetails) -> str:
        if details.amount is None:
            return "Shall I look up how many you have left?"
        more = " more" if _fills(details) else ""
        return f"Shall I write down that you have {details.amount}{more} of your {details.medicine or 'medicine'}?"

    async def perform(self, wish: Wish[MedicineStockDetails]) -> Outcome:
        said, task, now = wish.details, wish.task, self._tools.clock.now()
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "stock"):
                return Completed(summary=str(done["summary"]), data={"left": done["left"]})
            known = await unit.reminders.list_of_user(task.user_id, account_id=task.account_id)
            today = to_local(now, task.timezone).date()
            sought = Sought(words=_plain(said.medicine), only_medicines=True)
            meant = _one_of_each(find_meant(sought, known, today=today))
            if not meant:
                return Completed(summary=_nothing_known(known))
            if said.amount is None and not _counts(said):
                states = [await look_within(unit, each, now=now) for each in meant[:_MOST_OPTIONS]]
                return Completed(summary=" ".join(_describe(each, today=today) for each in states))
        if len(meant) > 1:
            options = tuple(each.subject for each in meant[:_MOST_OPTIONS])
            return ask(wish, Question(text=f"Of which: {join_spoken(options)}?", slot="medicine", options=options))
        if said.amount is None:
            return ask(wish, self.question_for("amount"))
        return await self._fill(wish, meant[0], today=today)

    async def _fill(self, wish: Wish[MedicineStockDetails], reminder: Reminder, *, today: date) -> Outcome:
        said, now = wish.details, self._tools.clock.now()

        async def fill() -> Response:
            state = await fill_within(unit, reminder, Decimal(said.amount or 0), adds=_fills(said), now=now)
            left: JsonValue = float(state.stock.left) if state.stock else None
            return {"summary": _describe(state, today=today), "left": left}

        async with self._tools.unit_of_work() as unit:
            done = await record_once(unit, wish, "stock", change=fill)
        return Completed(summary=str(done["summary"]), data={"left": done["left"]})


def _plain(medicine: str | None) -> str | None:
    """The medicine without what was said around it: "prescription, 56 tablets", "tablets run out"."""
    return _AROUND.sub(" ", medicine or "").strip(" ,.") or None


def _counts(said: MedicineStockDetails) -> bool:
    """Whether it was said, and not asked, how many there are."""
    return _fills(said) or (said.said or "").casefold() in COUNTS


def _fills(said: MedicineStockDetails) -> bool:
    return (said.said or "").casefold() in FILLS


def _one_of_each(reminders: Sequence[Reminder]) -> list[Reminder]:
    """One reminder of each medicine: they share a stock."""
    medicines = [each for each in reminders if each.kind is ReminderKind.MEDICINE]
    return list({each.subject.casefold(): each for each in medicines}.values())


def _describe(state: StockState, *, today: date) -> str:
    if state.stock is None:
        return f"Nobody has told me how many of your {state.medicine} there are."
    count = f"There are {spell(state.stock.left)} of your {state.medicine}"
    if state.forecast.lasts_until:
        return f"{count}, enough until {describe_day(state.forecast.lasts_until, today)}."
    if state.forecast.runs_out_on:
        return f"{count}, not enough for the next dose."
    return f"{count}."


def _nothing_known(known: Sequence[Reminder]) -> str:
    names = list(dict.fromkeys(each.subject for each in known if each.kind is ReminderKind.MEDICINE))
    if not names:
        return "I have no medicine of yours, so there is nothing to count. I can remind you of one."
    return f"I count only the medicines that I remind you of: {join_spoken(names[:_MOST_OPTIONS], last='and')}."
