"""API keys."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer, Instant, Name, RequestBody
from core.api_key import PREFIX, ApiKey
from core.roles import MEANINGS, Permission
from services.access.key_service import IssuedKey

_KEY: dict[str, Any] = {
    "id": "0193a0c4-7777-7aaa-8bbb-000000000000",
    "name": "Kitchen tablet",
    "hint": "grandma_live_…x7Qa",
    "scopes": ["requests:read", "requests:write"],
    "created_at": "2026-11-21T09:00:00Z",
    "expires_at": None,
    "last_used_at": "2026-11-22T18:30:00Z",
    "revoked_at": None,
    "replaces": None,
    "made_by": None,
}
_SECRET = "grandma_live_05xRbMhmZS3PXXQWZJMcWq_Qm9VYBZzjvWlBmPnLk7Yy1kmSGMBdY7Ucq3ZzJHxE4w2Ab9cD"  # noqa: S105 - an example
_SCOPES = "; ".join(
    f"`{permission}`: {meaning}" for permission, meaning in MEANINGS.items() if permission is not Permission.UNLISTED
)


class KeyBody(RequestBody):
    """A key to be made."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Kitchen tablet", "scopes": ["requests:read", "requests:write"]}]}
    )

    name: Name = Field(description="Yours, to know it by.")
    scopes: Annotated[tuple[Permission, ...], Field(min_length=1, max_length=len(Permission))] | None = Field(
        None, description=f"What it may do; null: all that an account may. {_SCOPES}."
    )
    expires_at: Instant | None = Field(None, description="When it stops working; null: never.")


class KeyAnswer(Answer):
    """An API key, without its secret."""

    model_config = ConfigDict(title="ApiKey", json_schema_extra={"examples": [_KEY]})

    id: UUID
    name: str
    hint: str = Field(description="How it begins and ends.")
    scopes: list[str] | None = Field(description="What it may do; null: all that an account may.")
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To within some seconds.")
    revoked_at: datetime | None
    replaces: UUID | None = Field(description="The key that this one was rotated from.")
    made_by: UUID | None = Field(
        description="The member whose key it is, also when they are gone; what it does counts as theirs. null: the account's own."
    )

    @classmethod
    def of(cls, key: ApiKey) -> "KeyAnswer":
        """As it is shown."""
        return cls.model_validate(_shown(key))


class NewKeyAnswer(KeyAnswer):
    """An API key, with its secret."""

    model_config = ConfigDict(title="NewApiKey", json_schema_extra={"examples": [{**_KEY, "secret": _SECRET}]})

    secret: str = Field(description="The key itself, for the header Authorization. Shown this once.")

    @classmethod
    def of_issued(cls, issued: IssuedKey) -> "NewKeyAnswer":
        """As it is shown, once."""
        return cls.model_validate({**_shown(issued.key), "secret": issued.secret.get_secret_value()})


class KeyPage(Answer):
    """A part of the list of keys."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_KEY], "next_cursor": None}]})

    items: list[KeyAnswer]
    next_cursor: str | None


def _shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "hint": f"{PREFIX}…{key.last_four}",
        "scopes": None if key.scopes is None else [*key.scopes],
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "revoked_at": key.revoked_at,
        "replaces": key.replaces,
        "made_by": key.made_by,
    }
