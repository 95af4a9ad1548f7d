"""Browsers that take push messages."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import Answer, RequestBody
from core.push import PushSubscription
from services.webhook.address import MAX_URL_CHARACTERS

_KEYS: dict[str, Any] = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
_ENDPOINT = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"
_ANSWER: dict[str, Any] = {
    "id": "0193a0c4-7777-7aaa-8bbb-222222222222",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "contact_id": None,
    "channel": "webpush:0193a0c4-7777-7aaa-8bbb-222222222222",
    "created_at": "2026-11-21T09:00:00Z",
}

Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PushKeyAnswer(Answer):
    """The key of this installation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"public_key": _KEYS["p256dh"]}]})

    public_key: str = Field(description="For `applicationServerKey` of `pushManager.subscribe`, in base64url.")


class BrowserKeysBody(RequestBody):
    """The keys of a browser, as `PushSubscription.toJSON()` has them."""

    model_config = ConfigDict(json_schema_extra={"examples": [_KEYS]})

    p256dh: Key
    auth: Key


class PushSubscriptionBody(RequestBody):
    """A browser that has subscribed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"endpoint": _ENDPOINT, "keys": _KEYS}]})

    endpoint: Annotated[str, StringConstraints(min_length=1, max_length=MAX_URL_CHARACTERS)]
    keys: BrowserKeysBody
    expiration_time: float | None = Field(
        None, alias="expirationTime", description="Taken since browsers send it, and not looked at."
    )
    contact_id: UUID | None = Field(None, description="Whose browser it is, where it is not the person's own.")


class PushSubscriptionAnswer(Answer):
    """A browser that takes push messages. Its endpoint and keys are not shown: whoever has them can send."""

    model_config = ConfigDict(title="PushSubscription", from_attributes=True, json_schema_extra={"examples": [_ANSWER]})

    id: UUID
    user_id: UUID
    contact_id: UUID | None
    channel: str = Field(description="What stands for it among the channels of whose it is.")
    created_at: datetime

    @classmethod
    def of(cls, subscription: PushSubscription) -> "PushSubscriptionAnswer":
        """The public form."""
        return cls.model_validate(subscription)


class PushSubscriptionList(Answer):
    """All browsers of a person and of their contacts."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_ANSWER]}]})

    items: list[PushSubscriptionAnswer]
