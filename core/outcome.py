"""How an attempt ends: what `perform` of a service returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from pydantic import JsonValue

from core.domain import Details, Message, Problem, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The wish is fulfilled. `summary` is one plain sentence fit to be read aloud.

    `scheduled_for` is when something that was arranged comes about for the first time.
    """

    summary: str
    data: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    scheduled_for: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """The service needs a word from the person before it can go on; costs no attempt."""

    question: Question
    details: Details | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksToConfirm:
    """The service reads back what it would do and waits for a yes; costs no attempt."""

    question: Question
    details: Details | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The other side needs time: come back at this instant; costs no attempt.

    `rests`: nothing is expected to happen before, so that nobody waits for the task meanwhile. `summary` says in one plain
    sentence what is waited for.
    """

    until: datetime
    rests: bool = True
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tells:
    """These messages go out first; the task is performed again when all of them have ended. Costs no attempt.

    The messages are stored in the transaction that settles the attempt; their `key` makes each of them one.
    """

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsOver:
    """Somebody else has to do it and to say what came of it (POST …/resolve). `problem` says who, and what is not so yet.

    The messages to them are stored in the transaction that settles the attempt.
    """

    problem: Problem
    messages: tuple[Message, ...] = ()
    details: Details | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fails:
    """The wish can't be fulfilled, and trying again would not help."""

    problem: Problem


Outcome: TypeAlias = Completed | Asks | AsksToConfirm | Waits | Tells | HandsOver | Fails
"""What `perform` of a service returns. Whatever it raises is judged by `services/retry.py`."""
