"""How a medicine comes where times of day on certain days don't say it all."""

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.common import Answer, Name, RequestBody
from api.schemas.plans import Recurrence, Times
from core.regimen import Anchor, AsNeeded, Cycle, Interval, Phase, Since, Tie

_LONGEST_CYCLE = 366
_LONGEST_INTERVAL = 60 * 24 * 60
_LONGEST_PHASE = 3650


class CycleBody(RequestBody):
    """So many days on, so many off, counted from the first day: three weeks on, one week off is 21 and 7."""

    days_on: Annotated[int, Field(ge=1, le=_LONGEST_CYCLE)]
    days_off: Annotated[int, Field(ge=1, le=_LONGEST_CYCLE)]

    def value(self) -> Cycle:
        """As the rooms within know it."""
        return Cycle(days_on=self.days_on, days_off=self.days_off)


class IntervalBody(RequestBody):
    """So many minutes of elapsed time from one to the next, whatever the clocks do; the first is at the one of `times`.

    `since` `scheduled`: from when the one before was due. `taken`: from when it was answered as taken; where it was left
    out or missed, from when it was due.
    """

    minutes: Annotated[int, Field(ge=15, le=_LONGEST_INTERVAL)]
    since: Since

    def value(self) -> Interval:
        """As the rooms within know it."""
        return Interval(minutes=self.minutes, since=self.since)


class TieBody(RequestBody):
    """A time of day that follows the person's own hour of a meal or of bedtime, and moves with it."""

    to: Anchor
    minutes: Annotated[
        int, Field(ge=-720, le=720, description="So many minutes after it, or before it where negative.")
    ] = 0

    def value(self) -> Tie:
        """As the rooms within know it."""
        return Tie(to=self.to, minutes=self.minutes)


class PhaseBody(RequestBody):
    """A stretch of days with times of its own; the first begins on `starts_on`, each other one behind the one before."""

    days: Annotated[int, Field(ge=1, le=_LONGEST_PHASE)] | None = Field(
        default=None, description="How many days it has; only the last one may go on without an end."
    )
    times: Times = ()
    tied_to: Annotated[tuple[TieBody, ...], Field(max_length=8)] = ()
    recurrence: Recurrence
    dosage: Name | None = Field(default=None, description="How much is taken in this phase, where it differs.")

    def value(self) -> Phase:
        """As the rooms within know it."""
        ties = tuple(each.value() for each in self.tied_to)
        return Phase(days=self.days, times=self.times, tied_to=ties, recurrence=self.recurrence, dosage=self.dosage)


class AsNeededBody(RequestBody):
    """Taken when needed: there are no due times. At least one of the two limits is given."""

    min_gap_minutes: Annotated[int, Field(ge=5, le=10_080)] | None = Field(
        default=None, description="Not sooner than this after the one before."
    )
    max_per_day: Annotated[int, Field(ge=1, le=48)] | None = Field(
        default=None, description="Not oftener than this within any 24 hours."
    )

    def value(self) -> AsNeeded:
        """As the rooms within know it."""
        return AsNeeded(min_gap_minutes=self.min_gap_minutes, max_per_day=self.max_per_day)


class TieAnswer(Answer):
    """A time of day that follows the person's hour, and the time that it has by the hours that are known."""

    model_config = ConfigDict(title="Tie", from_attributes=True)

    to: Anchor
    minutes: int
    time: str


class PhaseAnswer(Answer):
    """A phase, with all of its times."""

    model_config = ConfigDict(title="Phase", from_attributes=True)

    days: int | None
    times: list[str]
    tied_to: list[TieAnswer]
    recurrence: str
    dosage: str | None
