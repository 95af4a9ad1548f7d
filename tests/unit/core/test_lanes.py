"""Who is noisy where, and on which lane a row goes."""

from uuid import UUID

import pytest

from core import lanes
from core.domain import Queue
from core.ids import make_id
from core.lanes import BULK_LANES, MAIN_LANE, NOISY_ABOVE, Lanes, bulk_lane_of

ACCOUNT, OTHER = make_id(), make_id()


def choose_many(known: Lanes, rows: int, account_id: UUID = ACCOUNT) -> list[int]:
    return [known.choose(Queue.BOOKING, account_id) for _ in range(rows)]


def sample(known: Lanes, rows: int) -> None:
    known.end_sample(known.start_sample(), {(Queue.BOOKING, ACCOUNT): rows} if rows else {})


def test_first_rows_go_on_the_main_lane_and_many_on_a_bulk_lane() -> None:
    chosen = choose_many(Lanes(), NOISY_ABOVE + 50)
    assert set(chosen[:NOISY_ABOVE]) == {MAIN_LANE}
    assert set(chosen[NOISY_ABOVE:]) == {bulk_lane_of(ACCOUNT)}


def test_noise_of_one_account_or_queue_is_not_that_of_another() -> None:
    known = Lanes()
    choose_many(known, NOISY_ABOVE * 2)
    assert known.choose(Queue.BOOKING, OTHER) == MAIN_LANE
    assert known.choose(Queue.REMINDER, ACCOUNT) == MAIN_LANE


def test_sample_makes_noisy_and_quiet_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "_WINDOW_SECONDS", 0.0)
    known = Lanes()
    sample(known, NOISY_ABOVE)
    assert choose_many(known, 1) == [bulk_lane_of(ACCOUNT)]
    sample(known, 0)
    assert choose_many(known, 1) == [MAIN_LANE]


def test_rows_that_come_slowly_are_not_added_up_between_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "_WINDOW_SECONDS", 0.0)
    assert set(choose_many(Lanes(), NOISY_ABOVE * 3)) == {MAIN_LANE}


def test_depth_is_what_was_sampled_and_what_came_since() -> None:
    known = Lanes()
    choose_many(known, 7)
    added = known.start_sample()
    choose_many(known, 2)
    sampled = {(Queue.BOOKING, ACCOUNT): 30, (Queue.REMINDER, ACCOUNT): 1, (Queue.BOOKING, OTHER): 9}
    known.end_sample(added, sampled, total=50)
    assert (known.depth_of(ACCOUNT), known.total) == (33, 52)


def test_failed_sample_forgets_nothing() -> None:
    known = Lanes()
    choose_many(known, 7)
    known.end_sample(known.start_sample(), None)
    assert known.depth_of(ACCOUNT) == 7


def test_without_a_bound_everything_is_on_the_main_lane() -> None:
    assert set(choose_many(Lanes(noisy_above=None), NOISY_ABOVE * 3)) == {MAIN_LANE}


def test_bulk_lanes_are_spread_over_accounts() -> None:
    assert {bulk_lane_of(make_id()) for _ in range(500)} == set(range(1, BULK_LANES + 1))
