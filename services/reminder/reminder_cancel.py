"""Taking a reminder away."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Question, Queue, Task
from core.errors import TransientError
from core.outcome import Completed, Outcome
from core.reminder import Reminder
from core.when import to_local
from services.ability import BaseTaskService, TakesBack, TaskDetails, Wish
from services.effect_ledger import Response
from services.reminder.fields import Hours, Medicine, Seen
from services.reminder.meant import ask_about, has_changed, read_back
from services.reminder.recorded import find_recorded, record_once
from services.reminder.reminder_cancel_cues import CUES
from services.reminder.reminder_finder import Sought, describe_names, find_meant, label_of, means_all
from services.reminder.reminder_service import ReminderService
from services.reminder.reminder_words import KNOWN_SUBJECT_LEADS
from services.reminder.storing import reminder_view


class ReminderCancelDetails(TaskDetails):
    """Which reminder to take away."""

    subject: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="Which reminder do you mean?",
            after=KNOWN_SUBJECT_LEADS,
        ),
    ] = Field(default=None, max_length=500, description="The reminder that is meant, by words of what it says.")
    medicine: Medicine = Field(default=None, description="The medicine whose reminder is meant.")
    times: Hours = Field(default=None, description="The times of day of the reminder that is meant.")
    seen: Seen = Field(default=None, description="What was read back: reminders and their versions.")


class ReminderCancelService(BaseTaskService[ReminderCancelDetails]):
    """Cancels a reminder after reading back what it found."""

    intent = "reminder_cancel"
    queue = Queue.REMINDER
    summary = "cancel a reminder"
    details_model = ReminderCancelDetails
    required = ()
    cues = CUES
    has_outside_effect = True
    reads_back_itself = True

    async def undo(self, done: Task) -> TakesBack | str:
        del done
        return "A reminder that was stopped can't be brought back. Please ask me for it anew."

    async def perform(self, wish: Wish[ReminderCancelDetails]) -> Outcome:
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "cancel"):
                return Completed(summary=str(done["summary"]), data={"reminders": done["reminders"]})
            task = wish.task
            known = await unit.reminders.list_of_user(task.user_id, account_id=task.account_id)
        today = to_local(wish.now, task.timezone).date()
        meant = _find(wish.details, known, today=today)
        if not meant or (len(meant) > 1 and not means_all(wish.details.subject)):
            return ask_about(wish, known, meant, today=today, or_all=True)
        if not wish.is_confirmed or has_changed(wish.details.seen, meant):
            named = "; ".join(label_of(each, today=today) for each in meant)
            return read_back(wish, meant, Question(text=f"Shall I stop reminding you of this: {named}?"))
        return await self._cancel(wish, meant)

    async def _cancel(self, wish: Wish[ReminderCancelDetails], meant: Sequence[Reminder]) -> Outcome:
        service = ReminderService(unit_of_work=self._tools.unit_of_work, clock=self._tools.clock)

        async def cancel() -> Response:
            for each in meant:
                held = await unit.reminders.get_locked(each.id, account_id=each.account_id)
                if held.version != each.version:
                    raise TransientError("The reminder was changed at this moment.")
                await service.cancel_within(unit, held)
            summary = f"I won't remind you of this any more: {describe_names(meant)}."
            return {"summary": summary, "reminders": [reminder_view(each) for each in meant]}

        async with self._tools.unit_of_work() as unit:
            done = await record_once(unit, wish, "cancel", change=cancel)
        return Completed(summary=str(done["summary"]), data={"reminders": done["reminders"]})


def _find(said: ReminderCancelDetails, known: Sequence[Reminder], *, today: date) -> list[Reminder]:
    if said.seen:
        return [each for each in known if str(each.id) in said.seen]
    return find_meant(Sought(words=said.subject or said.medicine, times=said.times or ()), known, today=today)
