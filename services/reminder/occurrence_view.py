"""How a due time looks from outside: what GET answers and what a webhook carries, made in one place."""

from pydantic import JsonValue

from services.reminder.occurrence_state import OccurrenceState
from services.task_view import instant_text


def occurrence_view(state: OccurrenceState) -> dict[str, JsonValue]:
    """The public form of a due time: JSON, ids as text, instants in UTC; `date` and `slot` are local to `timezone`."""
    occurrence, reminder = state.occurrence, state.reminder
    return {
        "id": str(occurrence.id),
        "reminder_id": str(occurrence.reminder_id),
        "user_id": str(occurrence.user_id),
        "kind": str(reminder.kind),
        "subject": reminder.subject,
        "dosage": reminder.dosage,
        "status": str(state.status),
        "date": occurrence.local_date.isoformat(),
        "slot": occurrence.slot,
        "timezone": reminder.timezone,
        "scheduled_for": instant_text(occurrence.scheduled_for),
        "told_at": instant_text(occurrence.told_at),
        "snoozed_until": instant_text(occurrence.snoozed_until),
        "answered_at": instant_text(occurrence.answered_at),
        "answered_by": occurrence.answered_by,
        "answered_via": occurrence.answered_via,
        "taken_at": instant_text(occurrence.taken_at),
        "late": state.is_late,
        "steps": [dict(each) for each in occurrence.steps],
        "version": occurrence.version,
    }
