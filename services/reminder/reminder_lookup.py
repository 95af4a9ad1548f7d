"""Telling what comes, what was taken and which reminders there are."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Annotated

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.domain import Details, Queue
from core.outcome import Completed, Outcome
from core.reminder import OccurrenceStatus, Reminder, ReminderKind, ReminderStatus
from core.when import is_in_part, to_instant, to_local
from services.ability import BaseTaskService, TaskDetails, Wish
from services.reminder.doses import time_of
from services.reminder.fields import Day, Medicine
from services.reminder.lookup_words import Wanted, read_part, read_wanted
from services.reminder.needed import describe_allowance, find_allowed
from services.reminder.occurrence_state import OccurrenceState, with_reminders
from services.reminder.reminder_finder import Sought, describe_known, find_meant
from services.reminder.reminder_lookup_cues import CUES
from services.reminder.reminder_words import KNOWN_SUBJECT_LEADS
from services.reminder.telling import Asked, describe_day_plan, describe_next, describe_taken
from services.reminder.telling_medicines import describe_wanted, say_waiting

_TAKEN = frozenset({"did i", "have i"})
_OTHERS = tuple(
    f"{verb} {who}"
    for verb in ("did", "has")
    for who in ("she", "he", "mum", "mom", "mam", "dad", "gran", "nan", "grandma", "grandpa", "my mother", "my father")
)
"""Who asks so speaks of the person helped, as family do."""
_NEXT = frozenset({"next", "when", "what time"})
_LIST = frozenset({"reminders"})
_OPEN = frozenset({OccurrenceStatus.DUE, OccurrenceStatus.SNOOZED})
_LIVING = frozenset({ReminderStatus.ACTIVE, ReminderStatus.PAUSED})
_MEDICINES = frozenset({"do i take"})
_DAY = frozenset({"today", "tomorrow", *_MEDICINES})


class ReminderLookupDetails(TaskDetails):
    """What is asked about; everything of today and the next days where nothing is said."""

    asked: Annotated[
        str | None,
        Slot(
            kind=SlotKind.CHOICE,
            values=(
                "did I",
                "have I",
                *_OTHERS,
                "next",
                "do I take",
                "today",
                "tomorrow",
                "what time",
                "when",
                "reminders",
            ),
        ),
    ] = Field(default=None, description="What is asked, by the words that betray it.")
    subject: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="Which reminder do you mean?",
            after=KNOWN_SUBJECT_LEADS,
        ),
    ] = Field(default=None, max_length=500, description="The reminder that is meant, by words of what it says.")
    medicine: Medicine = Field(default=None, description="The medicine that is asked about.")
    date: Day = Field(default=None, description="The day that is asked about.")
    wanted: Wanted | None = Field(default=None, description="What is asked, where it is more than when and whether.")
    part: str | None = Field(default=None, max_length=20, description="The part of the day that is asked about.")


class ReminderLookupService(BaseTaskService[ReminderLookupDetails]):
    """Answers from what is recorded, and changes nothing."""

    intent = "reminder_lookup"
    queue = Queue.REMINDER
    summary = "tell you what is due and what you have taken"
    details_model = ReminderLookupDetails
    required = ()
    cues = CUES

    def hear(self, details: Details, text: str) -> Details:
        heard: dict[str, JsonValue] = {**details}
        if wanted := read_wanted(text):
            heard["wanted"] = wanted.value
        if part := read_part(text):
            heard["part"] = part
        return heard

    async def perform(self, wish: Wish[ReminderLookupDetails]) -> Outcome:
        said, task, now = wish.details, wish.task, self._tools.clock.now()
        today = to_local(now, task.timezone).date()
        # A day said on a clock that is ahead of ours is as far from today as it was from that clock's today.
        day = today + (said.date - to_local(wish.now, task.timezone).date()) if said.date else today
        async with self._tools.unit_of_work() as unit:
            known = await unit.reminders.list_of_user(task.user_id, account_id=task.account_id)
            start, end = (to_instant(each, time(), task.timezone) for each in (day, day + timedelta(days=1)))
            stored = await unit.occurrences.list_between(
                task.user_id, account_id=task.account_id, since=start, until=end
            )
            states = await with_reminders(unit, stored)
            user = await unit.users.get(task.user_id, account_id=task.account_id)
        reminders = list({each.id: each for each in [*known, *(state.reminder for state in states)]}.values())
        is_about_other = (said.asked or "").casefold() in _OTHERS
        named = said.medicine if is_about_other else said.subject or said.medicine
        meant = find_meant(Sought(words=named), reminders, today=today)
        if named and not meant:
            return Completed(summary=describe_known(known, today=today), data={"reminders": len(known)})
        needed = [each for each in meant if each.regimen.as_needed is not None]
        if named and len(needed) == 1 and (said.asked or "").casefold() in _NEXT:
            async with self._tools.unit_of_work() as unit:
                allowed = await find_allowed(unit, needed[0], now=now)
            return Completed(summary=describe_allowance(needed[0], allowed))
        about = (user.known_name or "the person I look after") if is_about_other else None
        asked = Asked(now=now, today=today, day=day, about=about)
        return Completed(summary=_answer(said, meant, states, asked=asked))


def _answer(
    said: ReminderLookupDetails, meant: Sequence[Reminder], states: Sequence[OccurrenceState], *, asked: Asked
) -> str:
    words = (said.asked or "").casefold()
    ids = {each.id for each in meant}
    is_named = bool(said.subject or said.medicine)
    shown = [each for each in states if each.reminder.id in ids or not is_named]
    if said.part:
        shown = [each for each in shown if is_in_part(time_of(each), said.part)]
        if not shown:
            return f"I have nothing written down for the {said.part}. {describe_next(meant, now=asked.now)}"
    if words in _MEDICINES:
        meant = [each for each in meant if each.kind is ReminderKind.MEDICINE]
        shown = [each for each in shown if each.reminder.kind is ReminderKind.MEDICINE]
    asks_when = is_named and words in _NEXT and said.wanted is Wanted.PLAN  # of one medicine: when it comes next
    if said.wanted is not None and words not in _OTHERS and not asks_when:
        medicines = [each for each in meant if each.kind is ReminderKind.MEDICINE]
        return describe_wanted(said.wanted, shown, medicines, asked=asked)
    if words in _TAKEN or words in _OTHERS:
        return describe_taken(shown, meant, asked=asked)
    if words in _LIST:
        return describe_known([each for each in meant if each.status in _LIVING], today=asked.today)
    if words in _NEXT or (is_named and said.date is None and words not in _DAY):
        waiting = [each for each in shown if each.status in _OPEN]
        return f"{say_waiting(waiting)}{describe_next(meant, now=asked.now)}"
    return describe_day_plan(shown, meant, asked=asked)
