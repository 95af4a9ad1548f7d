"""Errors as callers see them."""

import pytest

from api.problems import problem_response
from core.errors import GrandmaError, LimitError, NoRoomError, TransientError, UnavailableError


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (NoRoomError("Busy.", retry_after=2.3), "3"),
        (LimitError("Too many.", retry_after=0.2), "1"),
        (TransientError("Away."), "1"),
        (UnavailableError("Away."), "2"),
    ],
)
def test_what_may_pass_says_when_to_come_back(error: GrandmaError, seconds: str) -> None:
    assert problem_response(error, instance="/v1/bookings").headers["Retry-After"] == seconds


def test_busy_system_is_no_fault_of_ours() -> None:
    answer = problem_response(NoRoomError("Busy.", retry_after=2), instance="/v1/bookings")
    assert (answer.status_code, b"urn:grandma:problem:other-side-busy" in answer.body) == (503, True)
