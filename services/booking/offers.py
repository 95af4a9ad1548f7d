"""Times that were offered, to choose from: one of them picked makes the wish whole."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from core.ability import Slot, SlotKind
from core.domain import Question
from services.ability import TaskDetails
from services.asking import OFFER_SLOT
from services.booking.fields import LocalDate, LocalTime
from services.booking.visit import Visit
from services.booking.wording import describe_moment, join_spoken

Offered: TypeAlias = dict[str, JsonValue]


class Offer(BaseModel):
    """A time at a place, and the words by which it is chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    venue: str
    location: str | None = None
    date: LocalDate
    time: LocalTime


class ChoosingDetails(TaskDetails):
    """Details that may have been offered: whoever chooses has said place, day and time by it."""

    choice: Annotated[str | None, Slot(kind=SlotKind.TEXT, ask="Which one shall I book?")] = Field(
        default=None, description="The answer to the question which of several offers is meant."
    )
    offers: tuple[Offer, ...] | None = Field(default=None, description="What was offered.")

    @model_validator(mode="before")
    @classmethod
    def _take_up(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        said = cast("dict[str, Any]", values)
        offers = cast("Sequence[Mapping[str, Any]]", said.get("offers") or ())
        chosen = next((each for each in offers if each["label"] == said.get(OFFER_SLOT)), None)
        if chosen is None:
            return {name: value for name, value in said.items() if name != OFFER_SLOT}
        rest = {name: value for name, value in said.items() if name not in {OFFER_SLOT, "offers", "location"}}
        return {**rest, **{name: value for name, value in chosen.items() if name != "label" and value is not None}}


def label_apart(visits: Sequence[Visit]) -> list[str]:
    """The words for each of several times, with the place where there is more than one."""
    are_several = len({visit.venue.id for visit in visits}) > 1
    moments = [describe_moment(visit.starts_at, today=visit.today) for visit in visits]
    return [
        f"{moment} at {visit.venue.name}" if are_several else moment
        for visit, moment in zip(visits, moments, strict=True)
    ]


def make_offers(visits: Sequence[Visit]) -> list[Offered]:
    """What can be chosen from, as details keep it."""
    offers = [
        Offer(label=label, venue=visit.venue.name, location=visit.venue.location, date=visit.on, time=visit.at)
        for visit, label in zip(visits, label_apart(visits), strict=True)
    ]
    return [offer.model_dump(mode="json", exclude_none=True) for offer in offers]


def pick_offers(options: Sequence[Mapping[str, JsonValue]]) -> list[JsonValue]:
    """The same from what a search has found."""
    return [{name: option.get(name) for name in Offer.model_fields} for option in options]


def ask_to_choose(offers: Sequence[Mapping[str, JsonValue]], *, said: str = "") -> Question:
    """Which of them, after it was `said` what there is."""
    labels = tuple(str(offer["label"]) for offer in offers)
    said = said or f"There is {join_spoken(labels)}."
    asked = "Which one shall I book?" if len(labels) > 1 else "Shall I book it?"
    return Question(text=f"{said} {asked}", slot=OFFER_SLOT, options=labels)
