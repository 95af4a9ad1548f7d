"""How attempts that came to nothing are settled: pure, but for jitter and the log."""

import random
from datetime import timedelta

import structlog

from core.domain import Problem, Settlement, TaskStatus, Work
from core.errors import PROBLEM_PREFIX, GrandmaError, NoRoomError, UnavailableError
from services.retry import AskPerson, TryAgain, judge

logger = structlog.stdlib.get_logger(__name__)


def let_others_go_first(work: Work, error: NoRoomError) -> Settlement:
    """Give the slot back to those that wait for something else; costs no attempt."""
    return Settlement(
        id=work.id,
        epoch=work.epoch,
        status=TaskStatus.RETRYING,
        delay=timedelta(seconds=error.retry_after or 0.0),
        keeps_attempt=False,
        reason="others go first",
    )


def settle_failed(work: Work, error: Exception) -> Settlement:
    """How an attempt that raised is settled: tried again, failed, or left to a person; says so in the log."""
    verdict = judge(error, attempt=work.attempt, max_attempts=work.max_attempts, chance=random.random())  # noqa: S311 - jitter
    problem = _to_problem(error)
    if isinstance(error, GrandmaError):
        logger.warning("attempt failed", error=problem.type, attempt=work.attempt)
    else:
        logger.error("attempt crashed", error=type(error).__name__, attempt=work.attempt, exc_info=error)
    if isinstance(verdict, TryAgain):
        return Settlement(
            id=work.id,
            epoch=work.epoch,
            status=TaskStatus.RETRYING,
            delay=verdict.delay,
            keeps_attempt=not isinstance(error, UnavailableError),
            error=problem,
            reason=problem.type,
        )
    status = TaskStatus.NEEDS_PERSON if isinstance(verdict, AskPerson) else TaskStatus.FAILED
    return Settlement(id=work.id, epoch=work.epoch, status=status, error=problem, reason=problem.type)


def make_dead_letter(work: Work) -> Settlement:
    """What becomes of work that costs one worker after the other its life."""
    problem = Problem(
        type=PROBLEM_PREFIX + "worker-lost",
        title="The worker was lost again and again",
        detail=f"{work.lost_leases} workers were lost while doing this, so it was stopped.",
        retryable=False,
    )
    return Settlement(id=work.id, epoch=work.epoch, status=TaskStatus.FAILED, error=problem, reason=problem.type)


def _to_problem(error: Exception) -> Problem:
    if isinstance(error, GrandmaError):
        return Problem(type=error.type, title=error.title, detail=error.detail, retryable=error.retryable)
    return Problem(
        type=PROBLEM_PREFIX + GrandmaError.name,
        title=GrandmaError.title,
        detail="Something unexpected went wrong. It is in our log under this task's id.",
        retryable=True,
    )
