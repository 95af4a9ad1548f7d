"""Who is told of a dose, and when, as long as nobody answers: the ladder of a medicine, as callers and rows have it."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

MOST_MINUTES = 24 * 60


class Tell(StrEnum):
    """Whom a rung tells, and on which way."""

    MAIN = "main"  # the person, on their own channels in their order
    SECOND = "second"  # the person, by text message, or on another channel than the first
    VOICE = "voice"  # the person, by a telephone call that a key answers
    CARER = "carer"  # those who hear of missed doses


class Rung(BaseModel):
    """One step of a ladder. Its minutes count from when the person was told first, or told again after a "later"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after_minutes: float = Field(gt=0, le=MOST_MINUTES, allow_inf_nan=False)
    tell: Tell

    @property
    def after(self) -> timedelta:
        """The same as a span."""
        return timedelta(minutes=self.after_minutes)


class Escalation(BaseModel):
    """A ladder. The dose is told at its time on the person's own channels; then rung after rung, until it is answered.

    Unanswered it counts as missed when its window closes, or when the next dose is due. A "later" begins the ladder anew
    when it is over; it ends in time to be answered before the window closes.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "steps": [{"after_minutes": 10, "tell": "main"}, {"after_minutes": 60, "tell": "carer"}],
                    "window_minutes": 120,
                    "snooze_minutes": 15,
                }
            ]
        },
    )

    steps: tuple[Rung, ...] = Field(max_length=10, description="In their order; none: told once, then missed.")
    window_minutes: float = Field(
        default=120,
        gt=0,
        le=MOST_MINUTES,
        allow_inf_nan=False,
        description="So long after its time it can be answered.",
    )
    snooze_minutes: float = Field(
        default=15, gt=0, le=120, allow_inf_nan=False, description='How long "later" is where nobody says.'
    )

    @model_validator(mode="after")
    def _check_order(self) -> "Escalation":
        times = [each.after_minutes for each in self.steps]
        if any(later <= earlier for earlier, later in itertools.pairwise(times)):
            raise ValueError("Each step comes later than the one before it.")
        if times and times[-1] > self.window_minutes:
            raise ValueError("A step behind the end of the window would never come; make window_minutes larger.")
        if sum(each.tell is Tell.CARER for each in self.steps) > 1:
            raise ValueError("Carers are told once of a dose; leave one of the steps out.")
        return self

    @property
    def window(self) -> timedelta:
        """How long after its time a dose can be answered before it counts as missed."""
        return timedelta(minutes=self.window_minutes)

    @property
    def snooze(self) -> timedelta:
        """How long "later" is where nobody says."""
        return timedelta(minutes=self.snooze_minutes)


def _ladder(*minutes: float) -> Escalation:
    return Escalation(
        steps=tuple(Rung(after_minutes=each, tell=tell) for each, tell in zip(minutes, Tell, strict=True))
    )


USUAL = _ladder(10, 20, 30, 60)
"""Ten minutes are MedTimer's default for a repeat, sixty Medisafe's until a carer hears."""
CRITICAL = _ladder(5, 10, 15, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladders:
    """What an account has its medicines told by where neither the reminder nor its person has a ladder; None: the usual one."""

    escalation: Escalation | None = None
    critical_escalation: Escalation | None = None


NO_LADDERS = Ladders()


def read_escalation(stored: Mapping[str, Any] | None) -> Escalation | None:
    """A ladder as it was stored; None where there is none, or where it would be refused today."""
    try:
        return Escalation.model_validate(stored) if stored else None
    except ValidationError:
        return None


def escalation_json(escalation: Escalation | None) -> dict[str, Any] | None:
    """As it is stored."""
    return escalation.model_dump(mode="json") if escalation else None
