"""People who log in: members, sessions, secrets that work once, signing keys."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, any_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFoundError
from core.login import Link, Member, OpenedByLogin, SigningKey, SingleUseToken, TokenKind
from core.people import Account, User
from core.roles import Role
from repositories.models import (
    AccountRow,
    LoginAttemptRow,
    LoginSessionRow,
    MemberLinkRow,
    MemberRow,
    SigningKeyRow,
    SingleUseTokenRow,
)
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_ACCOUNTS, _MEMBERS, _LINKS = table_of(AccountRow), table_of(MemberRow), table_of(MemberLinkRow)
_SESSIONS, _TOKENS = table_of(LoginSessionRow), table_of(SingleUseTokenRow)
_KEYS, _ATTEMPTS = table_of(SigningKeyRow), table_of(LoginAttemptRow)

SIGNING_KEYS_KEPT_FOR = timedelta(days=62)
"""Twice as long as what they have signed is good for."""

_STANDS = (_SESSIONS.c.ended_at.is_(None), _SESSIONS.c.expires_at > func.now())
_PEOPLE = (
    select(func.array_agg(_LINKS.c.user_id))
    .where(_LINKS.c.member_id == _MEMBERS.c.id)
    .correlate(_MEMBERS)
    .scalar_subquery()
)
_OPENED = (
    select(
        _ACCOUNTS,
        _SESSIONS.c.id.label("session_id"),
        _MEMBERS.c.id.label("member_id"),
        _MEMBERS.c.role,
        _PEOPLE.label("people"),
    )
    .join(_MEMBERS, _MEMBERS.c.id == _SESSIONS.c.member_id)
    .join(_ACCOUNTS, _ACCOUNTS.c.id == _MEMBERS.c.account_id)
    .where(_SESSIONS.c.id == any_(bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True)))), *_STANDS)
)


class LoginRepository:
    """Questions about logins."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_member(self, email_digests: Sequence[str], *, locked: bool = False) -> Member | None:
        """Whoever logs in with the address that has one of these digests; the first one that anybody has.

        `locked`: until the transaction ends nobody else finds them locked.
        """
        c = _MEMBERS.c
        rank = case({digest: number for number, digest in enumerate(email_digests)}, value=c.email_digest)
        statement = select(_MEMBERS).where(c.email_digest.in_(email_digests)).order_by(rank).limit(1)
        if locked:
            statement = statement.with_for_update(key_share=True)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_member(row) if row else None

    async def get_member(self, member_id: UUID, *, account_id: UUID) -> Member:
        """Raises NotFoundError where the account has no such member."""
        found = await self._find_member((_MEMBERS.c.id == member_id) & (_MEMBERS.c.account_id == account_id))
        if found is None:
            raise NotFoundError(f"There is no member {member_id}.")
        return found

    async def _find_member(self, condition: Any) -> Member | None:
        row = (await self._session.execute(select(_MEMBERS).where(condition))).mappings().one_or_none()
        return _to_member(row) if row else None

    async def add_member(
        self, member_id: UUID, *, account_id: UUID, role: Role, email: str, email_digest: str
    ) -> Member | None:
        """Store a member without a password; None where somebody logs in with this address already."""
        values = {
            "id": member_id,
            "account_id": account_id,
            "role": role,
            "email": email,
            "email_digest": email_digest,
        }
        statement = insert(_MEMBERS).values(values).on_conflict_do_nothing(index_elements=[_MEMBERS.c.email_digest])
        row = (await self._session.execute(statement.returning(*_MEMBERS.c))).mappings().one_or_none()
        return _to_member(row) if row else None

    async def set_password(self, member_id: UUID, password_hash: str) -> None:
        """Write the hash of a new password."""
        await self._session.execute(
            update(_MEMBERS).where(_MEMBERS.c.id == member_id).values(password_hash=password_hash)
        )

    async def remove_member(self, member_id: UUID, *, account_id: UUID) -> None:
        """Erase a member with all logins; raises NotFoundError where the account has no such member."""
        gone = delete(_MEMBERS).where(_MEMBERS.c.id == member_id, _MEMBERS.c.account_id == account_id)
        if await self._session.scalar(gone.returning(_MEMBERS.c.id)) is None:
            raise NotFoundError(f"There is no member {member_id}.")

    async def list_members(
        self, *, account_id: UUID, people: Collection[UUID] | None, before: UUID | None, limit: int
    ) -> list[tuple[Member, frozenset[UUID]]]:
        """Members and whom they look after, newest first; where `people` are named, those who look after one of them."""
        statement = select(_MEMBERS, _PEOPLE.label("people")).where(_MEMBERS.c.account_id == account_id)
        if people is not None:
            linked = select(_LINKS.c.member_id).where(_LINKS.c.user_id.in_(people))
            statement = statement.where(_MEMBERS.c.id.in_(linked))
        rows = await fetch_page(self._session, statement, table=_MEMBERS, before=before, limit=limit)
        return [(_to_member(row), frozenset(row["people"] or ())) for row in rows]

    async def link(self, link: Link) -> bool:
        """Have a member see a person's data; once more changes nothing, and is False."""
        statement = insert(_LINKS).values(columns_of(link)).on_conflict_do_nothing().returning(_LINKS.c.user_id)
        return await self._session.scalar(statement) is not None

    async def has_own_login(self, user_id: UUID, *, but: UUID | None) -> bool:
        """Whether the person themself logs in, as another member than `but`."""
        own = select(_MEMBERS.c.id).join(_LINKS, _LINKS.c.member_id == _MEMBERS.c.id)
        own = own.where(_LINKS.c.user_id == user_id, _MEMBERS.c.role == Role.PERSON)
        if but is not None:
            own = own.where(_MEMBERS.c.id != but)
        return await self._session.scalar(own.limit(1)) is not None

    async def looks_after_others(self, member_id: UUID, user_id: UUID) -> bool:
        """Whether the member sees the data of somebody else than this person."""
        others = select(_LINKS.c.user_id).where(_LINKS.c.member_id == member_id, _LINKS.c.user_id != user_id)
        return await self._session.scalar(others.limit(1)) is not None

    async def may_see(self, member_id: UUID, user: User) -> bool:
        """Whether a member sees this person's data, as things stand now."""
        member = await self._find_member((_MEMBERS.c.id == member_id) & (_MEMBERS.c.account_id == user.account_id))
        if member is None or not member.role.is_for_certain_people:
            return member is not None
        linked = select(_LINKS.c.user_id).where(_LINKS.c.member_id == member_id, _LINKS.c.user_id == user.id)
        return await self._session.scalar(linked) is not None

    async def unlink(self, member_id: UUID, user_id: UUID, *, account_id: UUID) -> None:
        """Have a member see a person's data no more; raises NotFoundError where they did not."""
        c = _LINKS.c
        gone = delete(_LINKS).where(c.member_id == member_id, c.user_id == user_id, c.account_id == account_id)
        if await self._session.scalar(gone.returning(c.user_id)) is None:
            raise NotFoundError(f"Member {member_id} does not look after {user_id}.")

    async def forget_person(self, user_id: UUID, *, account_id: UUID) -> set[UUID]:
        """Before a person is erased: erase invitations about them, and members who look after them and nobody else.

        Answers the ids of what was erased.
        """
        c, named = _TOKENS.c, [str(user_id)]
        about = delete(_TOKENS).where(c.account_id == account_id, c.kind == TokenKind.INVITATION)
        named_in = about.where(c.details["people"].contains(named)).returning(c.id)
        links = _LINKS.alias()
        theirs = select(_LINKS.c.member_id).where(_LINKS.c.user_id == user_id, _LINKS.c.account_id == account_id)
        others = select(links.c.member_id).where(links.c.user_id != user_id)
        theirs_alone = delete(_MEMBERS).where(_MEMBERS.c.id.in_(theirs), _MEMBERS.c.id.not_in(others))
        gone = {*await self._session.scalars(named_in)}
        return gone | {*await self._session.scalars(theirs_alone.returning(_MEMBERS.c.id))}

    async def open_session(
        self, session_id: UUID, member: Member, *, lasts: timedelta, by_link: bool, network_digest: str | None
    ) -> None:
        """Begin a login; `by_link`: by one that proves whose it is."""
        values = {
            "id": session_id,
            "account_id": member.account_id,
            "member_id": member.id,
            "by_link": by_link,
            "network_digest": network_digest,
        }
        await self._session.execute(insert(_SESSIONS).values(**values, expires_at=func.now() + lasts))

    async def find_opened(self, session_ids: Collection[UUID]) -> dict[UUID, OpenedByLogin]:
        """What those of these logins open that stand."""
        rows = (await self._session.execute(_OPENED, {"ids": [*session_ids]})).mappings()
        return {
            row["session_id"]: OpenedByLogin(
                account=Account(**fields_of(row, Account)),
                member_id=row["member_id"],
                role=row["role"],
                people=frozenset(row["people"] or ()),
            )
            for row in rows
        }

    async def end_session(self, session_id: UUID) -> None:
        """End one login."""
        await self._session.execute(update(_SESSIONS).where(_SESSIONS.c.id == session_id).values(ended_at=func.now()))

    async def end_sessions(self, member_id: UUID, *, but: UUID | None = None) -> None:
        """End all logins of a member, but one."""
        all_of_them = update(_SESSIONS).where(_SESSIONS.c.member_id == member_id, _SESSIONS.c.ended_at.is_(None))
        if but is not None:
            all_of_them = all_of_them.where(_SESSIONS.c.id != but)
        await self._session.execute(all_of_them.values(ended_at=func.now()))

    async def is_standing(self, session_id: UUID) -> bool:
        """Whether a login has neither ended nor expired; until the transaction ends nobody else ends or renews it."""
        statement = select(_SESSIONS.c.id).where(_SESSIONS.c.id == session_id, *_STANDS).with_for_update()
        return await self._session.scalar(statement) is not None

    async def logs_in_from(self, email_digest: str, network_digest: str) -> bool:
        """Whether whoever has this address has begun a login from this network, which is known still."""
        c = _SESSIONS.c
        known = select(c.id).join(_MEMBERS, _MEMBERS.c.id == c.member_id)
        known = known.where(_MEMBERS.c.email_digest == email_digest, c.network_digest == network_digest)
        return await self._session.scalar(known.limit(1)) is not None

    async def was_begun_by_link(self, session_id: UUID, *, within: timedelta) -> bool:
        """Whether a login was begun by a link that proves whose it is, no longer ago than this."""
        c = _SESSIONS.c
        fresh = select(c.id).where(c.id == session_id, c.by_link, c.created_at > func.now() - within, *_STANDS)
        return await self._session.scalar(fresh) is not None

    async def add_token(self, token: SingleUseToken) -> None:
        """Store the digest of a secret."""
        await self._session.execute(insert(_TOKENS).values(columns_of(token)))

    async def find_token(self, digest: str, kind: TokenKind) -> SingleUseToken | None:
        """The secret with this digest, used or not, expired or not."""
        statement = select(_TOKENS).where(_TOKENS.c.digest == digest, _TOKENS.c.kind == kind)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_token(row) if row else None

    async def is_good(self, token_id: UUID) -> bool:
        """Whether a secret is there still, unused and not expired, by the clock of the database."""
        c = _TOKENS.c
        good = select(c.id).where(c.id == token_id, c.used_at.is_(None), c.expires_at > func.now())
        return await self._session.scalar(good) is not None

    async def use_token(self, token_id: UUID) -> bool:
        """Use a secret up; False where it was used before or has expired. Of two at once one wins."""
        c = _TOKENS.c
        mine = update(_TOKENS).where(c.id == token_id, c.used_at.is_(None), c.expires_at > func.now())
        return await self._session.scalar(mine.values(used_at=func.now()).returning(c.id)) is not None

    async def has_open(self, member_id: UUID, kind: TokenKind, *, within: timedelta) -> bool:
        """Whether the member has a secret of a kind, made no longer ago than this, which is good still."""
        c, now = _TOKENS.c, func.now()
        recent = select(c.id).where(c.member_id == member_id, c.kind == kind, c.used_at.is_(None), c.expires_at > now)
        return await self._session.scalar(recent.where(c.created_at > now - within).limit(1)) is not None

    async def use_all(self, member_id: UUID, kind: TokenKind) -> None:
        """Use up all secrets of a kind that a member has."""
        c = _TOKENS.c
        open_ones = update(_TOKENS).where(c.member_id == member_id, c.kind == kind, c.used_at.is_(None))
        await self._session.execute(open_ones.values(used_at=func.now()))

    async def list_invitations(
        self, *, account_id: UUID, people: Collection[UUID] | None, before: UUID | None, limit: int
    ) -> Sequence[SingleUseToken]:
        """Invitations of the account, newest first; where `people` are named, those to look after these alone."""
        c = _TOKENS.c
        mine = select(_TOKENS).where(c.account_id == account_id, c.kind == TokenKind.INVITATION)
        if people is not None:
            named = [str(each) for each in people]
            mine = mine.where(c.details["people"].contained_by(named), c.details["people"] != [])
        rows = await fetch_page(self._session, mine, table=_TOKENS, before=before, limit=limit)
        return [_to_token(row) for row in rows]

    async def find_open_invitation(
        self, email_digests: Collection[str], *, account_id: UUID, people: Collection[UUID]
    ) -> SingleUseToken | None:
        """The newest invitation of the account to an address that nobody has accepted, for exactly these people."""
        c, named = _TOKENS.c, [str(each) for each in people]
        mine = select(_TOKENS).where(c.account_id == account_id, c.kind == TokenKind.INVITATION, c.used_at.is_(None))
        same = mine.where(c.details["email_digest"].astext.in_(email_digests), c.expires_at > func.now())
        same = same.where(c.details["people"].contains(named), c.details["people"].contained_by(named))
        row = (await self._session.execute(same.order_by(c.id.desc()).limit(1))).mappings().one_or_none()
        return _to_token(row) if row else None

    async def remove_invitation(self, token_id: UUID, *, account_id: UUID) -> SingleUseToken:
        """Take an invitation back; raises NotFoundError where the account has no such one."""
        c = _TOKENS.c
        gone = delete(_TOKENS).where(c.id == token_id, c.account_id == account_id, c.kind == TokenKind.INVITATION)
        row = (await self._session.execute(gone.returning(*c))).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no invitation {token_id}.")
        return _to_token(row)

    async def take_back_all(self, member_id: UUID, *, account_id: UUID, user_id: UUID | None = None) -> None:
        """Take back what this member has invited others to, for this person or at all, and nobody has accepted."""
        c = _TOKENS.c
        open_ones = delete(_TOKENS).where(
            c.account_id == account_id, c.kind == TokenKind.INVITATION, c.used_at.is_(None)
        )
        theirs = open_ones.where(c.details["invited_by"].astext.endswith(f":{member_id}"))
        if user_id is not None:
            theirs = theirs.where(c.details["people"].contains([str(user_id)]))
        await self._session.execute(theirs)

    async def sweep(self) -> None:
        """Forget what has been over for a day."""
        past = func.now() - timedelta(days=1)
        await self._session.execute(delete(_TOKENS).where(_TOKENS.c.expires_at < past))
        await self._session.execute(
            delete(_SESSIONS).where(or_(_SESSIONS.c.expires_at < past, _SESSIONS.c.ended_at < past))
        )
        await self._session.execute(delete(_ATTEMPTS).where(_ATTEMPTS.c.began_at < past))
        await self._session.execute(delete(_KEYS).where(_KEYS.c.created_at < func.now() - SIGNING_KEYS_KEPT_FOR))

    async def count_try(self, subject: str, *, within: timedelta) -> int:
        """Count a try; how many there were since the first one of the last `within`."""
        c, now = _ATTEMPTS.c, func.now()
        is_over = c.began_at < now - within
        statement = (
            insert(_ATTEMPTS)
            .values(subject=subject, tries=1, began_at=now)
            .on_conflict_do_update(
                index_elements=[c.subject],
                set_={
                    "tries": case((is_over, 1), else_=c.tries + 1),
                    "began_at": case((is_over, now), else_=c.began_at),
                },
            )
            .returning(c.tries)
        )
        return await self._session.scalar(statement) or 0

    async def take_back_try(self, subject: str) -> None:
        """One try less."""
        c = _ATTEMPTS.c
        await self._session.execute(
            update(_ATTEMPTS).where(c.subject == subject, c.tries > 0).values(tries=c.tries - 1)
        )

    async def forget_tries(self, subject: str) -> None:
        """Begin to count anew."""
        await self._session.execute(delete(_ATTEMPTS).where(_ATTEMPTS.c.subject == subject))

    async def revoke_everything(self) -> int:
        """End every login, and forget every key that signs tokens; answers how many logins there were."""
        standing = update(_SESSIONS).where(*_STANDS).values(ended_at=func.now())
        ended = await self._session.execute(standing.returning(_SESSIONS.c.id))
        await self._session.execute(delete(_KEYS))
        return len(ended.all())

    async def list_signing_keys(self, *, since: datetime) -> list[SigningKey]:
        """Keys that were made since, newest first."""
        statement = select(_KEYS).where(_KEYS.c.created_at > since).order_by(_KEYS.c.created_at.desc())
        return [SigningKey(**fields_of(row, SigningKey)) for row in (await self._session.execute(statement)).mappings()]

    async def add_signing_key(self, key: SigningKey) -> None:
        """Store a key."""
        await self._session.execute(insert(_KEYS).values(columns_of(key)))


def _to_member(row: RowMapping) -> Member:
    return Member(**fields_of(row, Member))


def _to_token(row: RowMapping) -> SingleUseToken:
    return SingleUseToken(**fields_of(row, SingleUseToken))
