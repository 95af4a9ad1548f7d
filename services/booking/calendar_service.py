"""Calendars of bookings, for callers, and the links to these and to a person's reminders."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import SecretStr

from core.clock import Clock
from core.errors import ConfigurationError, UnauthorizedError
from core.people import User
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.calendar import write_calendar

_SHOWN_FOR = timedelta(days=90)
"""So long bookings that are over stay in the calendar."""
_MOST = 1_000
_MAC_BYTES = 24
_ID_BYTES = 16


class Feed(StrEnum):
    """What a link opens; each has a token of its own."""

    BOOKINGS = "bookings.ics"
    REMINDERS = "reminders.ics"


class CalendarService:
    """Writes calendars. A link is signed; it opens one person's calendar until it is replaced, and nothing else.

    A link that a member took (`holder`) opens it no longer than the member may see the person's data.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, secret: SecretStr | None) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._secret = secret

    async def get_tokens(self, user_id: UUID, *, account_id: UUID, holder: UUID | None = None) -> Mapping[Feed, str]:
        """What opens the person's calendars; raises NotFoundError for whom the account can't see."""
        async with self._unit_of_work() as unit:
            epoch = await unit.users.get_calendar_epoch(user_id, account_id=account_id)
        return self._sign_all(user_id, epoch, holder)

    async def replace_tokens(
        self, user_id: UUID, *, account_id: UUID, holder: UUID | None = None
    ) -> Mapping[Feed, str]:
        """New ones; what was handed out before, to whomever, opens nothing any more."""
        async with self._unit_of_work() as unit:
            epoch = await unit.users.raise_calendar_epoch(user_id, account_id=account_id)
        return self._sign_all(user_id, epoch, holder)

    async def get_owner(self, user_id: UUID, *, token: str, feed: Feed = Feed.BOOKINGS) -> User:
        """Whose calendar this token opens.

        Raises:
            UnauthorizedError: not that of this person, or no longer.
        """
        holder = _holder_of(token)
        async with self._unit_of_work() as unit:
            owner = await unit.users.find_calendar_owner(user_id)
            if owner is not None:
                signed = self._sign(user_id, owner.epoch, feed, holder)
                is_ours = hmac.compare_digest(token.encode(), signed.encode())
                if is_ours and (holder is None or await unit.logins.may_see(holder, owner.user)):
                    return owner.user
        raise UnauthorizedError(
            "This link opens nothing. Was it copied whole, not replaced by a new one, and does whoever took it still look "
            "after this person?"
        )

    async def write(self, user_id: UUID, *, account_id: UUID) -> bytes:
        """The person's bookings, those of the last months included; raises NotFoundError for whom the account can't see."""
        async with self._unit_of_work() as unit:
            user = await unit.users.get(user_id, account_id=account_id)
            since = self._clock.now() - _SHOWN_FOR
            bookings = await unit.bookings.list_located(user_id, since=since, limit=_MOST)
        return write_calendar(user, bookings)

    def _sign_all(self, user_id: UUID, epoch: int, holder: UUID | None) -> Mapping[Feed, str]:
        return {feed: self._sign(user_id, epoch, feed, holder) for feed in Feed}

    def _sign(self, user_id: UUID, epoch: int, feed: Feed, holder: UUID | None) -> str:
        if self._secret is None:
            raise ConfigurationError("SECRET_KEY is not set.")
        signed = feed.encode() + b"\0" + user_id.bytes + epoch.to_bytes(8) + (holder.bytes if holder else b"")
        mac = hmac.digest(self._secret.get_secret_value().encode(), signed, hashlib.sha256)[:_MAC_BYTES]
        return base64.urlsafe_b64encode(mac + (holder.bytes if holder else b"")).decode()


def _holder_of(token: str) -> UUID | None:
    """Which member took the link; whether that is true says the signature."""
    try:
        given = base64.urlsafe_b64decode(token.encode())
    except ValueError:
        return None
    return UUID(bytes=given[_MAC_BYTES:]) if len(given) == _MAC_BYTES + _ID_BYTES else None
