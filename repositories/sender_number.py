"""Whose a number is: who is said to have it, who is known to, and what was asked to know it (ADR 0039)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Delete, RowMapping, and_, delete, func, null, or_, select, union_all, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.incoming import Claim, TextSent
from core.reach import is_text, plain_address
from repositories.incoming import is_reached
from repositories.models import ContactRow, NotificationRow, OccurrenceRow, SenderNumberRow, UserRow
from repositories.rows import fields_of, table_of
from repositories.sealed import read_sealed, vault_on

_NUMBERS = table_of(SenderNumberRow)
_USERS, _CONTACTS = table_of(UserRow), table_of(ContactRow)
_NOTIFICATIONS, _OCCURRENCES = table_of(NotificationRow), table_of(OccurrenceRow)
_ASKED = ("proved_at", "secret", "asked_at", "tries", "held_id", "chosen_at")
MOST_CLAIMS = 200
_MOST_TEXTS = 200


class SenderNumberRepository:
    """Questions about the numbers that people write from; addresses are written as `core/reach.py` writes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, address: str) -> None:
        """Until the transaction ends nobody else asks the number anything."""
        known_as = vault_on(self._session).digest("address", address)
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(known_as, 0))))

    async def list_claims(self, address: str) -> list[Claim]:
        """Who is said to have it, in whatever account; those who are known to come first, at most MOST_CLAIMS."""
        users = select(
            _USERS.c.account_id,
            _USERS.c.id.label("user_id"),
            sql_cast(null(), _CONTACTS.c.id.type).label("contact_id"),
            _USERS.c.name,
            _USERS.c.name.label("user_name"),
        ).where(is_reached(_USERS, address))
        contacts = (
            select(
                _CONTACTS.c.account_id,
                _CONTACTS.c.user_id,
                _CONTACTS.c.id,
                _CONTACTS.c.name,
                _USERS.c.name.label("user_name"),
            )
            .join(_USERS, _USERS.c.id == _CONTACTS.c.user_id)
            .where(is_reached(_CONTACTS, address))
        )
        both = union_all(users, contacts).subquery()
        person_id = func.coalesce(both.c.contact_id, both.c.user_id)
        known = and_(_NUMBERS.c.sender == address, _NUMBERS.c.person_id == person_id)
        statement = select(both, *(_NUMBERS.c[each] for each in _ASKED)).outerjoin(_NUMBERS, known)
        ranked = statement.order_by(_NUMBERS.c.proved_at.nulls_last(), _NUMBERS.c.asked_at.nulls_last(), person_id)
        rows = (await self._session.execute(ranked.limit(MOST_CLAIMS))).mappings()
        return [Claim(**fields_of(row, Claim)) for row in rows]

    async def list_texts(self, claims: Sequence[Claim], address: str, *, within: timedelta) -> list[TextSent]:
        """What these were sent as a text to the number, newest first."""
        c = _NOTIFICATIONS.c
        theirs = or_(
            *(
                and_(
                    c.user_id == each.user_id,
                    c.contact_id == each.contact_id if each.contact_id else c.contact_id.is_(None),
                )
                for each in claims
            )
        )
        statement = (
            select(_NOTIFICATIONS, _OCCURRENCES.c.outcome)
            .outerjoin(_OCCURRENCES, _OCCURRENCES.c.id == c.occurrence_id)
            .where(theirs, c.channel.is_not(None), c.sent_at > func.now() - within)
            .order_by(c.sent_at.desc())
            .limit(_MOST_TEXTS)
        )
        rows = (await self._session.execute(statement)).mappings()
        return [_to_text(row) for row in rows if _went_to(row, address)]

    async def ask(self, claims: Mapping[str, Claim], address: str, *, held_id: UUID | None, tries: int) -> None:
        """Wait for one of these secrets from the number, of which so many were guessed, and for none that was asked for before."""
        await self.close(address)
        rows = [
            {
                **_person(claim, address),
                "secret": secret,
                "asked_at": func.now(),
                "tries": tries,
                "held_id": held_id,
            }
            for secret, claim in claims.items()
        ]
        for row in rows:
            statement = insert(_NUMBERS).values(row)
            asked = {name: statement.excluded[name] for name in ("secret", "asked_at", "tries", "held_id")}
            await self._session.execute(
                statement.on_conflict_do_update(index_elements=["sender", "person_id"], set_=asked)
            )

    async def hold(self, address: str, message_id: UUID) -> None:
        """Let another text wait for what was asked already."""
        waiting = update(_NUMBERS).where(_NUMBERS.c.sender == address, _NUMBERS.c.secret.is_not(None))
        await self._session.execute(waiting.values(held_id=message_id))

    async def count_try(self, address: str) -> None:
        """Something else has come than what was asked for."""
        waiting = update(_NUMBERS).where(_NUMBERS.c.sender == address, _NUMBERS.c.secret.is_not(None))
        await self._session.execute(waiting.values(tries=_NUMBERS.c.tries + 1))

    async def prove(self, claim: Claim, address: str) -> None:
        """It is theirs, and what comes next from it too, where that is asked."""
        statement = insert(_NUMBERS).values(
            {**_person(claim, address), "proved_at": func.now(), "chosen_at": func.now()}
        )
        known = {"proved_at": func.coalesce(_NUMBERS.c.proved_at, func.now()), "chosen_at": func.now()}
        await self._session.execute(statement.on_conflict_do_update(index_elements=["sender", "person_id"], set_=known))

    async def close(self, address: str) -> None:
        """Nothing that was asked is waited for any more."""
        asked = update(_NUMBERS).where(_NUMBERS.c.sender == address, _NUMBERS.c.asked_at.is_not(None))
        await self._session.execute(asked.values(secret=null(), asked_at=null(), tries=0, held_id=null()))


def forget_numbers(person_id: UUID, but: Sequence[str]) -> Delete:
    """What is known of the numbers of a person, but those they still have: a new number is nobody's until it is known."""
    return delete(_NUMBERS).where(_NUMBERS.c.person_id == person_id, _NUMBERS.c.sender.not_in(but))


def _person(claim: Claim, address: str) -> dict[str, object]:
    return {
        "sender": address,
        "person_id": claim.person_id,
        "account_id": claim.account_id,
        "user_id": claim.user_id,
        "contact_id": claim.contact_id,
    }


def _went_to(row: RowMapping, address: str) -> bool:
    if read_sealed(row, "channel") != "tel":
        return False
    return address in {plain_address(each) for each in read_sealed(row, "channels") if is_text(each)}


def _to_text(row: RowMapping) -> TextSent:
    return TextSent(
        person_id=row["contact_id"] or row["user_id"],
        topic=row["topic"],
        sent_at=row["sent_at"],
        waits=row["outcome"] is None or row["outcome"] == "missed",
    )
