"""API keys: made, shown once, rotated with overlap, revoked; when each was last used is written down later, in groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from pydantic import SecretStr

from core.api_key import ApiKey, digest_of, make_api_key
from core.clock import Clock
from core.errors import ConflictError, FieldProblem, ForbiddenError, GrandmaError, InvalidFieldError
from core.ids import make_id
from core.roles import OF_AN_ACCOUNT, Permission
from repositories.api_key import NewApiKey
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.known_keys import KnownKeys

logger = structlog.stdlib.get_logger(__name__)

MOST_LIVE_KEYS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A new API key; `secret` is shown this once."""

    key: ApiKey
    secret: SecretStr


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWish:
    """What a new key should be. `scopes` None: as much as an account has. `granted`: what whoever asks may themselves.

    `made_by`: the member who asks, by their login or a key of theirs, and whose key it will be; None: it is the account's own.
    """

    name: str
    scopes: frozenset[Permission] | None = None
    expires_at: datetime | None = None
    granted: frozenset[Permission] = OF_AN_ACCOUNT
    made_by: UUID | None = None


class KeyService:
    """Keys of accounts, for callers. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, known: KnownKeys) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._known = known

    async def issue(self, wish: KeyWish, *, account_id: UUID) -> IssuedKey:
        """Make a new key.

        Raises:
            ForbiddenError: it would open more than whoever asks may.
            InvalidFieldError: it would have expired already.
            ConflictError: the account has too many.
        """
        if wish.expires_at is not None and wish.expires_at <= self._clock.now():
            wrong = "This is over already; a key expires in the future."
            raise InvalidFieldError(wrong, [FieldProblem("/expires_at", wrong)])
        scopes = _to_granted(wish)
        new, secret = _make(account_id=account_id, name=wish.name, scopes=scopes, expires_at=wish.expires_at)
        async with self._unit_of_work() as unit:
            if await unit.api_keys.count_live(account_id) >= MOST_LIVE_KEYS:
                raise ConflictError(f"There are {MOST_LIVE_KEYS} keys already; revoke what is not used.")
            return IssuedKey(key=await unit.api_keys.add(replace(new, made_by=wish.made_by)), secret=secret)

    async def rotate(
        self,
        key_id: UUID,
        *,
        account_id: UUID,
        overlap: timedelta,
        granted: frozenset[Permission],
        made_by: UUID | None = None,
    ) -> IssuedKey:
        """A new key with the same name, scopes and date of expiry; the one before it is good for `overlap` longer.

        It is the key of the member who asks (`made_by`), since they are shown it, whosever the one before was; a program that
        rotates a member's key leaves it theirs.

        Raises:
            ConflictError: the key is revoked or has expired.
            ForbiddenError: it opens more than whoever asks may.
        """
        async with self._unit_of_work() as unit:
            before, is_live = await unit.api_keys.hold(key_id, account_id=account_id)
            if not is_live:
                raise ConflictError("This key opens nothing any more; make a new one.")
            _refuse_more(before.scopes, granted)
            new, secret = _make(
                account_id=account_id, name=before.name, scopes=before.scopes, expires_at=before.expires_at
            )
            whose = before.made_by if made_by is None else made_by
            added = await unit.api_keys.add(replace(new, replaces=key_id, made_by=whose))
            await unit.api_keys.end(key_id, account_id=account_id, after=overlap)
        self._known.forget_all()
        return IssuedKey(key=added, secret=secret)

    async def revoke(
        self,
        key_id: UUID,
        *,
        account_id: UUID,
        granted: frozenset[Permission],
        check: Callable[[ApiKey], None] | None = None,
    ) -> None:
        """Have a key open nothing from now on; once more changes nothing. `check` raises where it is not what the caller has seen.

        Raises:
            ForbiddenError: it opens more than whoever asks may: what others work with is not theirs to stop.
        """
        async with self._unit_of_work() as unit:
            key, _ = await unit.api_keys.hold(key_id, account_id=account_id)
            if check is not None:
                check(key)
            if more := _more_than(key.scopes, granted):
                raise ForbiddenError(f"This key opens what you may not do yourself: {more}. Ask somebody who may.")
            await unit.api_keys.revoke(key_id, account_id=account_id)
        self._known.forget_all()

    async def get(self, key_id: UUID, *, account_id: UUID) -> ApiKey:
        """One key, without its secret."""
        async with self._unit_of_work() as unit:
            return await unit.api_keys.get(key_id, account_id=account_id)

    async def list_page(self, *, account_id: UUID, before: UUID | None, limit: int) -> Sequence[ApiKey]:
        """Keys, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.api_keys.list_page(account_id=account_id, before=before, limit=limit)


class KeyUses:
    """When keys were last used, remembered for a few seconds and written down together: no call waits for it.

    `known` is what they opened a moment ago.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, known: KnownKeys) -> None:
        self.known = known
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._used: set[UUID] = set()

    def note(self, key_id: UUID) -> None:
        """The key was used."""
        self._used.add(key_id)

    async def write(self) -> None:
        """Write down what was noted since the last time."""
        if not self._used:
            return
        used, self._used = self._used, set()
        try:
            async with self._unit_of_work() as unit:
                await unit.api_keys.note_uses(dict.fromkeys(used, self._clock.now()))
        except GrandmaError as error:
            # Lost are a few seconds of a date that serves to find keys nobody uses; the next use is noted again.
            logger.warning("uses of keys not written", error=error.type)


def _make(
    *, account_id: UUID, name: str, scopes: Sequence[str] | None, expires_at: datetime | None
) -> tuple[NewApiKey, SecretStr]:
    key_id = make_id()
    secret = make_api_key(key_id)
    new = NewApiKey(
        id=key_id,
        account_id=account_id,
        name=name,
        digest=digest_of(secret),
        last_four=secret[-4:],
        scopes=None if scopes is None else tuple(scopes),
        expires_at=expires_at,
    )
    return new, SecretStr(secret)


def _to_granted(wish: KeyWish) -> Sequence[str] | None:
    """The scopes as they are stored; what an account has and nothing less is None, so that it grows with the product."""
    if wish.scopes is None:
        _refuse_more(None, wish.granted)
        return None
    _refuse_more([*wish.scopes], wish.granted)
    return sorted(wish.scopes)


def _refuse_more(scopes: Sequence[str] | None, granted: frozenset[Permission]) -> None:
    if more := _more_than(scopes, granted):
        raise ForbiddenError(f"You can't hand on what you may not do yourself: {more}. Name fewer scopes.")


def _more_than(scopes: Sequence[str] | None, granted: frozenset[Permission]) -> str:
    """What a key with these scopes opens besides, in words; empty where that is nothing."""
    wanted = {str(each) for each in OF_AN_ACCOUNT} if scopes is None else set(scopes)
    return ", ".join(sorted(wanted - {str(each) for each in granted}))
