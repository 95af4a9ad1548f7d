"""When something that is taken as needed may be taken again: pure.

Two limits, either or both: not sooner than a gap after the one before, and not oftener than so many times within any 24
hours. A day is no calendar day: four before midnight and four behind it are eight in an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.regimen import AsNeeded

WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What the rule says at an instant.

    Attributes:
        next_at: when the next one may be taken; not later than the instant asked about: it may be taken then.
        left: how many more may be taken in the 24 hours that end at `next_at`, it included; None: no such limit.
        taken: how many were taken in the 24 hours before the instant asked about.
    """

    next_at: datetime
    left: int | None
    taken: int
    asked_at: datetime

    @property
    def is_allowed(self) -> bool:
        """Whether one may be taken at the instant asked about."""
        return self.next_at <= self.asked_at

    @property
    def is_last(self) -> bool:
        """Whether one that is taken now is the last for a while."""
        return self.is_allowed and self.left == 1


def find_allowance(rule: AsNeeded, taken_at: Sequence[datetime], *, now: datetime) -> Allowance:
    """When the next may be taken, by all that were taken so far (in any order; later than `now` counts too)."""
    taken = sorted(taken_at)
    next_at = now
    if rule.min_gap_minutes and taken:
        next_at = max(next_at, taken[-1] + timedelta(minutes=rule.min_gap_minutes))
    if rule.max_per_day and len(taken) >= rule.max_per_day:
        next_at = max(next_at, taken[-rule.max_per_day] + WINDOW)
    recent = [at for at in taken if at > next_at - WINDOW]
    left = max(0, rule.max_per_day - len(recent)) if rule.max_per_day else None
    return Allowance(next_at=next_at, left=left, taken=sum(now - WINDOW < at <= now for at in taken), asked_at=now)
