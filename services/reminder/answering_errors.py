"""Why an answer does not fit."""

from core.errors import ConflictError
from core.reminder import Reminder, ReminderKind


class OccurrenceAnsweredError(ConflictError):
    """The due time has ended in another way, or asks for no such answer."""

    name = "occurrence-answered"
    title = "This answer does not fit any more"


class OccurrenceNotDueError(ConflictError):
    """It is too early, or too late, for this answer."""

    name = "occurrence-not-due"
    title = "This answer does not fit the time"


class AnswerUsedError(ConflictError):
    """The link or the message has answered already."""

    name = "answer-used"
    title = "This has been answered already"


def check_is_medicine(reminder: Reminder) -> None:
    """Raises OccurrenceAnsweredError for what is not taken."""
    if reminder.kind is not ReminderKind.MEDICINE:
        raise OccurrenceAnsweredError("Only a medicine is taken; this reminder asks for no answer.")
