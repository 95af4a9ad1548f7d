"""Users and their contacts."""

from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import (
    MISSING,
    AfterValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)

from api.schemas.common import Answer, Name, RequestBody, Timezone
from core.notification import CONTACT_TOPICS, TOPIC_GROUPS, read_topic
from core.profile import Profile
from services.webhook.address import CHANNEL_SCHEMES


def _check_channel(value: str) -> str:
    scheme, separator, rest = value.partition(":")
    if not separator or scheme.lower() not in CHANNEL_SCHEMES or not rest.strip("/"):
        known = ", ".join(sorted(CHANNEL_SCHEMES))
        raise ValueError(f"A channel looks like mailto:anna@example.org or tel:+44…; known are {known}.")
    return value


def _check_topic(value: str) -> str:
    topic = read_topic(value)
    if topic is None:
        known = ", ".join(sorted({*CONTACT_TOPICS, *TOPIC_GROUPS}))
        raise ValueError(f"There is no such topic; known are {known}.")
    return topic


Phone = Annotated[str, StringConstraints(min_length=3, max_length=40, pattern=r"^\+?[0-9 ()./-]+$")]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Locale = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", max_length=35)]
Channel = Annotated[str, StringConstraints(min_length=3, max_length=500), AfterValidator(_check_channel)]
Channels = Annotated[tuple[Channel, ...], Field(max_length=10, description="In order of preference.")]
Topic = Annotated[Name, AfterValidator(_check_topic)]
Topics = Annotated[
    tuple[Topic, ...],
    AfterValidator(lambda topics: tuple(dict.fromkeys(topics))),
    Field(
        max_length=20,
        description="What this contact hears of without being named: "
        f"{', '.join(sorted(CONTACT_TOPICS))}; `medicine` stands for missed, taken and refill, `all` for everything. Where "
        "empty: missed and refill. `message` alone: nothing but what they are told by name.",
    ),
]


class PreferencesBody(Profile):
    """What is known of the person once and for all, replaced as a whole. Further fields are yours, and kept as they are.

    Also acted on are `meal_times` (`breakfast`, `lunch`, `dinner`) and `bedtime`, as "18:30" in the user's zone, for "after
    breakfast" and "at bedtime".
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"diet": "vegetarian", "usual_party_size": 2, "favourite_places": ["Luigi's"]}]}
    )

    @model_serializer(mode="wrap")
    def _as_given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        given = cast("dict[str, Any]", handler(self))
        return {name: value for name, value in given.items() if name in self.model_fields_set}


_USER_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "name": "Rose",
    "timezone": "Europe/London",
    "locale": "en-GB",
    "phone": "+44 20 7946 0000",
    "email": None,
    "channels": [],
    "preferences": {"meal_times": {"breakfast": "08:30", "lunch": "13:00", "dinner": "18:30"}, "bedtime": "22:00"},
    "created_at": "2026-11-21T09:00:00Z",
    "updated_at": "2026-11-21T09:00:00Z",
}
_CONTACT_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-3333-7aaa-8bbb-444444444444",
    "user_id": _USER_EXAMPLE["id"],
    "name": "Anna",
    "relation": "daughter",
    "channels": ["mailto:anna@example.org"],
    "topics": [],
    "may_edit_medicines": False,
    "consented_at": "2026-11-21T09:05:00Z",
    "consent_source": "api key",
    "created_at": "2026-11-21T09:05:00Z",
    "updated_at": "2026-11-21T09:05:00Z",
}


class UserBody(RequestBody):
    """A person to be helped."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Rose", "timezone": "Europe/London", "phone": "+44 20 7946 0000"}]}
    )

    name: Name
    timezone: Timezone
    locale: Locale = "en-GB"
    phone: Phone | None = None
    email: Email | None = None
    channels: Channels = ()
    preferences: PreferencesBody = Field(default_factory=PreferencesBody)


class UserChange(RequestBody):
    """Fields of a user to be changed; absent ones stay, only `phone` and `email` may become null."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"timezone": "Europe/Paris"}]})

    name: Name | MISSING = MISSING
    timezone: Timezone | MISSING = MISSING
    locale: Locale | MISSING = MISSING
    phone: Phone | None = None
    email: Email | None = None
    channels: Channels | MISSING = MISSING
    preferences: PreferencesBody | MISSING = MISSING


class UserAnswer(Answer):
    """A person helped."""

    model_config = ConfigDict(title="User", from_attributes=True, json_schema_extra={"examples": [_USER_EXAMPLE]})

    id: UUID
    name: str
    timezone: str
    locale: str
    phone: str | None
    email: str | None
    channels: list[str]
    preferences: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class UserPage(Answer):
    """A part of the list of users."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_USER_EXAMPLE], "next_cursor": None}]})

    items: list[UserAnswer]
    next_cursor: str | None


class ContactBody(RequestBody):
    """Family or a carer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Anna", "relation": "daughter", "channels": ["mailto:anna@example.org"]}]
        }
    )

    name: Name
    relation: Name | None = None
    channels: Channels = ()
    topics: Topics = ()
    may_edit_medicines: bool = Field(
        default=False, description="Whether the person allows them to set up and change reminders of medicines."
    )
    consent: Literal["given", "ask"] = Field(
        "given",
        description="`given`: who adds them vouches for it. `ask`: they hear of nothing until they agree (`…/consent`).",
    )


class ContactChange(RequestBody):
    """Fields of a contact to be changed; absent ones stay, only `relation` may become null."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"channels": ["tel:+442079460000"]}]})

    name: Name | MISSING = MISSING
    relation: Name | None = None
    channels: Channels | MISSING = MISSING
    topics: Topics | MISSING = MISSING
    may_edit_medicines: bool | MISSING = MISSING


class ContactAnswer(Answer):
    """Family or a carer; told things only while `consented_at` is set."""

    model_config = ConfigDict(title="Contact", from_attributes=True, json_schema_extra={"examples": [_CONTACT_EXAMPLE]})

    id: UUID
    user_id: UUID
    name: str
    relation: str | None
    channels: list[str]
    topics: list[str]
    may_edit_medicines: bool
    consented_at: datetime | None
    consent_source: str | None
    created_at: datetime
    updated_at: datetime


class ContactPage(Answer):
    """A part of the list of contacts."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_CONTACT_EXAMPLE], "next_cursor": None}]})

    items: list[ContactAnswer]
    next_cursor: str | None
