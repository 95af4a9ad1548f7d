"""What came of runs, for the terminal and for `bench/CHAOS.md`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

from bench.chaos.evidence import Evidence
from bench.chaos.history import Effect, Received, Replied, Struck, Submitted
from bench.chaos.nemeses import NEMESES
from bench.chaos.plan import FAMILY_TROUBLE, TROUBLE
from bench.chaos.run import Verdict
from bench.page import describe_machine
from core.domain import TaskStatus
from core.notification import outcome_of

_MOST_SHOWN = 12
_HEAD = """\
# Chaos runs

Written by `make chaos`. Every run starts a PostgreSQL (fsync on), a Redis (append-only file, synced every second), one API,
four workers, the outside world and two callers as processes, asks for at least so many tasks, and breaks everything it
can while they run. [docs/chaos.md](../docs/chaos.md) says what is broken and what the invariants I1 to I12 promise.
"""
_OVERVIEW = """\
| seed | tasks | strikes | lost | twice | stale writes | webhooks missing | entries left | |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"""


def is_complete(verdict: Verdict) -> bool:
    """Whether every nemesis struck at running work, and every receiver was met."""
    return not _missing(verdict)


def is_good(verdict: Verdict) -> bool:
    """Whether no promise was broken and nothing is missing."""
    return not verdict.violations and not verdict.complaints and is_complete(verdict)


class Summary(NamedTuple):
    """What is kept of a run: whether it was good, its line in the overview, and its section."""

    is_good: bool
    line: str
    section: str


def summarise(verdict: Verdict) -> Summary:
    """What is told of a run."""
    evidence, broken = verdict.evidence, Counter(violation.invariant for violation in verdict.violations)
    strikes = sum(len(running) for running in _strikes(evidence).values())
    figures = (
        verdict.options.seed,
        f"{len(evidence.tasks):,}",
        strikes,
        *(broken[name] for name in ("I1", "I5", "I4", "I6")),
        _sum(evidence, "length"),
        "good" if is_good(verdict) else "**not good**",
    )
    return Summary(is_good(verdict), f"| {' | '.join(map(str, figures))} |", render(verdict))


def render(verdict: Verdict) -> str:
    """One run as a section."""
    evidence, broken = verdict.evidence, Counter(violation.invariant for violation in verdict.violations)
    status = Counter(task.status for task in evidence.tasks)
    lines = [
        f"## Seed {verdict.options.seed}: {'good' if is_good(verdict) else 'NOT GOOD'}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {verdict.seconds:.0f} s; lease {verdict.options.lease_seconds:g} s; "
        f"{describe_machine()}.",
        "",
        "| figure | |",
        "| --- | ---: |",
        *(f"| {name} | {value} |" for name, value in _figures(evidence, broken)),
        *(f"| tasks {each} | {count:,} |" for each, count in sorted(status.items())),
        "",
        "| nemesis | struck | at running tasks |",
        "| --- | ---: | ---: |",
        *_nemesis_lines(evidence),
        "",
        *_trouble_lines(verdict),
    ]
    return "\n".join(lines).rstrip() + "\n"


def render_page(summaries: Sequence[Summary]) -> str:
    """All of `bench/CHAOS.md`."""
    overview = "\n".join([_OVERVIEW, *(summary.line for summary in summaries)])
    return "\n".join([_HEAD, overview, "", *(summary.section for summary in summaries)])


def _figures(evidence: Evidence, broken: Counter[str]) -> Iterable[tuple[str, object]]:
    accepted, recovered = _count_accepted(evidence)
    dwells = sorted(task.completed_at - task.created_at for task in evidence.tasks if task.completed_at)
    repeats = sum(isinstance(event, Effect) and event.repeated for event in evidence.events)
    receipts = [event for event in evidence.events if isinstance(event, Received) and event.type == "ok"]
    yield "tasks", f"{len(evidence.tasks):,}"
    yield "requests accepted", f"{accepted:,}"
    yield "of these after an answer that never came", f"{recovered:,}"
    yield "lost (I1)", broken["I1"]
    yield "ended twice (I2)", broken["I2"]
    yield "illegal moves (I3)", broken["I3"]
    yield "stale writes (I4)", broken["I4"]
    yield "effects twice (I5)", broken["I5"]
    yield "webhooks missing (I6)", broken["I6"]
    yield "keys broken (I7)", broken["I7"]
    yield "left in Redis (I8)", broken["I8"]
    yield "unfair (I9)", broken["I9"]
    yield "reminders wrong (I10)", broken["I10"]
    yield "family told wrongly (I11)", broken["I11"]
    yield "questions answered wrongly (I12)", broken["I12"]
    yield "entries in the streams, pending", f"{_sum(evidence, 'length')}, {_sum(evidence, 'pending')}"
    yield "calls repeated under their key", f"{repeats:,}"
    yield "webhooks taken (with repeats)", f"{len({event.message for event in receipts}):,} ({len(receipts):,})"
    yield "reminders due", f"{len(evidence.occurrences):,}"
    notices = Counter(str(outcome_of(notice.status)) for notice in evidence.notices)
    yield "messages to the family", ", ".join(f"{name} {count:,}" for name, count in sorted(notices.items())) or "none"
    replies = Counter(event.type for event in evidence.events if isinstance(event, Replied))
    yield "answers taken, refused, unknown", ", ".join(f"{replies[kind]:,}" for kind in ("ok", "fail", "info"))
    yield "leases lost or handed back", f"{_count_lost_leases(evidence):,}"
    yield "needs a person, by kind of task", _list_kinds(evidence, TaskStatus.NEEDS_PERSON)
    yield "failed, by kind of task", _list_kinds(evidence, TaskStatus.FAILED)
    yield "end to end, p50", f"{_share(dwells, 0.5):.2f} s"
    yield "end to end, p95", f"{_share(dwells, 0.95):.2f} s"
    yield "end to end of the quiet account, p95", f"{_share(_quiet_dwells(evidence), 0.95):.2f} s"


def _count_accepted(evidence: Evidence) -> tuple[int, int]:
    accepted = {(event.account, event.key) for event in _submissions(evidence) if event.type == "ok"}
    unknown = {(event.account, event.key) for event in _submissions(evidence) if event.type == "info"}
    return len(accepted), len(accepted & unknown)


def _submissions(evidence: Evidence) -> Iterable[Submitted]:
    return (event for event in evidence.events if isinstance(event, Submitted))


def _count_lost_leases(evidence: Evidence) -> int:
    """Moves from running back to queued: lost leases and interrupts; that of a task whose messages go out is none."""
    back = (TaskStatus.RUNNING, TaskStatus.QUEUED)
    telling = {notice.task for notice in evidence.notices}
    return sum((move.from_status, move.to_status) == back for move in evidence.moves if move.task not in telling)


def _list_kinds(evidence: Evidence, status: TaskStatus) -> str:
    kinds = Counter(task.kind for task in evidence.tasks if task.status is status)
    return ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())) or "none"


def _quiet_dwells(evidence: Evidence) -> Sequence[float]:
    quiet = (task for task in evidence.tasks if task.completed_at and task.account == evidence.quiet)
    return sorted((task.completed_at or 0.0) - task.created_at for task in quiet)


def _sum(evidence: Evidence, name: str) -> int:
    return sum(getattr(stream, name) for stream in evidence.streams)


def _share(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def _strikes(evidence: Evidence) -> dict[str, list[int]]:
    """At how many running tasks each nemesis struck; those that struck at nothing don't count."""
    struck: dict[str, list[int]] = {}
    for event in evidence.events:
        if isinstance(event, Struck) and event.type == "ok" and event.running:
            struck.setdefault(event.name, []).append(event.running)
    return struck


def _tries(evidence: Evidence) -> Counter[str]:
    tries: Counter[str] = Counter()
    for message in evidence.messages:
        tries[message.receiver] += message.tries
    return tries


def _missing(verdict: Verdict) -> Sequence[str]:
    """What should have struck and did not."""
    tries = _tries(verdict.evidence)
    receivers = [*TROUBLE, *(["hang"] if verdict.options.hanging else [])]
    nemeses = set(verdict.options.nemeses) - set(_strikes(verdict.evidence))
    family = {notice.to for notice in verdict.evidence.notices}
    names = [*FAMILY_TROUBLE, *(["hang"] if verdict.options.hanging else [])]
    is_answered = any(isinstance(event, Replied) and event.type == "ok" for event in verdict.evidence.events)
    missed = [*(f"family: {name}" for name in names if name not in family), *([] if is_answered else ["questions"])]
    return [*sorted(nemeses), *missed, *(f"receiver: {receiver}" for receiver in receivers if not tries[receiver])]


def _nemesis_lines(evidence: Evidence) -> Iterable[str]:
    struck, tries = _strikes(evidence), _tries(evidence)
    for name in NEMESES:
        if running := struck.get(name, []):
            yield f"| {name} | {len(running)} | {', '.join(map(str, running))} |"
    for receiver in (*TROUBLE, "hang"):
        yield f"| receiver: {receiver} | {tries[receiver]:,} tries | |"


def _trouble_lines(verdict: Verdict) -> Iterable[str]:
    yield from (f"- struck at nothing: {name}" for name in _missing(verdict))
    yield from (f"- {complaint}" for complaint in verdict.complaints)
    by_name = sorted(verdict.violations, key=lambda violation: violation.invariant)
    for name, violations in groupby(by_name, key=lambda violation: violation.invariant):
        found = list(violations)
        yield from (f"- {name}: {each.subject} {each.what}" for each in found[:_MOST_SHOWN])
        if len(found) > _MOST_SHOWN:
            yield f"- {name}: and {len(found) - _MOST_SHOWN} more"
