"""Times of day that a sentence ties to the person's meals or bed: "with breakfast and dinner", "an hour after lunch". Pure.

What lies before or after a meal without a length is as far from it as `core/when` has it, so that what is tied now comes
at the hour that was read back.
"""

import re

from pydantic import BaseModel, ConfigDict, Field

from core.regimen import Anchor, Tie

MEAL_MINUTES = 30
_ANCHORS = {
    "breakfast": Anchor.BREAKFAST,
    "breakfast time": Anchor.BREAKFAST,
    "lunch": Anchor.LUNCH,
    "lunchtime": Anchor.LUNCH,
    "lunch time": Anchor.LUNCH,
    "dinner": Anchor.DINNER,
    "dinner time": Anchor.DINNER,
    "dinnertime": Anchor.DINNER,
    "supper": Anchor.DINNER,
    "bedtime": Anchor.BEDTIME,
    "bed time": Anchor.BEDTIME,
    "bed": Anchor.BEDTIME,
    "i go to bed": Anchor.BEDTIME,
    "going to bed": Anchor.BEDTIME,
    "to bed": Anchor.BEDTIME,
}
_PLACE = "|".join(sorted(_ANCHORS, key=len, reverse=True))
_LENGTH = r"(?:(?P<half>half an hour)|(?P<count>[0-9]{1,3}|an?) (?P<unit>minutes?|mins?|hours?|hrs?)) "
_LITTLE = r"(?:(?:my|the|a|each|every) )?"
_TIE = re.compile(
    rf"(?:{_LENGTH})?\b(?P<side>before|after|with|at|by) {_LITTLE}(?P<first>{_PLACE})\b(?P<more>(?: ,| ?and| , and|(?: and)? with)* {_LITTLE}(?:{_PLACE})\b)*"
)
_MEALS = re.compile(
    r"(?:(?P<side>before|after|with|at) )(?:(?:my|the|all|each|every) )*(?:three |3 )?(?P<what>meals?|mealtimes?)\b"
)
_NAME = re.compile(rf"\b(?:{_PLACE})\b")
_SIGNS = {"before": -1, "after": 1}


class SaidTie(BaseModel):
    """A time of day by an hour of the person's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Anchor = Field(description="The meal, or bedtime.")
    minutes: int = Field(default=0, description="So many minutes after it, or before it where negative.")

    @property
    def tie(self) -> Tie:
        """The same as a value of the plan."""
        return Tie(to=self.to, minutes=self.minutes)


def find_ties(line: str) -> list[tuple[SaidTie, tuple[int, int]]]:
    """The ties in a plain line of `core.when.words`, in order, each with where its expression stands."""
    found: list[tuple[SaidTie, tuple[int, int]]] = []
    for match in _TIE.finditer(line):
        minutes = _minutes(match)
        for name in _NAME.finditer(line, match.start("first"), match.end()):
            anchor = _ANCHORS[name.group()]
            # "Before bed" without a length is at bedtime.
            apart = 0 if anchor is Anchor.BEDTIME and not _has_length(match) else minutes
            found.append((SaidTie(to=anchor, minutes=apart), match.span()))
    for match in _MEALS.finditer(line):
        apart = _SIGNS.get(match["side"], 0) * MEAL_MINUTES
        meals = (Anchor.BREAKFAST, Anchor.LUNCH, Anchor.DINNER)
        found += [(SaidTie(to=anchor, minutes=apart), match.span()) for anchor in meals]
    return found


def _has_length(match: re.Match[str]) -> bool:
    return bool(match["half"] or match["count"])


def _minutes(match: re.Match[str]) -> int:
    sign = _SIGNS.get(match["side"], 0)
    if match["half"]:
        return sign * 30
    if match["count"]:
        count = int(match["count"]) if match["count"].isdigit() else 1
        return sign * count * (60 if match["unit"].startswith("h") else 1)
    return sign * MEAL_MINUTES
