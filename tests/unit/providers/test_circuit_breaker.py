"""Closed, open, half open."""

from dataclasses import dataclass

import pytest

from providers.circuit_breaker import CircuitBreaker
from providers.failure import Fault


@dataclass
class Watch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def breaker(watch: Watch) -> CircuitBreaker:
    return CircuitBreaker(clock=watch)


def fail(breaker: CircuitBreaker, times: int, fault: Fault = Fault.AWAY) -> None:
    for _ in range(times):
        breaker.note(fault)


def test_two_failures_keep_it_closed_and_the_third_opens_it(breaker: CircuitBreaker) -> None:
    fail(breaker, 2)
    assert breaker.admit()
    fail(breaker, 1)
    assert not breaker.admit()


def test_success_between_failures_starts_the_count_anew(breaker: CircuitBreaker) -> None:
    fail(breaker, 2)
    breaker.close()
    fail(breaker, 2)
    assert breaker.admit()


def test_unwilling_answer_is_a_sign_of_life(breaker: CircuitBreaker) -> None:
    fail(breaker, 2)
    breaker.note(Fault.UNWILLING)
    fail(breaker, 2)
    assert breaker.admit()


def test_after_the_pause_a_single_one_may_try(breaker: CircuitBreaker, watch: Watch) -> None:
    fail(breaker, 3)
    watch.now = 25
    assert [breaker.admit(), breaker.admit(), breaker.admit()] == [True, False, False]


def test_try_that_succeeds_closes_it_and_one_that_fails_opens_it(breaker: CircuitBreaker, watch: Watch) -> None:
    fail(breaker, 3)
    watch.now = 25
    assert breaker.admit()
    fail(breaker, 1)
    watch.now = 30
    assert not breaker.admit()
    watch.now = 50
    assert breaker.admit()
    breaker.close()
    assert [breaker.admit(), breaker.admit()] == [True, True]


def test_try_that_was_never_heard_of_again_is_not_waited_for_for_ever(breaker: CircuitBreaker, watch: Watch) -> None:
    fail(breaker, 3)
    watch.now = 25
    assert breaker.admit()
    watch.now = 50
    assert breaker.admit()


@pytest.mark.parametrize(("wanted", "pause"), [(5.0, 5.0), (200.0, 200.0), (1e9, 600.0)])
def test_it_stays_away_as_long_as_the_other_side_wants(
    breaker: CircuitBreaker, watch: Watch, wanted: float, pause: float
) -> None:
    breaker.note(Fault.AWAY, retry_after=wanted)
    watch.now = pause - 0.1
    assert not breaker.admit()
    watch.now = pause
    assert breaker.admit()


def test_refused_key_keeps_it_open_for_longer(breaker: CircuitBreaker, watch: Watch) -> None:
    breaker.note(Fault.CLOSED)
    watch.now = 60
    assert not breaker.admit()
    watch.now = 121
    assert breaker.admit()
