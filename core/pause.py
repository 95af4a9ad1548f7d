"""Pauses: a queue that is not read, or an account of which nothing is begun."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.domain import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Either `queue` or `account_id` is set. `until` None: until somebody resumes it."""

    queue: Queue | None
    account_id: UUID | None
    reason: str | None
    since: datetime
    until: datetime | None
