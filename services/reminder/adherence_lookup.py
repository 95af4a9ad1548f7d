"""Telling how it went with the medicines over a week or a month: from the numbers of `GET /v1/adherence`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from core.ability import Cues, Slot, SlotKind
from core.adherence import Counts, DoseResult, MedicineAdherence
from core.domain import Queue
from core.outcome import Completed, Outcome
from core.when import describe_day, to_local
from services.ability import BaseTaskService, TaskDetails, Wish
from services.booking.wording import join_spoken
from services.records.records import RangeAsked, Records
from services.reminder.fields import Medicine
from services.reminder.reminder_finder import is_any_medicine
from services.reminder.reminder_words import MEDICINE
from services.reminder.wording import bare_medicine

_PERIODS: Mapping[str, tuple[str, ...]] = {
    "last week": ("last week", "the week before"),
    "the last seven days": (
        "past week",
        "last seven days",
        "last 7 days",
        "past seven days",
        "past 7 days",
        "lately",
        "recently",
    ),
    "last month": ("last month", "the month before"),
    "the last thirty days": ("past month", "last thirty days", "last 30 days", "past thirty days", "past 30 days"),
    "this month": ("this month",),
    "this week": ("this week", "the week", "so far"),
}
_OTHERS = (
    *(
        "mum",
        "mom",
        "mam",
        "mother",
        "dad",
        "father",
        "gran",
        "granny",
        "grandma",
        "grandpa",
        "nan",
        "she",
        "he",
        "her",
        "his",
    ),
    *("my husband", "my wife", "my aunt", "my uncle", "my sister", "my brother"),
)
_WHEN = r"(?:(?:this|last|past|the) (?:week|month)|(?:last|past) (?:seven|7|thirty|30) days|lately|recently|so far)"
_WHO = r"(?:i|we|she|he|mum|mom|mam|dad|gran|granny|grandma|grandpa|nan|my \w+|mother|father)"
_TOOK = r"(?:take|taken|taking|took|had|have|miss|missed|missing|forget|forgot|forgotten|skip|skipped)"
_MOST_NAMED = 4


class AdherenceLookupDetails(TaskDetails):
    """Which medicine, which time, and who is asked about; this week and all medicines where nothing is said."""

    period: Annotated[
        str | None, Slot(kind=SlotKind.CHOICE, values=tuple(word for words in _PERIODS.values() for word in words))
    ] = Field(default=None, description='Which time is asked about, as said: "this week", "last month".')
    medicine: Medicine = Field(default=None, description="The medicine that is asked about.")
    other: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=_OTHERS)] = Field(
        default=None, description='Who took it, where the speaker asks about somebody else: "mum", "she".'
    )


class AdherenceLookupService(BaseTaskService[AdherenceLookupDetails]):
    """Answers from what is recorded, without praise or blame, and changes nothing."""

    intent = "adherence_lookup"
    queue = Queue.REMINDER
    summary = "tell you how it went with your medicines this week"
    details_model = AdherenceLookupDetails
    required = ()
    cues = Cues(
        phrases=(
            (
                rf"\bhow (?:have|has|did|am|is|are|do) {_WHO}\b.{{0,30}}\b(?:done|do|doing|been|managed?|getting on)\b.{{0,25}}\b{MEDICINE}\b",
                2.0,
            ),
            (
                rf"\b(?:did|have|has|was|were|had|how (?:many|often|much)|which)\b.{{0,40}}\b{_TOOK}\b.{{0,30}}\b{MEDICINE}\b.{{0,25}}\b{_WHEN}",
                2.2,
            ),
            (rf"\bhow (?:many|often)\b.{{0,30}}\b{MEDICINE}\b.{{0,25}}\b{_TOOK}\b.{{0,25}}\b{_WHEN}", 2.2),
        ),
        examples=(
            "How have I done with my pills this week?",
            "Did mum take her pills this week?",
            "How many tablets did I miss last month?",
            "How is she doing with her medicines?",
        ),
    )

    async def perform(self, wish: Wish[AdherenceLookupDetails]) -> Outcome:
        said, task = wish.details, wish.task
        now = self._tools.clock.now()
        today = to_local(now, task.timezone).date()
        period, since, until = find_period(said.period, today=today)
        records = Records(unit_of_work=self._tools.unit_of_work, clock=self._tools.clock)
        whose = {"account_id": task.account_id, "user_id": task.user_id}
        found = await records.count(RangeAsked(**whose, since=since, until=until if until <= today else None))
        medicines = [each for each in found.medicines if _is_meant(each.medicine, said.medicine)]
        total = sum((each.counts for each in medicines), Counts())
        async with self._tools.unit_of_work() as unit:
            name = (await unit.users.get(task.user_id, account_id=task.account_id)).known_name
        who = "you" if said.other is None else (name or "the person")
        span = (
            f"{period}, since {describe_day(since, today)}"
            if until > today
            else f"{period}, from {describe_day(since, today)}"
        )
        summary = describe(medicines, total, who=who, span=span, verb="have" if said.other is None else "has")
        counts = {each.value: total.of(each) for each in DoseResult}
        return Completed(summary=summary, data={"planned": total.planned, **counts})


def find_period(said: str | None, *, today: date) -> tuple[str, date, date]:
    """The words of a time, its first day, and the day behind its last one; weeks begin on Monday."""
    words = (said or "this week").casefold()
    period = next((name for name, ways in _PERIODS.items() if words in ways), "this week")
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    tomorrow = today + timedelta(days=1)
    match period:
        case "last week":
            return period, monday - timedelta(days=7), monday
        case "this month":
            return period, first, tomorrow
        case "last month":
            return period, (first - timedelta(days=1)).replace(day=1), first
        case "the last seven days":
            return period, today - timedelta(days=6), tomorrow
        case "the last thirty days":
            return period, today - timedelta(days=29), tomorrow
        case _:
            return period, monday, tomorrow


def describe(medicines: Sequence[MedicineAdherence], total: Counts, *, who: str, span: str, verb: str) -> str:
    """The numbers in plain sentences."""
    lead = span[0].upper() + span[1:]
    if not total.planned:
        needed = [f"{each.medicine} {_times(each.as_needed)}" for each in medicines if each.as_needed]
        taken = f" As needed: {join_spoken(needed, last='and')}." if needed else ""
        return f"{lead}: I have nothing written down that was planned.{taken}"
    confirmed = total.of(DoseResult.TAKEN) + total.of(DoseResult.LATE)
    doses = "dose" if total.planned == 1 else "doses"
    sentences = [f"{lead}: {who} {verb} confirmed {confirmed or 'none'} of {total.planned} {doses}{_late(total)}."]
    for result, words in ((DoseResult.MISSED, "not confirmed"), (DoseResult.SKIPPED, "left out")):
        if number := total.of(result):
            sentences.append(f"{number} {'was' if number == 1 else 'were'} {words}.")
    if number := total.of(DoseResult.UNKNOWN):
        sentences.append(f"Of {number} I don't know, because I could not remind {who}.")
    planned = [each for each in medicines if each.counts.planned]
    if 1 < len(planned) <= _MOST_NAMED:
        sentences.append(f"{join_spoken([_of_medicine(each) for each in planned], last='and')}.")
    return " ".join(sentences)


def _late(total: Counts) -> str:
    late = total.of(DoseResult.LATE)
    return f", {late} of them late" if late else ""


def _of_medicine(each: MedicineAdherence) -> str:
    confirmed = each.counts.of(DoseResult.TAKEN) + each.counts.of(DoseResult.LATE)
    return f"{each.medicine}: {confirmed} of {each.counts.planned}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _is_meant(medicine: str, said: str | None) -> bool:
    said = re.sub(rf"\b{_WHEN}\b", " ", (said or "").casefold())
    if is_any_medicine(said):
        return True
    words, name = set(bare_medicine(said).split()), set(medicine.casefold().split())
    return words <= name or name <= words
