"""Taking back what was done just now: a booking is cancelled, a change is changed back, what was cancelled is booked again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from pydantic import Field

from core.domain import ConfirmPolicy, Problem, Question, Queue, Task, TaskStatus
from core.errors import PROBLEM_PREFIX
from core.outcome import Asks, AsksToConfirm, Fails, Outcome
from services.ability import BaseTaskService, TaskDetails, Wish
from services.booking.undo_cues import CUES

UNDO_WITHIN = timedelta(minutes=10)
TOO_LATE = "That was more than ten minutes ago, so I can't just take it back. You can still ask me to cancel it."
_DEEDS = (
    "activity_note",
    "booking_cancel",
    "booking_change",
    "family_notification",
    "medicine_reminder",
    "medicine_taken",
    "reminder",
    "reminder_cancel",
    "reminder_change",
    "restaurant_booking",
    "salon_booking",
    "shopping",
)
"""What "undo that" may mean; looking something up leaves nothing to take back."""


class UndoDetails(TaskDetails):
    """What is taken back."""

    task_id: UUID | None = Field(
        default=None, description="The task; where none is named, the last that did something."
    )


class UndoService(BaseTaskService[UndoDetails]):
    """Does the opposite of a finished task, once, by the ability that does such things."""

    intent = "undo"
    queue = Queue.BOOKING
    summary = "take back what I did last"
    details_model = UndoDetails
    cues = CUES
    reads_back_itself = True

    async def perform(self, wish: Wish[UndoDetails]) -> Outcome:
        done = await self._claim(wish)
        if not isinstance(done, Task):
            return done
        if wish.task.confirm is ConfirmPolicy.ALWAYS and not wish.is_confirmed:
            return _read_back(done)
        taken = await self._tools.route(done.intent).undo(done)
        if isinstance(taken, str):
            return fails("undo-impossible", taken)
        service = self._tools.route(taken.intent)
        details = service.details_model.model_validate(taken.details)
        task = replace(
            wish.task, intent=taken.intent, details=taken.details, confirmed=True, inferred=(), scheduled_for=None
        )
        outcome = await service.perform(Wish(task=task, details=details, effects=wish.effects, now=wish.now))
        if isinstance(outcome, Asks | AsksToConfirm):
            return fails("undo-impossible", f"I can't take that back any more. {outcome.question.text}")
        return outcome

    async def _claim(self, wish: Wish[UndoDetails]) -> Task | Outcome:
        """The task that this one takes back, and no other does; or why not."""
        task, wanted = wish.task, wish.task.undo_of or wish.details.task_id
        async with self._tools.unit_of_work() as unit:
            if wanted is None:
                last = await unit.tasks.find_last_done(task.user_id, account_id=task.account_id, intents=_DEEDS)
                wanted = last.id if last else None
            if wanted is None:
                return _nothing()
            done = await unit.tasks.get_locked(wanted, account_id=task.account_id)
            if done.user_id != task.user_id:
                return _nothing()  # it was done for somebody else
            if task.undo_of == done.id:
                return done
            if undoing := await unit.tasks.find_undo(done.id):
                return fails("undone-already", describe_undoing(undoing))
            if not await unit.tasks.is_done_within(done.id, UNDO_WITHIN):
                return fails("undo-too-late", TOO_LATE)
            await unit.tasks.mark_undo(task.id, undo_of=done.id)
            return done


def describe_undoing(undoing: Task) -> str:
    """What has become of taking something back."""
    if undoing.status is TaskStatus.COMPLETED:
        return "That is taken back already."
    if undoing.error is not None:
        return undoing.error.detail
    return "I am taking that back already."


def fails(name: str, detail: str) -> Fails:
    """Nothing was taken back."""
    return Fails(problem=Problem(type=PROBLEM_PREFIX + name, title="It can't be taken back", detail=detail))


def _nothing() -> Fails:
    return fails("nothing-to-undo", "There is nothing that I did for you just now, so there is nothing to take back.")


def _read_back(done: Task) -> AsksToConfirm:
    summary = str((done.result or {}).get("summary") or "").rstrip()
    return AsksToConfirm(question=Question(text=f"Shall I take this back? {summary}"))
