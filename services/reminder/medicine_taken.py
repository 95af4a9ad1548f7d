"""Recording that a medicine was taken."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field, JsonValue

from core.domain import AsksToConfirm, Completed, Outcome, Question, Queue
from core.reminder import Reminder, ReminderKind
from core.when import to_local
from services.ability import BaseTaskService, TaskDetails, Wish
from services.effect_ledger import Response
from services.reminder.doses import LOOK_BACK, ToConfirm, choose_doses, is_around, pick_one_each, speak_of
from services.reminder.fields import Hour, Hours, Medicine, times_of
from services.reminder.ladder import EARLY
from services.reminder.meant import nothing_found
from services.reminder.medicine_taken_cues import CUES
from services.reminder.occurrence_answers import WORDS, OccurrenceAnswers, OccurrenceState, with_reminders
from services.reminder.recorded import find_recorded, record_once
from services.reminder.reminder_finder import Sought, find_hours, find_meant, is_any_medicine
from services.reminder.storing import ask
from services.reminder.telling import describe_next
from services.reminder.wording import to_listener
from services.task_view import instant_text


class MedicineTakenDetails(TaskDetails):
    """What was taken, and when."""

    medicine: Medicine = Field(default=None, description="The medicine that was taken, as said.")
    time: Hour = Field(default=None, description="The time of the dose that is meant.")
    times: Hours = Field(default=None, description="The times of the doses that are meant.")
    seen: tuple[UUID, ...] | None = Field(default=None, description="What was read back: the due times.")


class MedicineTakenService(BaseTaskService[MedicineTakenDetails]):
    """Records the answer to a dose that is due, or nearly."""

    intent = "medicine_taken"
    queue = Queue.REMINDER
    summary = "write down that you took your medicine"
    details_model = MedicineTakenDetails
    required = ()
    cues = CUES

    async def perform(self, wish: Wish[MedicineTakenDetails]) -> Outcome:
        task, now = wish.task, self._tools.clock.now()
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "taken"):
                return _completed(done)
            known = await unit.reminders.list_of_user(task.user_id, account_id=task.account_id)
            around = await unit.occurrences.list_between(
                task.user_id, account_id=task.account_id, since=now - LOOK_BACK, until=now + EARLY
            )
            doses = await with_reminders(unit, around)
        today = to_local(now, task.timezone).date()
        # A reminder may have ended with the dose that is spoken of.
        reminders = list({each.id: each for each in [*known, *(dose.reminder for dose in doses)]}.values())
        named = find_meant(_sought(wish.details), reminders, today=today)
        choice = _choose(wish, doses, named, now=now)
        if isinstance(choice, Question):
            return ask(wish, choice, drops=("seen",))
        if isinstance(choice, ToConfirm):
            return _read_back(wish, choice)
        return await self._record(wish, choice) if choice else _nothing_due(wish.details, known, now=now)

    async def _record(self, wish: Wish[MedicineTakenDetails], meant: Sequence[OccurrenceState]) -> Outcome:
        answers = OccurrenceAnswers(unit_of_work=self._tools.unit_of_work, clock=self._tools.clock)

        async def take() -> Response:
            for each in meant:
                seen = await unit.occurrences.get_locked(each.occurrence.id, account_id=wish.task.account_id)
                await answers.take_within(unit, seen, each.reminder, via=WORDS)
            shown: list[JsonValue] = [_view(each) for each in meant]
            return {"summary": _summarise(meant), "occurrences": shown}

        async with self._tools.unit_of_work() as unit:
            return _completed(await record_once(unit, wish, "taken", change=take))


def _sought(said: MedicineTakenDetails) -> Sought:
    return Sought(words=said.medicine, only_medicines=True)


def _choose(
    wish: Wish[MedicineTakenDetails], doses: Sequence[OccurrenceState], named: Sequence[Reminder], *, now: datetime
) -> Sequence[OccurrenceState] | Question | ToConfirm:
    """After a yes exactly what was read back, whatever became due since."""
    said, seen = wish.details, wish.details.seen
    # No caller can have confirmed beforehand what only the record shows, so "confirm": "never" is no yes to it.
    if seen is not None and wish.task.confirmed:
        return pick_one_each([each for each in doses if each.occurrence.id in seen], said.medicine)
    return choose_doses(_narrow(doses, said, named), said.medicine, now=now)


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
    medicines = [each for each in known if each.kind is ReminderKind.MEDICINE]
    today_names = "that medicine" if said.medicine is None else to_listener(said.medicine)
    upcoming = describe_next(medicines, now=now)
    doubt = f"I have nothing due for {today_names}, so I have written nothing down."
    return nothing_found(f"{doubt} {upcoming}")
