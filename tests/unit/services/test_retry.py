import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import (
    ConflictError,
    OutcomeUnknownError,
    PermanentError,
    TransientError,
    UnavailableError,
)
from services.retry import CAP_SECONDS, AskPerson, GiveUp, TryAgain, judge

BUSY = TransientError("Busy.")


def test_transient_error_is_retried() -> None:
    assert isinstance(judge(BUSY, attempt=1, max_attempts=5, chance=0.5), TryAgain)


def test_last_attempt_gives_up() -> None:
    assert judge(BUSY, attempt=5, max_attempts=5, chance=0.5) == GiveUp()


@pytest.mark.parametrize("error", [PermanentError("No."), ConflictError("No.")])
def test_permanent_error_fails_at_once(error: Exception) -> None:
    assert judge(error, attempt=1, max_attempts=5, chance=0.5) == GiveUp()


def test_unknown_outcome_asks_a_person_even_in_the_last_attempt() -> None:
    assert judge(OutcomeUnknownError("?"), attempt=5, max_attempts=5, chance=0.5) == AskPerson()


def test_unforeseen_error_is_retried() -> None:
    assert isinstance(judge(ZeroDivisionError(), attempt=1, max_attempts=5, chance=0.5), TryAgain)


def test_absent_database_never_uses_up_the_attempts() -> None:
    assert isinstance(judge(UnavailableError("Away."), attempt=9, max_attempts=5, chance=0.5), TryAgain)


def test_retry_after_is_honoured() -> None:
    verdict = judge(TransientError("Busy.", retry_after=90), attempt=1, max_attempts=5, chance=0.0)
    assert isinstance(verdict, TryAgain)
    assert verdict.delay.total_seconds() == 90


@given(attempt=st.integers(1, 1000), chance=st.floats(0, 1, exclude_max=True))
def test_delay_stays_within_its_cap(attempt: int, chance: float) -> None:
    verdict = judge(BUSY, attempt=attempt, max_attempts=10_000, chance=chance)
    assert isinstance(verdict, TryAgain)
    assert 0 <= verdict.delay.total_seconds() <= min(CAP_SECONDS, 2.0**attempt)
