"""Who is calling, as one value: found out once, asked by whatever decides what they may."""

from dataclasses import dataclass, replace
from uuid import UUID

from core.errors import ForbiddenError
from core.login import OpenedByLogin
from core.people import Account
from core.roles import MATRIX, Permission, Role

NOBODY = UUID(int=0)
"""Nobody's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """The member whose key somebody calls with: who made it, or had it shown when it was rotated."""

    member_id: UUID
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody with a key or a login.

    `account`: whose data it is about. `permissions`: what they may. `people`: the ids of the people whose data they
    may see, None for all of the account. `key_id`, `member_id`: the key they called with, or who logged in, and by which
    login (`session_id`). `maker`: whose key it is, None where it is the account's own.
    """

    account: Account
    role: Role
    permissions: frozenset[Permission]
    people: frozenset[UUID] | None = None
    key_id: UUID | None = None
    member_id: UUID | None = None
    session_id: UUID | None = None
    maker: Maker | None = None

    @property
    def is_operator(self) -> bool:
        """Whether they see the work of all accounts."""
        return Permission.OPERATE in self.permissions

    @property
    def acting_member(self) -> UUID | None:
        """Which member this is, by their login or by a key of theirs; None: a program of the account, or an operator."""
        return self.maker.member_id if self.maker is not None else self.member_id

    @property
    def acting_role(self) -> Role:
        """What they are in the account: with a key of theirs what the member is."""
        return self.maker.role if self.maker is not None else self.role

    @property
    def name(self) -> str:
        """Who it was, for records: nothing personal."""
        if self.acting_member is not None:
            return f"{self.acting_role}:{self.acting_member}"
        return f"{self.role}:{self.key_id}" if self.key_id is not None else str(self.role)

    @property
    def repeats_as(self) -> str:
        """Whose repeated calls are one call: equal for whoever may hear the first one's answer, and for nobody else.

        That is a member, in whatever login; and keys that may do the same, so that one goes on where the one before it, which
        it was rotated from, has begun.
        """
        if self.member_id is not None:
            return f"member {self.member_id}"
        if self.permissions == MATRIX[Role.KEY]:
            return str(self.role)  # grows with the product
        people = "" if self.people is None else ",".join(sorted(map(str, self.people)))
        return f"{self.role} {','.join(sorted(self.permissions))} {people}"

    @property
    def holder(self) -> UUID:
        """Whose login or key it is; for DEV_AUTH_TOKEN, which has no id, the account."""
        return self.member_id or self.key_id or self.account.id

    def require(self, permission: Permission) -> None:
        """Raises ForbiddenError where they may not; says what is missing."""
        if permission in self.permissions:
            return
        if self.role is Role.KEY and permission in MATRIX[Role.KEY]:
            raise ForbiddenError(f"This key has no scope {permission}. Make one that has it, or call with another.")
        if permission is Permission.OPERATE:
            raise ForbiddenError("This is for operators: call it with DEV_AUTH_TOKEN, or a key that may `operate`.")
        raise ForbiddenError(f"That needs {permission}, which the role {self.role} does not have.")


def operator_of(account: Account) -> Caller:
    """Whoever runs the installation, in this account."""
    return Caller(account=account, role=Role.OPERATOR, permissions=MATRIX[Role.OPERATOR])


def holder_of_key(
    account: Account, *, key_id: UUID, scopes: frozenset[Permission] | None, maker: Maker | None = None
) -> Caller:
    """Whoever has this key; without scopes it opens all of its account. A member's opens no more than they may themselves."""
    granted = MATRIX[Role.KEY] if scopes is None else scopes
    if maker is not None:
        granted &= MATRIX[maker.role]
    return Caller(account=account, role=Role.KEY, permissions=granted, key_id=key_id, maker=maker)


def logged_in(opened: OpenedByLogin, *, session_id: UUID) -> Caller:
    """Somebody who logged in. Who looks after one person means that one where none is named."""
    account, people = opened.account, opened.people if opened.role.is_for_certain_people else None
    if people is not None:
        account = replace(account, default_user_id=min(people, default=NOBODY))
    return Caller(
        account=account,
        role=opened.role,
        permissions=MATRIX[opened.role],
        people=people,
        member_id=opened.member_id,
        session_id=session_id,
    )
