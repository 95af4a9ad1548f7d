"""What a person has said once and for all about themselves: the fields of `preferences` that the product knows.

The hours of meals and bed are read by `core/preferences.py`; other fields are kept as they are.
"""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

from core.escalation import Escalation
from core.quiet_hours import QuietHours

Phrase: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Phrases: TypeAlias = Annotated[tuple[Phrase, ...], Field(max_length=20)]
OneOrMore: TypeAlias = Annotated[
    Phrases,
    BeforeValidator(lambda said: (said,) if isinstance(said, str) else said),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1, "maxLength": 200},
                {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 200}, "maxItems": 20},
            ]
        }
    ),
]
"""One phrase stands for a list of one."""


class Profile(BaseModel):
    """What may be known of a person. What is passed on to a place goes along with every booking there."""

    model_config = ConfigDict(frozen=True, extra="allow")

    diet: OneOrMore = Field(default=(), description="What they eat or don't eat; passed on to restaurants.")
    access_needs: OneOrMore = Field(default=(), description="What they need to get in and sit; passed on to places.")
    usual_party_size: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=100,
        description="How many people a table is usually for; offered when it is asked.",
    )
    favourite_places: Phrases = Field(default=(), description="Names of venues, the dearest first; offered first.")
    home: Phrase | None = Field(default=None, description='The town or part of town in which "near me" is.')
    marketing_consent: bool = Field(
        default=False,
        strict=True,
        description="Whether places may send advertisements; otherwise they are told not to.",
    )
    visit_reminders: bool = Field(
        default=True, strict=True, description="Whether they are reminded of what is booked, without asking for it."
    )
    escalation: Escalation | None = Field(
        default=None, description="Who is told of a dose that is not answered, and when; a reminder may have its own."
    )
    critical_escalation: Escalation | None = Field(default=None, description="The same for critical medicines.")
    quiet_hours: QuietHours | None = Field(
        default=None,
        description="When family is not disturbed by what can wait; doses, missed doses and emergencies never wait.",
    )
    share_medicine_names: bool = Field(
        default=False, strict=True, description="Whether family hears which medicine was missed or taken."
    )
    summary_time: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = Field(
        default="20:00", description="When family who want it hear of the day, or on Sundays of the week, as HH:MM."
    )


def read_profile(stored: Mapping[str, JsonValue]) -> Profile:
    """What is stored of a person. A value that would be refused today, since it is older than the rule, is left out."""
    left = dict(stored)
    while True:
        try:
            return Profile.model_validate(left)
        except ValidationError as error:
            for each in error.errors():
                left.pop(str(each["loc"][0]), None)
