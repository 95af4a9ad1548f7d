"""Recording that a medicine was taken."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.domain import Question, Queue
from core.outcome import AsksToConfirm, Completed, Fails, Outcome
from core.reminder import OccurrenceStatus, Reminder, ReminderKind
from core.when import to_local
from services.ability import BaseTaskService, TaskDetails, Wish
from services.effect_ledger import Response
from services.reminder.answering import Answering
from services.reminder.doses import (
    DAYS_BACK,
    DOUBT_WORDS,
    LOOK_BACK,
    PART_WORDS,
    ToConfirm,
    choose_doses,
    choose_of_day,
    is_around,
    pick_one_each,
    question_doubt,
    speak_of,
)
from services.reminder.fields import Day, Hour, Hours, Medicine, times_of
from services.reminder.ladder import EARLY
from services.reminder.meant import nothing_found
from services.reminder.medicine_taken_cues import CUES
from services.reminder.needed import describe_taken, take_within
from services.reminder.occurrence_answers import BY_WORDS
from services.reminder.occurrence_state import OccurrenceState, with_reminders
from services.reminder.recorded import find_recorded, record_once
from services.reminder.reminder_finder import Sought, find_hours, find_meant, is_any_medicine
from services.reminder.storing import ask
from services.reminder.telling import describe_next
from services.reminder.wording import bare_medicine, describe_span, to_listener
from services.task_view import instant_text

_DOUBTS = re.compile(rf"\b(?:{'|'.join([*PART_WORDS, *DOUBT_WORDS])})\b", re.IGNORECASE)


_NO_OTHER = (
    "I have no other dose planned for now, so I have written down nothing more; the one that you took before stays written "
    "down. If you have taken more than you should, please ask your pharmacist or doctor, or somebody you trust."
)


class MedicineTakenDetails(TaskDetails):
    """What was taken, and when."""

    medicine: Medicine = Field(default=None, description="The medicine that was taken, as said.")
    time: Hour = Field(default=None, description="The time of the dose that is meant.")
    times: Hours = Field(default=None, description="The times of the doses that are meant.")
    date: Day = Field(default=None, description="The day on which it was taken.")
    doubt: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=(*PART_WORDS, *DOUBT_WORDS))] = Field(
        default=None,
        max_length=50,
        description="The words that leave open whether all of it was taken: a doubt, a part of it, a 'not'.",
    )
    seen: tuple[UUID, ...] | None = Field(default=None, description="What was read back: the due times.")


class MedicineTakenService(BaseTaskService[MedicineTakenDetails]):
    """Records the answer to a dose that is due, or nearly."""

    intent = "medicine_taken"
    queue = Queue.REMINDER
    summary = "write down that you took your medicine"
    details_model = MedicineTakenDetails
    required = ()
    cues = CUES
    keeps_something = True

    def read_back(self, details: MedicineTakenDetails) -> str:
        what = f"your {bare_medicine(details.medicine)}" if details.medicine else "it"
        return f"Shall I write down that you took {what}?"

    async def perform(self, wish: Wish[MedicineTakenDetails]) -> Outcome:
        wish = replace(wish, details=_plain(wish.details))
        task, now = wish.task, self._tools.clock.now()
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "taken"):
                return _completed(done)
            known = await unit.reminders.list_of_user(task.user_id, account_id=task.account_id)
            around = await unit.occurrences.list_between(
                task.user_id, account_id=task.account_id, since=now - DAYS_BACK, until=now + EARLY
            )
            doses = await with_reminders(unit, around)
        # A reminder may have ended with the dose that is spoken of.
        reminders = list({each.id: each for each in [*known, *(dose.reminder for dose in doses)]}.values())
        if wish.details.seen is not None and task.confirmed:
            choice = _after_yes(wish.details, doses)
        else:
            choice = _choose(wish, doses, reminders, now=now)
        if isinstance(choice, Question):
            return ask(wish, choice, drops=("seen",))
        if isinstance(choice, ToConfirm):
            return _read_back(wish, choice)
        if isinstance(choice, Fails | Completed):
            return choice
        if choice:
            return await self._record(wish, choice)
        if needed := _find_needed(wish.details, known, now=now):
            return await self._record_needed(wish, needed)
        return _nothing_due(wish.details, known, now=now)

    async def _record(self, wish: Wish[MedicineTakenDetails], meant: Sequence[OccurrenceState]) -> Outcome:
        async def take() -> Response:
            answering = Answering(unit, now=self._tools.clock.now())
            for each in meant:
                seen = await unit.occurrences.get_locked(each.occurrence.id, account_id=wish.task.account_id)
                await answering.take(seen, each.reminder, BY_WORDS)
            shown: list[JsonValue] = [_view(each) for each in meant]
            return {"summary": _summarise(meant), "occurrences": shown}

        async with self._tools.unit_of_work() as unit:
            return _completed(await record_once(unit, wish, "taken", change=take))

    async def _record_needed(self, wish: Wish[MedicineTakenDetails], reminder: Reminder) -> Outcome:
        """What is taken as needed has no due time: it is recorded as it is said."""

        async def take() -> Response:
            held = await unit.reminders.get_locked(reminder.id, account_id=wish.task.account_id)
            dose = await take_within(unit, held, BY_WORDS, now=self._tools.clock.now())
            shown: list[JsonValue] = [_view(dose.state)]
            return {"summary": describe_taken(dose), "occurrences": shown}

        async with self._tools.unit_of_work() as unit:
            return _completed(await record_once(unit, wish, "taken", change=take))


def _find_needed(said: MedicineTakenDetails, known: Sequence[Reminder], *, now: datetime) -> Reminder | None:
    """The medicine taken as needed that was named, without doubt and of now; what is not named is not guessed."""
    if said.doubt or said.date or said.time or said.times or is_any_medicine(said.medicine):
        return None
    meant = [
        each
        for each in find_meant(_sought(said), known, today=to_local(now, "UTC").date())
        if each.regimen.as_needed is not None
    ]
    return meant[0] if len(meant) == 1 else None


def _plain(said: MedicineTakenDetails) -> MedicineTakenDetails:
    """The details with the medicine by its name: of "half of my aspirin" the rest is in the doubt."""
    if not said.doubt or not said.medicine:
        return said
    name = _DOUBTS.sub(" ", said.medicine).strip()
    return said.model_copy(update={"medicine": name or None})


def _sought(said: MedicineTakenDetails) -> Sought:
    return Sought(words=said.medicine, only_medicines=True)


_Choice: TypeAlias = Sequence[OccurrenceState] | Question | ToConfirm | Fails | Completed


def _after_yes(said: MedicineTakenDetails, doses: Sequence[OccurrenceState]) -> _Choice:
    """Exactly what was read back, whatever became due since; of a day that is over all of it."""
    meant = [each for each in doses if each.occurrence.id in (said.seen or ())]
    return meant if said.date is not None else pick_one_each(meant, said.medicine)


def _choose(
    wish: Wish[MedicineTakenDetails],
    doses: Sequence[OccurrenceState],
    reminders: Sequence[Reminder],
    *,
    now: datetime,
) -> _Choice:
    """The doses that are meant. What is read back is read back to every caller: it lies in the words or in the record."""
    said, today = wish.details, to_local(now, wish.task.timezone).date()
    meant = _narrow(doses, said, find_meant(_sought(said), reminders, today=today))
    # A day said on a clock that is ahead of ours is as far from today as it was from that clock's today.
    day = today + (said.date - to_local(wish.now, wish.task.timezone).date()) if said.date else None
    if day is None or day == today:
        since = [each for each in meant if each.occurrence.scheduled_for > now - LOOK_BACK]
        choice = choose_doses(
            [each for each in since if day in {None, each.occurrence.local_date}], said.medicine, now=now
        )
    else:
        choice = _choose_on([each for each in meant if each.occurrence.local_date == day], day=day, today=today)
    if said.doubt and choice and not isinstance(choice, Question | ToConfirm | Fails | Completed):
        question = question_doubt(said.doubt, choice)
        return ToConfirm(question=question, group=choice) if question else choice
    return choice


def _choose_on(meant: Sequence[OccurrenceState], *, day: date, today: date) -> _Choice:
    """The doses of another day than today."""
    if day > today:
        return Question(text="That day is still to come. On which day did you take it?", slot="date")
    spoken = "yesterday" if (today - day).days == 1 else describe_span(day, today)
    choice = choose_of_day(meant, spoken_day=spoken)
    taken = [each for each in meant if each.status is OccurrenceStatus.TAKEN]
    if choice or not taken:
        return choice or nothing_found(f"I can find nothing that was due {spoken}, so I have written nothing down.")
    shown: list[JsonValue] = [_view(each) for each in taken]
    return Completed(summary=f"I have that already: you took {speak_of(taken)}.", data={"occurrences": shown})


def _read_back(wish: Wish[MedicineTakenDetails], choice: ToConfirm) -> Outcome:
    details = wish.details.model_dump(mode="json", exclude_none=True)
    seen: list[JsonValue] = [str(each.occurrence.id) for each in choice.group]
    return AsksToConfirm(question=choice.question, details={**details, "seen": seen})


def _narrow(
    doses: Sequence[OccurrenceState], said: MedicineTakenDetails, named: Sequence[Reminder]
) -> list[OccurrenceState]:
    """The doses of the medicines that are meant, at the times that were said if some are."""
    ids = {each.id for each in named}
    is_named = not is_any_medicine(said.medicine)
    medicines = [each for each in doses if each.reminder.kind is ReminderKind.MEDICINE]
    meant = [each for each in medicines if each.reminder.id in ids or not is_named]
    hours, part = find_hours(said.medicine)
    times = {*times_of(said.time, said.times), *hours}
    return [each for each in meant if is_around(each, times, part)]


def _completed(done: Response) -> Completed:
    return Completed(summary=str(done["summary"]), data={"occurrences": done["occurrences"]})


def _summarise(meant: Sequence[OccurrenceState]) -> str:
    return f"I have written down that you took {speak_of(meant)}."


def _view(state: OccurrenceState) -> dict[str, JsonValue]:
    return {
        "id": str(state.occurrence.id),
        "reminder_id": str(state.reminder.id),
        "medicine": state.reminder.subject,
        "scheduled_for": instant_text(state.occurrence.scheduled_for),
    }


def _nothing_due(said: MedicineTakenDetails, known: Sequence[Reminder], *, now: datetime) -> Outcome:
    """Nothing is recorded that was not planned; what comes next is said."""
    if said.seen == ():
        return nothing_found(_NO_OTHER)
    medicines = [each for each in known if each.kind is ReminderKind.MEDICINE]
    today_names = "that medicine" if said.medicine is None else to_listener(said.medicine)
    upcoming = describe_next(medicines, now=now)
    doubt = f"I have nothing due for {today_names}, so I have written nothing down."
    return nothing_found(f"{doubt} {upcoming}")
