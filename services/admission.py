"""Which state a wish starts in: run at once, ask for what is missing, or read it back first (DESIGN.md section 7)."""

from dataclasses import dataclass
from datetime import timedelta

from core.domain import ConfirmPolicy, Question, TaskStatus
from core.task_request import TaskRequest
from services.ability import AnyTaskService
from services.notification.telling import quote_shortly
from services.task_service import ANSWER_WITHIN

SURE_ENOUGH = 0.6
"""Below this confidence a wish with an outside effect is read back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstState:
    """Where a task starts, or goes on after a reply."""

    status: TaskStatus
    question: Question | None = None
    expires_in: timedelta | None = None


def admit(wish: TaskRequest, *, service: AnyTaskService, confirm: ConfirmPolicy) -> FirstState:
    """Missing or doubtful details are asked for whatever `confirm` says; a read-back follows the policy.

    What is done already is not asked about.
    """
    if wish.done is not None:
        return FirstState(status=TaskStatus.COMPLETED)
    if wish.question is not None:
        return FirstState(status=TaskStatus.NEEDS_INPUT, question=wish.question, expires_in=ANSWER_WITHIN)
    details = service.details_model.model_validate(wish.details)
    if not (service.reads_back_itself or service.will_refuse(details)) and _reads_back(wish, service, confirm):
        question = Question(text=service.read_back(details))
        return FirstState(status=TaskStatus.AWAITING_CONFIRMATION, question=question, expires_in=ANSWER_WITHIN)
    return FirstState(status=TaskStatus.QUEUED)


def _reads_back(wish: TaskRequest, service: AnyTaskService, confirm: ConfirmPolicy) -> bool:
    if not service.has_outside_effect:
        return service.keeps_something and wish.is_disputed and confirm is not ConfirmPolicy.NEVER
    if confirm is ConfirmPolicy.AUTO:
        return wish.is_disputed or bool(wish.inferred) or wish.confidence < SURE_ENOUGH
    return confirm is ConfirmPolicy.ALWAYS


def read_words_back(wish: TaskRequest, slot: str) -> FirstState:
    """For abilities that read nothing back otherwise."""
    question = Question(text=f"Did you mean {quote_shortly(str(wish.details[slot]), end='')}?")
    return FirstState(status=TaskStatus.AWAITING_CONFIRMATION, question=question, expires_in=ANSWER_WITHIN)
