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
from services.access.invitation_limits import InvitationMail, count_mail, discount_mail
from services.access.login_news import tell_link
from services.access.login_service import LoggedIn, LoginService, TellOfPassword
from services.access.login_tries import LoginTries
from services.access.passwords import Passwords

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
    """An invitation as it is stored, and its secret where it was just made; `is_shown`: to whoever made it."""

    token: SingleUseToken
    email: str
    secret: SecretStr | None = None
    is_shown: bool = False


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

    async def invite(
        self, invitation: Invitation, *, caller: Caller, shown: bool = True, can_mail: bool = False
    ) -> StoredInvitation:
        """Ask somebody to become a member.

        `shown`: whether the caller may see the link, which is mailed as well where `can_mail`. The link of an address that logs in
        already is shown to nobody who can have it mailed. What is mailed is counted (`services/access/invitation_limits.py`).

        Raises:
            ForbiddenError: the caller can't give that role, which may more than they may, or does not look after one of the people.
            InvalidFieldError: people are missing, or named for a role that is for everybody.
            NotFoundError: one of the people is not there.
            ConflictError: the person has a login of their own already.
            AlreadyInvitedError: a second mail would go out for what is open.
            TooManyInvitationsError: the address was mailed enough of them today.
        """
        _check(invitation, caller)
        email, role = invitation.email.strip(), invitation.role
        async with self._unit_of_work() as unit:
            known = await unit.logins.find_member(self._index.all_of_address(email))
            if known is not None and known.account_id == caller.account.id:
                email = self._cipher.decrypt(known.email)  # a link goes to their mailbox, however it was written here
            for user_id in sorted(invitation.people):
                await unit.users.hold(user_id, account_id=caller.account.id)
                await _refuse_second_login(unit, role, user_id, known)
            if can_mail:
                mail = InvitationMail(account_id=caller.account.id, email=email, people=invitation.people)
                await count_mail(unit, mail, index=self._index)
            is_shown = shown and not (can_mail and known is not None)
            details: dict[str, JsonValue] = {
                "email": self._cipher.encrypt(email),
                "email_digest": self._index.of_address(email),
                "role": str(role),
                "people": [str(each) for each in sorted(invitation.people)],
                "consent": invitation.consent,
                "invited_by": caller.name,
                "shown": is_shown,
            }
            secret, token = self._logins.make_token(
                caller.account.id, TokenKind.INVITATION, lasts=LASTS, details=details
            )
            await unit.logins.add_token(token)
        return StoredInvitation(token=token, email=email, secret=secret, is_shown=is_shown)

    async def undo(self, made: StoredInvitation, unit: UnitOfWork, *, may_have_arrived: bool) -> None:
        """Have it never been made, since its mail was not taken; what may have arrived all the same stays counted."""
        await unit.logins.remove_invitation(made.token.id, account_id=made.token.account_id)
        if not may_have_arrived:
            await discount_mail(unit, made.email, index=self._index)

    async def accept(
        self, secret: str, *, password: str | None, network: str | None = None, tell: TellOfPassword | None = None
    ) -> LoggedIn:
        """Become a member by an invitation, once, and log in. A password is good to have; links by mail work without.

        Whose address logs in already proves that it is theirs: by their password, or by a link that was mailed and shown to
        nobody. Such a link sets the password of a member without one as `LoginService.set_password` does: other logins end, and
        `tell` is called. Each person who has a new link to a member is told of it.

        Raises:
            UnauthorizedError: the invitation was used, taken back, is over, or is none; the password is not that of the address.
            ConflictError: the address logs in to another account, in another role, or the person has a login already.
            LimitError: it was tried too often, or too many set a password at this moment.
        """
        token, known = await self._find(secret)
        await self._tries.count("invitation", token.digest)
        hashed = await self._prove(token, known, password, network=network)
        async with self._unit_of_work() as unit:
            if not await unit.logins.use_token(token.id):
                raise UnauthorizedError(_NONE)
            member, is_new = await self._to_member(unit, token, known)
            hashed = hashed if member.password_hash is None else None
            if hashed is not None:
                await self._logins.replace_password(unit, member, hashed)
            for user_id in _people_of(token):
                await self._link(unit, token, member, user_id)
            proves = password is None and (known is None or not _was_shown(token))
            login = await self._logins.begin(unit, member, by_link=proves, network=network)
        if hashed is not None and not is_new and tell is not None:
            self._logins.tell_aside(member, tell)
        return login

    async def list_page(self, *, caller: Caller, before: UUID | None, limit: int) -> list[StoredInvitation]:
        """Invitations to look after the caller's people, newest first; the accepted ones too, until they expire."""
        async with self._unit_of_work() as unit:
            found = await unit.logins.list_invitations(
                account_id=caller.account.id, people=caller.people, before=before, limit=limit
            )
        return [StoredInvitation(token=each, email=self._cipher.decrypt(str(each.details["email"]))) for each in found]

    async def take_back(self, invitation_id: UUID, *, caller: Caller) -> None:
        """Have an invitation work no more.

        Raises:
            NotFoundError: there is none for people whom the caller looks after.
            ForbiddenError: it is the person's own, whom the caller looks after.
        """
        async with self._unit_of_work() as unit:
            token = await unit.logins.remove_invitation(invitation_id, account_id=caller.account.id)
            people = _people_of(token)
            if caller.people is not None and not (people and caller.people.issuperset(people)):
                raise NotFoundError(f"There is no invitation {invitation_id}.")
            if caller.people is not None and _role_of(token) is Role.PERSON:
                raise ForbiddenError("Only whoever manages the account takes back the invitation of a person themself.")

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

    async def _find(self, secret: str) -> tuple[SingleUseToken, Member | None]:
        """The invitation, and whoever logs in with its address already."""
        async with self._unit_of_work() as unit:
            token = await unit.logins.find_token(digest_of(secret), TokenKind.INVITATION)
            if token is None or not await unit.logins.is_good(token.id):
                raise UnauthorizedError(_NONE)
            known = await unit.logins.find_member(self._index.all_of_address(self._address_of(token)))
        if known is not None:
            _refuse_elsewhere(known, token)
        return token, known

    async def _prove(
        self, token: SingleUseToken, known: Member | None, password: str | None, *, network: str | None
    ) -> str | None:
        """What is to be stored of a new password, where the address may be logged in with by this invitation."""
        if known is not None and _was_shown(token):
            async with self._tries.counting("password", known.email_digest, network=network):
                if not await self._passwords.check(password or "", known.password_hash):
                    raise UnauthorizedError(
                        "Somebody logs in with this address already: send the password that they log in with. Who has none, "
                        "or has forgotten it, is removed by an admin (DELETE /v1/auth/members/{id}) and invited anew; where mail can be "
                        "sent, they log in by a link from their mail and set one (PUT /v1/auth/password)."
                    )
        is_new = known is None or known.password_hash is None
        return await self._passwords.hash(password) if password is not None and is_new else None

    async def _to_member(self, unit: UnitOfWork, token: SingleUseToken, proven: Member | None) -> tuple[Member, bool]:
        """Whoever logs in with the address, and whether they do only from now on."""
        email = self._address_of(token)
        forms = self._index.all_of_address(email)
        known = await unit.logins.find_member(forms)
        if known is None:
            added = await unit.logins.add_member(
                make_id(),
                account_id=token.account_id,
                role=_role_of(token),
                email=self._cipher.encrypt(email),
                email_digest=forms[0],
            )
            if added is not None:
                return added, True
            known = await unit.logins.find_member(forms)
        if known is None:
            raise ConflictError("Whoever logged in with this address was removed at this moment. Accept once more.")
        _refuse_elsewhere(known, token)
        if _was_shown(token) and (proven is None or proven.id != known.id):
            raise ConflictError("Somebody logs in with this address since a moment ago. Accept with their password.")
        return known, False

    async def _link(self, unit: UnitOfWork, token: SingleUseToken, member: Member, user_id: UUID) -> None:
        account_id = token.account_id
        await unit.users.hold(user_id, account_id=account_id)
        user = await unit.users.get(user_id, account_id=account_id, locked=member.role is Role.PERSON)
        await _refuse_second_login(unit, member.role, user_id, member)
        consent = str(token.details["consent"])
        link = Link(member_id=member.id, user_id=user_id, account_id=account_id, consent=consent)
        if await unit.logins.link(link):
            email = self._address_of(token)
            await tell_link(unit, user, member.role, email=email, invitation_id=token.id)

    def _address_of(self, token: SingleUseToken) -> str:
        return self._cipher.decrypt(str(token.details["email"]))


async def _refuse_second_login(unit: UnitOfWork, role: Role, user_id: UUID, member: Member | None) -> None:
    """Raises ConflictError where it would be one more login of this person, or one login for two people."""
    if role is not Role.PERSON:
        return
    if await unit.logins.has_own_login(user_id, but=member.id if member else None):
        raise ConflictError(
            "This person has a login of their own already. Whoever manages the account ends that first: DELETE /v1/auth/members/{id}."
        )
    if member is not None and await unit.logins.looks_after_others(member.id, user_id):
        raise ConflictError("Another person logs in with this address already. Each has their own.")


def _refuse_elsewhere(known: Member, token: SingleUseToken) -> None:
    if known.account_id != token.account_id or known.role is not _role_of(token):
        raise ConflictError("Somebody logs in with this address already, elsewhere or in another role.")


def _role_of(token: SingleUseToken) -> Role:
    return Role(str(token.details["role"]))


def _was_shown(token: SingleUseToken) -> bool:
    """Whether somebody has seen the link who need not have the mailbox."""
    return token.details.get("shown") is not False


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
