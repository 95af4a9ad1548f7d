"""A receiver that is down is spared, and found to be up again."""

from services.webhook.breaker import FAILURES, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Breakers

DEAD, ALIVE = "0193a0c4 https://hooks.example.org/dead", "0193a0c4 https://hooks.example.org/alive"


class Watch:
    """A clock that is moved by hand, with one address that is called."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.breakers = Breakers(now=lambda: self.now)

    def admit(self) -> float:
        return self.breakers.admit(DEAD)

    def fail(self, times: int = 1, *, retry_after: float | None = None) -> None:
        for _ in range(times):
            self.breakers.note_silence(DEAD, retry_after=retry_after)


def test_few_failures_shut_nothing() -> None:
    watch = Watch()
    watch.fail(FAILURES - 1)
    assert watch.admit() == 0


def test_failures_in_a_row_shut_it_for_a_pause_behind_which_one_tries() -> None:
    watch = Watch()
    watch.fail(FAILURES)
    assert watch.admit() == FIRST_PAUSE_SECONDS
    watch.now += FIRST_PAUSE_SECONDS
    assert watch.admit() == 0
    assert watch.admit() > 0, "the others wait for what becomes of the one"
    watch.breakers.note_answer(DEAD)
    assert watch.admit() == 0


def test_answer_in_between_begins_the_count_anew() -> None:
    watch = Watch()
    watch.fail(FAILURES - 1)
    watch.breakers.note_answer(DEAD)
    watch.fail(FAILURES - 1)
    assert watch.admit() == 0


def test_pause_doubles_up_to_a_bound() -> None:
    watch = Watch()
    watch.fail(FAILURES)
    pauses: list[float] = []
    for _ in range(6):
        pauses.append(watch.admit())
        watch.now += pauses[-1]
        assert watch.admit() == 0
        watch.fail()
    assert pauses[:4] == [30, 60, 120, 240]
    assert pauses[4:] == [LONGEST_PAUSE_SECONDS] * 2


def test_receiver_that_asks_for_time_gets_it_at_once() -> None:
    watch = Watch()
    watch.fail(retry_after=20)
    assert watch.admit() == 20
    watch.fail(retry_after=10**6)
    assert watch.admit() == LONGEST_PAUSE_SECONDS


def test_address_that_is_down_holds_up_no_other_on_its_host() -> None:
    watch = Watch()
    watch.fail(FAILURES)
    assert watch.admit() > 0
    assert watch.breakers.admit(ALIVE) == 0
