"""A receiver that is down is spared, and found to be up again."""

from services.webhook.breaker import FAILURES, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, MOST_KNOWN, Breakers

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


def test_who_only_asks_for_the_pause_takes_nobody_the_trial() -> None:
    watch = Watch()
    watch.fail(FAILURES)
    assert watch.breakers.pause_of(DEAD) == FIRST_PAUSE_SECONDS
    watch.now += FIRST_PAUSE_SECONDS
    assert [watch.breakers.pause_of(DEAD) for _ in range(2)] == [0, 0]
    assert (watch.admit(), watch.breakers.pause_of(DEAD)) == (0, FIRST_PAUSE_SECONDS)


def test_of_too_many_addresses_the_first_one_is_forgotten_and_not_all() -> None:
    watch = Watch()
    for address in ("oldest", DEAD, *map(str, range(MOST_KNOWN - 2))):
        for _ in range(FAILURES):
            watch.breakers.note_silence(address)
    watch.breakers.note_silence("one more")
    watch.breakers.note_silence(DEAD)
    assert watch.breakers.admit("oldest") == 0
    assert watch.admit() > 0
    assert watch.breakers.admit("0") > 0
