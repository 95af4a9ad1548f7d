"""Invitations: how somebody becomes a member, and comes to look after a person who has agreed to that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from pydantic import JsonValue, SecretStr

from core.api_key import digest_of
from core.blind_index import BlindIndex
from core.caller import Caller
from core.encryption import Cipher
from core.errors import ConflictError, FieldProblem, ForbiddenError, InvalidFieldError, NotFoundError, UnauthorizedError
from core.ids import make_id
from core.login import Link, Member, SingleUseToken, TokenKind
from core.roles import MATRIX, Role
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.login_service import LoggedIn, LoginService
from services.login_tries import LoginTries
from services.passwords import Passwords

LASTS: Final = timedelta(days=7)
MOST_PEOPLE: Final = 100
_NONE: Final = "This invitation was used already, taken back, or is older than a week."


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Somebody is asked to become a member. `consent`: who agreed that they look after these people."""

    email: str
    role: Role
    people: frozenset[UUID]
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInvitation:
    """An invitation as it is stored, and its secret where it was just made."""

    token: SingleUseToken
    email: str
    secret: SecretStr | None = None


class InvitationService:
    """Members and invitations, for callers."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        logins: LoginService,
        passwords: Passwords,
        tries: LoginTries,
        index: BlindIndex,
        cipher: Cipher,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._logins = logins
        self._passwords = passwords
        self._tries = tries
        self._index = index
        self._cipher = cipher

    async def invite(self, invitation: Invitation, *, caller: Caller) -> StoredInvitation:
        """Ask somebody to become a member.

        Raises:
            ForbiddenError: the caller can't give that role, which may more than they may, or does not look after one of the people.
            InvalidFieldError: people are missing, or named for a role that is for everybody.
            NotFoundError: one of the people is not there.
        """
        _check(invitation, caller)
        details: dict[str, JsonValue] = {
            "email": self._cipher.encrypt(invitation.email.strip()),
            "role": str(invitation.role),
            "people": [str(each) for each in sorted(invitation.people)],
            "consent": invitation.consent,
            "invited_by": caller.name,
        }
        secret, token = self._logins.make_token(caller.account.id, TokenKind.INVITATION, lasts=LASTS, details=details)
        async with self._unit_of_work() as unit:
            for user_id in sorted(invitation.people):
                await unit.users.hold(user_id, account_id=caller.account.id)
            await unit.logins.add_token(token)
        return StoredInvitation(token=token, email=invitation.email, secret=secret)

    async def accept(self, secret: str, *, password: str | None) -> LoggedIn:
        """Become a member by an invitation, once, and log in. A password is good to have; links by mail work without.

        Raises:
            UnauthorizedError: the invitation was used, taken back, is over, or is none.
            ConflictError: the address logs in to another account, or in another role.
            LimitError: it was tried too often, or too many set a password at this moment.
        """
        token = await self._find(secret)
        await self._tries.count("invitation", token.digest)
        hashed = await self._passwords.hash(password) if password is not None else None
        async with self._unit_of_work() as unit:
            if not await unit.logins.use_token(token.id):
                raise UnauthorizedError(_NONE)
            member = await self._to_member(unit, token)
            if hashed is not None and member.password_hash is None:
                await unit.logins.set_password(member.id, hashed)
            for user_id in _people_of(token):
                await unit.users.hold(user_id, account_id=token.account_id)
                await unit.logins.link(
                    Link(
                        member_id=member.id,
                        user_id=user_id,
                        account_id=token.account_id,
                        consent=str(token.details["consent"]),
                    )
                )
            return await self._logins.begin(unit, member)

    async def list_page(self, *, caller: Caller, before: UUID | None, limit: int) -> list[StoredInvitation]:
        """Invitations to look after the caller's people, newest first; the accepted ones too, until they expire."""
        async with self._unit_of_work() as unit:
            found = await unit.logins.list_invitations(
                account_id=caller.account.id, people=caller.people, before=before, limit=limit
            )
        return [StoredInvitation(token=each, email=self._cipher.decrypt(str(each.details["email"]))) for each in found]

    async def take_back(self, invitation_id: UUID, *, caller: Caller) -> None:
        """Have an invitation work no more; raises NotFoundError where there is none that the caller could have made."""
        async with self._unit_of_work() as unit:
            token = await unit.logins.remove_invitation(invitation_id, account_id=caller.account.id)
            people = _people_of(token)
            if caller.people is not None and not (people and caller.people.issuperset(people)):
                raise NotFoundError(f"There is no invitation {invitation_id}.")

    async def list_members(
        self, *, caller: Caller, before: UUID | None, limit: int
    ) -> Sequence[tuple[Member, frozenset[UUID], str]]:
        """Members whom the caller may know of, with whom they look after and their address, newest first."""
        async with self._unit_of_work() as unit:
            found = await unit.logins.list_members(
                account_id=caller.account.id, people=caller.people, before=before, limit=limit
            )
        shown = caller.people
        return [
            (member, people if shown is None else people & shown, self._cipher.decrypt(member.email))
            for member, people in found
        ]

    async def end_link(self, member_id: UUID, user_id: UUID, *, caller: Caller) -> None:
        """Have a member see a person's data no more, from this moment on; what they invited others to and is open is taken back.

        Raises:
            ForbiddenError: it is the person's own login, and the caller is somebody who looks after them.
        """
        account_id = caller.account.id
        async with self._unit_of_work() as unit:
            await unit.logins.unlink(member_id, user_id, account_id=account_id)
            if caller.people is not None and member_id != caller.member_id:
                member = await unit.logins.get_member(member_id, account_id=account_id)
                if member.role is Role.PERSON:
                    raise ForbiddenError(
                        "Only the person themself, or whoever manages the account, ends their own login."
                    )
            await unit.logins.take_back_all(member_id, account_id=account_id, user_id=user_id)

    async def remove_member(self, member_id: UUID, *, caller: Caller) -> None:
        """Erase a member with all logins; their keys end, and what they invited others to and is open is taken back.

        Raises:
            ConflictError: the caller is for certain people only; they end links instead.
        """
        if caller.people is not None and member_id != caller.member_id:
            raise ConflictError("End their link to the person instead: DELETE /v1/auth/members/{id}/people/{user_id}.")
        async with self._unit_of_work() as unit:
            await unit.logins.remove_member(member_id, account_id=caller.account.id)
            await unit.api_keys.revoke_all_of(member_id, account_id=caller.account.id)
            await unit.logins.take_back_all(member_id, account_id=caller.account.id)

    async def _find(self, secret: str) -> SingleUseToken:
        async with self._unit_of_work() as unit:
            token = await unit.logins.find_token(digest_of(secret), TokenKind.INVITATION)
            if token is None or not await unit.logins.is_good(token.id):
                raise UnauthorizedError(_NONE)
        return token

    async def _to_member(self, unit: UnitOfWork, token: SingleUseToken) -> Member:
        sealed, role = str(token.details["email"]), Role(str(token.details["role"]))
        digest = self._index.of_address(self._cipher.decrypt(sealed))
        added = await unit.logins.add_member(
            make_id(), account_id=token.account_id, role=role, email=sealed, email_digest=digest
        )
        if added is not None:
            return added
        known = await unit.logins.find_member(digest)
        if known is None or known.account_id != token.account_id or known.role is not role:
            raise ConflictError("Somebody logs in with this address already, elsewhere or in another role.")
        return known


def _check(invitation: Invitation, caller: Caller) -> None:
    role, people = invitation.role, invitation.people
    if role in {Role.KEY, Role.OPERATOR}:
        raise InvalidFieldError("Nobody is invited as that.", [FieldProblem("/role", "Nobody is invited as that.")])
    if caller.people is not None and (role is Role.PERSON or not role.is_for_certain_people):
        raise ForbiddenError(f"Only whoever manages the account can invite somebody as {role}.")
    if more := MATRIX[role] - caller.permissions:
        lacking = ", ".join(sorted(more))
        raise ForbiddenError(f"Nobody makes somebody who may more than they may themselves; you lack: {lacking}.")
    if caller.people is not None and not caller.people.issuperset(people):
        raise ForbiddenError("You can invite others only to look after people whom you look after yourself.")
    if role.is_for_certain_people and not people:
        wrong = f"Say who the {role} is for: the ids of one or more people."
        raise InvalidFieldError(wrong, [FieldProblem("/user_ids", wrong)])
    if not role.is_for_certain_people and people:
        wrong = f"The role {role} is for everybody in the account; leave this out."
        raise InvalidFieldError(wrong, [FieldProblem("/user_ids", wrong)])
    if role is Role.PERSON and len(people) > 1:
        wrong = "One person is one person: name one id."
        raise InvalidFieldError(wrong, [FieldProblem("/user_ids", wrong)])


def _people_of(token: SingleUseToken) -> Collection[UUID]:
    named = token.details["people"]
    return [UUID(str(each)) for each in named] if isinstance(named, list) else []
