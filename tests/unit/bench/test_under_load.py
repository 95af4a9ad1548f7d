"""The verdict over `make load`."""

from dataclasses import replace

import pytest

from bench.under_load.judging import WAITING, Ends, Figures, Run, count_ends, render, targets

ONE = Run(calls={"POST": [10.0] * 100}, accepted=["a"], seconds=10)
MANY = Run(calls={"POST": [20.0] * 2000, f"GET, {WAITING}": [1000.0] * 500}, accepted=["b"], seconds=10)
WRITERS = Run(calls={"POST": [90.0] * 2000}, accepted=["c"], seconds=10)
GOOD = Figures(one=ONE, many=MANY, writers=WRITERS, ends=Ends(done=2, asked=1), stored=3)


def test_run_in_which_all_is_well_meets_every_target() -> None:
    assert all(good for _, _, good in targets(GOOD))
    assert "**not met**" not in render(GOOD, machine="a machine")


@pytest.mark.parametrize(
    ("spoilt", "target"),
    [
        (replace(GOOD, many=replace(MANY, failed=["500"] * 3)), 0),
        (replace(GOOD, many=replace(MANY, calls={})), 0),
        (replace(GOOD, many=replace(MANY, calls={"POST": [31.0] * 2000})), 1),
        (replace(GOOD, one=replace(ONE, calls={})), 1),
        (replace(GOOD, writers=replace(WRITERS, failed=["503"] * 2)), 2),
        (replace(GOOD, ends=Ends(done=2, lost=1)), 3),
        (replace(GOOD, ends=Ends(done=2, failed=1)), 3),
        (replace(GOOD, ends=Ends(done=2, under_way=1)), 3),
        (replace(GOOD, ends=Ends(done=2)), 3),
        (replace(GOOD, stored=4), 4),
        (replace(GOOD, stored=2), 4),
    ],
)
def test_what_is_wrong_is_told(spoilt: Figures, target: int) -> None:
    assert not targets(spoilt)[target][2]
    assert "**not met**" in render(spoilt, machine="a machine")


def test_call_that_failed_may_have_been_stored() -> None:
    assert targets(replace(GOOD, stored=4, many=replace(MANY, failed=["timed out"])))[4][2]


def test_every_accepted_request_comes_to_one_end() -> None:
    statuses = {
        "done": ["completed", "completed"],
        "asked": ["completed", "needs_input"],
        "read back": ["awaiting_confirmation"],
        "under way": ["completed", "running"],
        "failed": ["needs_input", "failed"],
        "a person": ["needs_person"],
    }
    found = count_ends([*statuses, "nowhere"], statuses)
    assert found == Ends(done=1, asked=2, under_way=1, failed=2, lost=1)
