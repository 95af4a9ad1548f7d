"""What came of a run, held against what the project has set itself, and the page of it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.tables import percentile, table

MOST_ERRORS: Final = 0.001
"""Of all calls."""
MOST_TIMES_SLOWER: Final = 3.0
"""The answers of many users, beside those of one: p95."""
WAITING: Final = "waiting for news"
"""In the names of calls that wait on purpose: they are counted, their time says nothing."""

_DONE, _ASKED = frozenset({"completed"}), frozenset({"needs_input", "awaiting_confirmation"})
_UNDER_WAY = frozenset({"queued", "running", "retrying", "scheduled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One stage: milliseconds of every call by name, what failed, the ids of what was accepted, and what it took of the API."""

    calls: Mapping[str, Sequence[float]]
    failed: Sequence[str] = ()
    accepted: Sequence[str] = ()
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def count(self) -> int:
        return sum(map(len, self.calls.values()))

    @property
    def errors(self) -> float:
        """Which part of the calls failed; all of them where there was none."""
        return len(self.failed) / self.count if self.count else 1.0

    def at(self, percent: float) -> float:
        """So many per cent of the answers came within these milliseconds, without those that were to wait."""
        times = [each for name, found in self.calls.items() if WAITING not in name for each in found]
        return percentile(times, percent) if times else float("inf")


@dataclass(frozen=True, slots=True)
class Ends:
    """How many of the accepted requests came to which end."""

    done: int = 0
    asked: int = 0
    under_way: int = 0
    failed: int = 0
    lost: int = 0

    @property
    def is_good(self) -> bool:
        return not (self.under_way or self.failed or self.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A whole run."""

    one: Run
    many: Run
    writers: Run
    ends: Ends
    stored: int
    """How many requests there are in the database."""
    extra: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def accepted(self) -> int:
        return sum(len(run.accepted) for run in (self.one, self.many, self.writers))


def count_ends(accepted: Iterable[str], statuses: Mapping[str, Sequence[str]]) -> Ends:
    """Where the accepted requests stand, by the statuses of their tasks."""
    counted = Counter(_end_of(statuses.get(each, ())) for each in accepted)
    return Ends(**counted)


def _end_of(statuses: Sequence[str]) -> str:
    found = set(statuses)
    if not found:
        return "lost"
    if found & _UNDER_WAY:
        return "under_way"
    if not found <= _DONE | _ASKED:
        return "failed"
    return "asked" if found & _ASKED else "done"


def targets(figures: Figures) -> list[tuple[str, str, bool]]:
    """Each target with what was measured, and whether it is met."""
    slower = figures.many.at(95) / figures.one.at(95) if figures.one.count else float("inf")
    ends = figures.ends
    return [
        ("50 users who think 1–3 s: errors below 0.1 %", _share(figures.many), figures.many.errors < MOST_ERRORS),
        (
            f"their p95 at most {MOST_TIMES_SLOWER:.0f} times that of one user",
            f"{slower:.1f} times: {figures.many.at(95):.1f} ms to {figures.one.at(95):.1f} ms",
            slower <= MOST_TIMES_SLOWER,
        ),
        (
            "50 writers without a pause: errors below 0.1 %",
            _share(figures.writers),
            figures.writers.errors < MOST_ERRORS,
        ),
        (
            "what was accepted is done, or asked about",
            f"{figures.accepted:,} accepted: {ends.done:,} done, {ends.asked:,} asked, {ends.failed:,} failed, "
            f"{ends.under_way:,} under way, {ends.lost:,} lost",
            ends.is_good and ends.done + ends.asked == figures.accepted,
        ),
        (
            "and nothing is stored twice",
            f"{figures.stored:,} stored",
            figures.accepted <= figures.stored <= figures.accepted + _failed_writes(figures),
        ),
    ]


def _failed_writes(figures: Figures) -> int:
    """A call that failed may have been stored all the same."""
    return sum(len(run.failed) for run in (figures.one, figures.many, figures.writers))


def _share(run: Run) -> str:
    return f"{run.errors:.3%} ({len(run.failed)} of {run.count:,})"


def render(figures: Figures, *, machine: str) -> str:
    """The page."""
    met = [(text, figure, "met" if good else "**not met**") for text, figure, good in targets(figures)]
    runs = (
        ("one user, who thinks a tenth of a second", figures.one),
        ("50 users, who think 1–3 s", figures.many),
        ("50 writers without a pause", figures.writers),
    )
    rows = [
        (name, run.count, run.count / run.seconds, *(run.at(each) for each in (50, 95, 99, 100)), _cpu(run))
        for name, run in runs
    ]
    by_call = [
        (name, len(times), *(percentile(times, each) for each in (50, 95, 99)))
        for name, times in sorted(figures.many.calls.items())
    ]
    failed = Counter(message[:120] for _, run in runs for message in run.failed).most_common(5)
    parts = [
        "# Under the users of one client",
        "Written by `make load` (Locust). One API process, one worker, both servers and the users share the machine. Every user\n"
        "has a key and a person of their own; rate limits are on. Calls that wait for news on purpose are counted, but their\n"
        "time is not. The one user hardly thinks, so that there is something to measure, and has the machine alone.",
        f"*{machine}*",
        table(("target", "measured", ""), met),
        table(("", "calls", "a second", "p50 ms", "p95 ms", "p99 ms", "last ms", "API's CPU, ms a call"), rows),
        "The calls of the 50 users:",
        table(("", "calls", "p50 ms", "p95 ms", "p99 ms"), by_call),
    ]
    if failed:
        parts.append(table(("what failed", "times"), failed))
    return "\n\n".join(parts) + "\n"


def _cpu(run: Run) -> float:
    return run.cpu_seconds * 1000 / run.count if run.count else 0.0
