"""Who saw or changed what of a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from core.access_record import AccessOutcome, ActorKind, StoredAccess

_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-eeee-7aaa-8bbb-cccccccccccc",
    "at": "2026-11-21T09:30:00Z",
    "actor": {"kind": "member", "id": "0193a0c4-dddd-7aaa-8bbb-cccccccccccc", "role": "carer-viewer", "key_id": None},
    "action": "get_reminder",
    "thing": {"kind": "reminder", "id": "0193a0c4-3333-7aaa-8bbb-222222222222"},
    "about_everybody": False,
    "outcome": "done",
    "network": "192.0.2.0/24",
}


class Actor(Answer):
    """Who it was."""

    kind: ActorKind = Field(
        description="`member`: somebody who logs in, or a key of theirs; `key`: a program of the account; `contact`: somebody for whom a program acted; "
        "`operator`: whoever runs the installation."
    )
    id: UUID | None = Field(
        description="Among `/v1/auth/members`, `/v1/keys` or the person's contacts, while it is there; of an operator the "
        "key that they called with, which only they can look up."
    )
    role: str
    key_id: UUID | None = Field(description="The key that was called with, a member's own too; null: a login, or none.")


class Thing(Answer):
    """What was looked at or changed."""

    kind: str
    id: UUID | None


class AccessAnswer(Answer):
    """One access to a person's data by somebody else."""

    model_config = ConfigDict(title="Access", json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    at: datetime
    actor: Actor
    action: str = Field(description="The operation, as this document calls it.")
    thing: Thing | None = Field(description="Absent where it was a list, or the person as such.")
    about_everybody: bool = Field(description="It was about all people of the account.")
    outcome: AccessOutcome = Field(description="`refused`: nothing was shown or changed; `failed`: it did not work.")
    network: str | None = Field(description="Where the call came from: a network, never one address.")

    @classmethod
    def of(cls, access: StoredAccess) -> "AccessAnswer":
        """The public form."""
        thing = Thing(kind=access.thing_kind, id=access.thing_id) if access.thing_kind else None
        return cls(
            id=access.id,
            at=access.created_at,
            actor=Actor(kind=access.actor_kind, id=access.actor_id, role=access.role, key_id=access.key_id),
            action=access.action,
            thing=thing,
            about_everybody=access.is_about_all,
            outcome=access.outcome,
            network=access.address,
        )


class AccessPage(Answer):
    """A part of the list of accesses."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[AccessAnswer]
    next_cursor: str | None
