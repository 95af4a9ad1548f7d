"""How a task looks from outside: what GET answers and what a webhook carries, made in one place."""

from datetime import UTC, datetime

from pydantic import JsonValue

from core.domain import Problem, Task


def task_view(task: Task) -> dict[str, JsonValue]:
    """The public form of a task: JSON, ids as text, instants in UTC."""
    return {
        "id": str(task.id),
        "request_id": str(task.request_id),
        "user_id": str(task.user_id),
        "intent": task.intent,
        "details": dict(task.details),
        "confidence": round(task.confidence, 3),
        "provider": task.provider,
        "degraded": task.degraded,
        "degraded_reason": task.degraded_reason,
        "status": str(task.status),
        "question": task.question.text if task.question else None,
        "asks_for": task.question.slot if task.question else None,
        "options": list(task.question.options) if task.question else [],
        "attempt": task.attempt,
        "max_attempts": task.max_attempts,
        "scheduled_for": instant_text(task.scheduled_for),
        "start_by": instant_text(task.start_by),
        "result": dict(task.result) if task.result is not None else None,
        "error": problem_view(task.error),
        "redrive_of": str(task.redrive_of) if task.redrive_of else None,
        "undo_of": str(task.undo_of) if task.undo_of else None,
        "created_at": instant_text(task.created_at),
        "updated_at": instant_text(task.updated_at),
        "completed_at": instant_text(task.completed_at),
        "metadata": dict(task.metadata),
        "version": task.version,
    }


def problem_view(problem: Problem | None) -> dict[str, JsonValue] | None:
    """The public form of an error."""
    if problem is None:
        return None
    return {
        "type": problem.type,
        "title": problem.title,
        "detail": problem.detail,
        "retryable": problem.retryable,
    }


def instant_text(instant: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z") if instant else None
