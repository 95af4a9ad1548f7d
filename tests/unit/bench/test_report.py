"""What is told of a run: good only where no promise was broken and every nemesis struck at running work."""

from dataclasses import replace
from typing import Any

import pytest

from bench.chaos.checker import check
from bench.chaos.evidence import MessageEnd
from bench.chaos.history import Struck
from bench.chaos.options import short_options
from bench.chaos.plan import TROUBLE
from bench.chaos.report import is_good, render_page, summarise
from bench.chaos.run import Verdict
from tests.unit.bench.histories import COMPLETED, good_evidence

NAME = "FLUSHALL"


def verdict(*, running: int = 3, met: tuple[str, ...] = TROUBLE, complaints: tuple[str, ...] = ()) -> Verdict:
    """A run with one nemesis."""
    struck = Struck(t=3.0, process="run", type="ok", name=NAME, running=running)
    evidence = good_evidence()
    tried = [MessageEnd(receiver, "task", "task.completed", 3, receiver, COMPLETED, tries=2) for receiver in met]
    evidence = replace(evidence, events=[*evidence.events, struck], messages=[*evidence.messages, *tried])
    options = replace(short_options(7), chosen=(NAME,))
    return Verdict(options=options, evidence=evidence, violations=[], complaints=complaints, seconds=60)


def test_run_without_a_broken_promise_is_good() -> None:
    assert is_good(verdict())


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"running": 0}, "struck at nothing: FLUSHALL"),
        ({"met": TROUBLE[:-1]}, "struck at nothing: receiver: half-close"),
        ({"complaints": ("worker-2 died by itself",)}, "worker-2 died by itself"),
    ],
)
def test_run_in_which_something_is_missing_is_not_good(values: dict[str, Any], reason: str) -> None:
    summary = summarise(verdict(**values))
    assert not summary.is_good
    assert f"- {reason}" in summary.section


def test_broken_promises_are_told_with_their_subjects() -> None:
    broken = replace(good_evidence(), leftovers=["lock:sweep"])
    summary = summarise(replace(verdict(), violations=check(broken)))
    assert not summary.is_good
    assert "- I8: lock:sweep was left in Redis" in summary.section


def test_page_has_a_line_and_a_section_for_every_run() -> None:
    page = render_page([summarise(verdict()), summarise(verdict(running=0))])
    assert page.count("| 7 | 9 |") == page.count("## Seed 7:") == 2
    assert ("| 0 | good |" in page, "| **not good** |" in page) == (True, True)
