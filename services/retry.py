"""What becomes of a failed attempt: a pure function of error, attempt and chance."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from core.errors import (
    AttemptError,
    GrandmaError,
    OutcomeUnknownError,
    PermanentError,
    TransientError,
    UnavailableError,
)

BASE_SECONDS = 2.0
CAP_SECONDS = 15 * 60.0
"""Full jitter over base × 2^(attempt−1), capped (research/durable.md section 5.6)."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Another attempt after this long."""

    delay: timedelta


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further attempt: a dead letter."""


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Nobody knows what happened: a person decides."""


Verdict: TypeAlias = TryAgain | GiveUp | AskPerson


def judge(error: BaseException, *, attempt: int, max_attempts: int, chance: float) -> Verdict:
    """Decide what follows an error in the attempt with this number; `chance` is in [0, 1).

    Where our own database is away the attempt is handed back, however many there were.

    Errors that nobody foresaw are retried: a bug that is mended by a restart must not cost a booking.
    """
    if isinstance(error, OutcomeUnknownError):
        return AskPerson()
    if isinstance(error, PermanentError) or (isinstance(error, GrandmaError) and not _may_pass(error)):
        return GiveUp()
    if attempt >= max_attempts and not isinstance(error, UnavailableError):
        return GiveUp()
    wait = chance * min(CAP_SECONDS, BASE_SECONDS * 2 ** (attempt - 1))
    asked = error.retry_after if isinstance(error, TransientError) else None
    return TryAgain(timedelta(seconds=max(wait, asked or 0.0)))


def _may_pass(error: GrandmaError) -> bool:
    return error.retryable or (isinstance(error, AttemptError) and not isinstance(error, PermanentError))
