"""Logging in, members and invitations."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import Answer, RequestBody
from api.schemas.users import Email
from core.caller import Caller
from core.roles import Role
from services.access.invitation_service import MOST_PEOPLE, StoredInvitation
from services.access.login_service import LoggedIn
from services.access.passwords import LONGEST, SHORTEST

_EMAIL = "anna@example.org"
_PASSWORD = "seven green umbrellas"  # noqa: S105 - an example
_SECRET = "mK3v9vQkq0m6E8y0m2b6o8Gx2l0Yw8bq3o5rV1c7T2U"  # noqa: S105 - an example
_PERSON = "0193a0c4-1111-7aaa-8bbb-222222222222"
_MEMBER: dict[str, Any] = {
    "id": "0193a0c4-8888-7aaa-8bbb-000000000000",
    "email": _EMAIL,
    "role": "carer-viewer",
    "user_ids": [_PERSON],
    "created_at": "2026-11-21T09:00:00Z",
}
_INVITATION: dict[str, Any] = {
    "id": "0193a0c4-8888-7aaa-8bbb-111111111111",
    "email": _EMAIL,
    "role": "carer-viewer",
    "user_ids": [_PERSON],
    "consent": "person",
    "created_at": "2026-11-21T09:00:00Z",
    "expires_at": "2026-11-28T09:00:00Z",
    "accepted_at": None,
}

Secret = Annotated[str, StringConstraints(min_length=20, max_length=200)]
Password = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST, strip_whitespace=False)]
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=False)]
InvitedRole = Literal[Role.PERSON, Role.CARER_MANAGER, Role.CARER_VIEWER, Role.FAMILY, Role.STAFF, Role.ADMIN]


class LoginBody(RequestBody):
    """Address and password."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": _EMAIL, "password": _PASSWORD}]})

    email: Email
    password: GivenPassword


class AddressBody(RequestBody):
    """Whom to send a link."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": _EMAIL}]})

    email: Email


class SecretBody(RequestBody):
    """The secret out of a link."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"token": _SECRET}]})

    token: Secret


class RefreshBody(RequestBody):
    """The refresh token of a login; it works once."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"refresh_token": _SECRET}]})

    refresh_token: Secret


class LogoutBody(RequestBody):
    """Which logins end."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"everywhere": False}]})

    everywhere: bool = Field(False, description="All logins of this member, not only this one.")


class PasswordBody(RequestBody):
    """A new password."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"password": _PASSWORD, "current_password": "three old clocks"}]}
    )

    password: Password
    current_password: GivenPassword | None = Field(
        None, description="Needed unless this login was begun by a link in the last 15 minutes."
    )


class AcceptBody(RequestBody):
    """The secret out of an invitation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"token": _SECRET, "password": _PASSWORD}]})

    token: Secret
    password: Password | None = Field(
        None,
        description="To log in with; links by mail work without. Where the address logs in already it is the password that it has, "
        "unless the invitation came by mail alone.",
    )


class InvitationBody(RequestBody):
    """Whom to invite, as what, and for whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"email": _EMAIL, "role": "carer-viewer", "user_ids": [_PERSON], "consent": "person"},
                {"email": "sam@example.org", "role": "staff", "consent": "representative"},
            ]
        }
    )

    email: Email
    role: InvitedRole
    user_ids: Annotated[tuple[UUID, ...], Field(max_length=MOST_PEOPLE)] = Field(
        (), description="The people they look after; empty for staff and admin, who see everybody."
    )
    consent: Literal["person", "representative"] = Field(
        description="Who agreed to this: the person themselves, or who represents them by law. It is kept with the link."
    )


class LoginAnswer(Answer):
    """The tokens of a login."""

    model_config = ConfigDict(
        title="Login",
        json_schema_extra={
            "examples": [
                {
                    "access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkzIn0.c2lnbmF0dXJl",
                    "token_type": "Bearer",
                    "expires_in": 900,
                    "refresh_token": _SECRET,
                    "member_id": _MEMBER["id"],
                }
            ]
        },
    )

    access_token: str = Field(description="For the header Authorization, as `Bearer <token>`.")
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - what RFC 6750 calls it
    expires_in: int = Field(description="For how many seconds the access token is good.")
    refresh_token: str = Field(description="Works once, for the next tokens. Coming a second time it ends the login.")
    member_id: UUID

    @classmethod
    def of(cls, login: LoggedIn) -> "LoginAnswer":
        """As it is shown, once."""
        return cls(
            access_token=login.access_token.get_secret_value(),
            expires_in=int(login.expires_in.total_seconds()),
            refresh_token=login.refresh_token.get_secret_value(),
            member_id=login.member_id,
        )


class MeAnswer(Answer):
    """Who is calling."""

    model_config = ConfigDict(
        title="Me",
        json_schema_extra={
            "examples": [
                {
                    "account_id": "0193a0c4-0000-7aaa-8bbb-000000000000",
                    "role": "carer-viewer",
                    "permissions": ["requests:read"],
                    "user_ids": [_PERSON],
                    "member_id": _MEMBER["id"],
                    "key_id": None,
                }
            ]
        },
    )

    account_id: UUID
    role: Role
    permissions: list[str]
    user_ids: list[UUID] | None = Field(description="Whose data they may see; null: everybody's in the account.")
    member_id: UUID | None = Field(description="Who logged in, or whose key it is; null: a key of the account itself.")
    key_id: UUID | None

    @classmethod
    def of(cls, caller: Caller) -> "MeAnswer":
        """As it is shown."""
        return cls(
            account_id=caller.account.id,
            role=caller.role,
            permissions=sorted(caller.permissions),
            user_ids=None if caller.people is None else sorted(caller.people),
            member_id=caller.acting_member,
            key_id=caller.key_id,
        )


class MemberAnswer(Answer):
    """Somebody who logs in."""

    model_config = ConfigDict(title="Member", json_schema_extra={"examples": [_MEMBER]})

    id: UUID
    email: str
    role: Role
    user_ids: list[UUID] = Field(description="Whom they look after.")
    created_at: datetime


class MemberPage(Answer):
    """A part of the list of members."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_MEMBER], "next_cursor": None}]})

    items: list[MemberAnswer]
    next_cursor: str | None


class InvitationAnswer(Answer):
    """An invitation."""

    model_config = ConfigDict(title="Invitation", json_schema_extra={"examples": [_INVITATION]})

    id: UUID
    email: str
    role: Role
    user_ids: list[UUID]
    consent: str
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None

    @classmethod
    def of(cls, invitation: StoredInvitation) -> "InvitationAnswer":
        """As it is shown."""
        return cls.model_validate(_shown(invitation))


class NewInvitationAnswer(InvitationAnswer):
    """An invitation, with its link where it has to be handed over by whoever invites."""

    model_config = ConfigDict(
        title="NewInvitation",
        json_schema_extra={
            "examples": [{**_INVITATION, "url": f"https://example.org/v1/auth/invitations/accept?token={_SECRET}"}]
        },
    )

    url: str | None = Field(
        description="Shown this once, to keys and admins; null where it was sent by mail alone, as to an address that logs in already."
    )


class InvitationPage(Answer):
    """A part of the list of invitations."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_INVITATION], "next_cursor": None}]})

    items: list[InvitationAnswer]
    next_cursor: str | None


def shown_with_link(invitation: StoredInvitation, url: str | None) -> NewInvitationAnswer:
    """A new invitation as it is shown."""
    return NewInvitationAnswer.model_validate({**_shown(invitation), "url": url})


def _shown(invitation: StoredInvitation) -> dict[str, Any]:
    details = invitation.token.details
    return {
        "id": invitation.token.id,
        "email": invitation.email,
        "role": details["role"],
        "user_ids": details["people"],
        "consent": details["consent"],
        "created_at": invitation.token.created_at,
        "expires_at": invitation.token.expires_at,
        "accepted_at": invitation.token.used_at,
    }
