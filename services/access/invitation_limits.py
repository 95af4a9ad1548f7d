"""What keeps invitations from being mailed to somebody again and again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC
from typing import Final
from uuid import UUID

from core.blind_index import BlindIndex
from core.errors import ConflictError, LimitError
from core.login import SingleUseToken
from repositories.unit_of_work import UnitOfWork
from services.unasked_mail import MOST, WITHIN, has_room, take_back

_KIND: Final = "invitation mail"


class AlreadyInvitedError(ConflictError):
    """An invitation of the account to this address, for the same people, is open: no second mail goes out for it."""

    name = "already-invited"
    title = "There is an open invitation already"


class TooManyInvitationsError(LimitError):
    """An address was sent so many invitations that it is left alone for a day."""

    name = "too-many-invitations"
    title = "Too many invitations were mailed to this address"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMail:
    """An invitation that is to be mailed."""

    account_id: UUID
    email: str
    people: Collection[UUID]


async def count_mail(unit: UnitOfWork, mail: InvitationMail, *, index: BlindIndex) -> None:
    """Count an invitation that is mailed, whichever account invites; of two at once one waits, and sees the other.

    Raises:
        AlreadyInvitedError: an invitation of the account is open that this one would repeat.
        TooManyInvitationsError: the address was mailed as many within a day as anybody is.
    """
    is_few = await has_room(unit, _KIND, mail.email, index=index)
    digests = index.all_of_address(mail.email)
    found = await unit.logins.find_open_invitation(digests, account_id=mail.account_id, people=mail.people)
    if found is not None:
        raise _already(found)
    if not is_few:
        raise TooManyInvitationsError(
            f"This address was mailed {MOST} invitations within a day, and gets no more for now, whoever invites. Invite them "
            "tomorrow. If you took back one that they have not found, look for mail that was taken for spam before the next.",
            retry_after=WITHIN.total_seconds(),
        )


async def discount_mail(unit: UnitOfWork, email: str, *, index: BlindIndex) -> None:
    """The mail server did not take it."""
    await take_back(unit, _KIND, email, index=index)


def _already(found: SingleUseToken) -> AlreadyInvitedError:
    until = found.expires_at.astimezone(UTC).strftime("%d %B %Y, %H:%M UTC").lstrip("0")
    return AlreadyInvitedError(
        f"This address has an open invitation for the same people, as {found.details['role']}, until {until}. Was its mail lost, or "
        f"do you want another role? Take it back (DELETE /v1/auth/invitations/{found.id}), then invite anew; an address is mailed "
        f"{MOST} invitations a day at most."
    )
