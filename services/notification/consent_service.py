"""What contacts agree to hear: given and taken back by key, by a code that they send or enter, by a link, and by text."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Final, NamedTuple
from uuid import UUID

from core.blind_index import BlindIndex
from core.clock import Clock
from core.consent import BY_CONTACT, ConsentCode, ConsentRecord, wants_no_more
from core.domain import Message, Repeat
from core.errors import ConflictError, FieldProblem, InvalidFieldError, LimitError
from core.idempotency import unguarded
from core.ids import make_id
from core.incoming import Claim
from core.new_notification import new_notification
from core.notification import Topic, expand_topics
from core.people import Contact, User
from core.reach import addresses_of, is_text, plain_address
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.wording import join_spoken
from services.notification.consent_limits import check_wants_messages, count_code
from services.notification.consent_links import ConsentLinks
from services.notification.opt_outs import TOPIC

GOOD_FOR: Final = timedelta(hours=24)
MOST_TRIES: Final = 5
_DIGITS: Final = 8
_BY_KEY: Final = "api key"
_TOLD: Final[dict[Topic, str]] = {
    Topic.MESSAGE: "messages from them",
    Topic.ACTIVITY: "what they did",
    Topic.SHOPPING: "what they need from the shops",
    Topic.BOOKING: "their bookings",
    Topic.MISSED: "medicines that were missed",
    Topic.TAKEN: "medicines that were taken",
    Topic.REFILL: "medicines that run out",
    Topic.DAILY_SUMMARY: "a summary of each day",
    Topic.WEEKLY_SUMMARY: "a summary of each week",
    Topic.EMERGENCY: "emergencies",
}


class WrongCodeError(InvalidFieldError):
    """The code is not the one that is waited for."""


class NoWayToAskError(ConflictError):
    """A code can't be sent to somebody without a channel."""

    name = "no-channel"
    title = "There is no way to reach this contact"


class TooManyTriesError(LimitError):
    """So many wrong codes were entered that a new one is needed."""

    name = "too-many-tries"
    title = "Too many wrong codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentState:
    """How it stands with one contact. `stopped`: the kinds of their channels that they want nothing by any more."""

    contact: Contact
    records: Sequence[ConsentRecord]
    stopped: Sequence[str]
    code: ConsentCode | None


Check = Callable[[ConsentState], None]  # raises where it is not what the caller has seen


class MadeCode(NamedTuple):
    """A code; `code` is None where it was sent to the contact, by `sent_by`."""

    code: str | None
    sent_by: str | None
    expires_at: datetime


class Said(NamedTuple):
    """Who said it, by what, and in which words (`core/consent.py`)."""

    by: str
    source: str
    wording: str | None = None


class Who(NamedTuple):
    """A contact of a user of an account."""

    contact_id: UUID
    user_id: UUID
    account_id: UUID


class Linked(NamedTuple):
    """Whom a link is about. `wants_no_more`: they have said so themselves."""

    contact: Contact
    wants_no_more: bool


class ConsentService:
    """Consent, for callers and for contacts. Everything raises NotFoundError for what the account can't see.

    What contacts end themselves only they begin again: whoever calls with a key gets a WithdrawnError until then.
    """

    def __init__(
        self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, links: ConsentLinks, index: BlindIndex
    ) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._links = links
        self._index = index

    async def get(self, who: Who) -> ConsentState:
        """How it stands."""
        async with self._unit_of_work() as unit:
            return await _state_of(unit, await _contact(unit, who))

    async def grant(
        self, who: Who, *, topics: Sequence[Topic] | None, source: str, wording: str | None, check: Check | None = None
    ) -> ConsentState:
        """Write down that the contact agrees, to all or to these topics; who calls with a key vouches for it."""
        async with self._unit_of_work() as unit:
            contact = await _contact(unit, who, locked=True, check=check)
            await check_wants_messages(unit, contact)
            contact = await self._grant(unit, contact, topics, said=Said(_BY_KEY, source, wording))
            return await _state_of(unit, contact)

    async def enter_code(self, who: Who, code: str, *, check: Check | None = None) -> ConsentState:
        """The contact, or somebody for them, enters the code that was sent to them.

        Raises:
            WrongCodeError: it is another one, or none is waited for.
            TooManyTriesError: a new one has to be made.
        """
        with ExitStack() as aside:
            async with self._unit_of_work() as unit:
                contact = await _contact(unit, who, locked=True, check=check)
                await check_wants_messages(unit, contact)
                waited_for = await unit.consents.find_code(contact.id)
                is_right = waited_for is not None and secrets.compare_digest(waited_for.code_hash, _hash(code))
                is_spent = waited_for is not None and waited_for.tries >= MOST_TRIES
                if waited_for is not None and is_right and not is_spent:
                    contact = await self._redeem(unit, contact, waited_for)
                    return await _state_of(unit, contact)
                if waited_for is not None:
                    aside.enter_context(unguarded())  # a try that is counted is no effect: the call may be sent again
                    await unit.consents.count_try(contact.id)
        if is_spent:
            raise TooManyTriesError("Too many wrong codes were entered: make a new one.", retry_after=1)
        complaint = "This is not the code that is waited for. Was it sent more than a day ago? Then make a new one."
        raise WrongCodeError(complaint, [FieldProblem("/code", complaint)])

    async def make_code(self, who: Who, *, send: bool) -> MadeCode:
        """Wait for a code: sent to the contact's first channel, to be entered or answered; or shown, for them to text to us.

        Raises:
            NoWayToAskError: it can't be sent.
            TooManyCodesError: this address was sent enough of them today.
        """
        async with self._unit_of_work() as unit:
            contact = await _contact(unit, who, locked=True)
            user = await unit.users.get(who.user_id, account_id=who.account_id)
            if send:
                await self._check_may_send(unit, contact)
            sent_by = contact.channels[0].partition(":")[0].lower() if send else None
            name = user.known_name or "Somebody who uses this assistant"
            wording = _ask(name, contact)
            expires_at = self._clock.now() + GOOD_FOR
            waited_for = ConsentCode(
                contact_id=contact.id,
                account_id=contact.account_id,
                user_id=contact.user_id,
                code_hash="",
                wording=wording,
                sent_by=sent_by,
                tries=0,
                expires_at=expires_at,
            )
            code = await _draw(unit, waited_for)
            if send:
                how = f"reply with {code}" if is_text(contact.channels[0]) else f"tell {name} this code: {code}"
                text = f"{wording} If you agree, {how}. If not, you need not do anything."
                await _send(unit, contact, subject=f"{name} would like to keep you informed", text=text)
        return MadeCode(None if send else code, sent_by, expires_at)

    async def take_code(self, sender: str, text: str) -> str | None:
        """The code that somebody texts to us, whether we know their number or not; None where it is none.

        Their number becomes one of the contact's channels; that it is theirs is known where the code was texted to it. Who wants
        no more messages has to text from a number that is one already.
        """
        digits = "".join(text.split())
        if len(digits) != _DIGITS or not digits.isdecimal():
            return None
        async with self._unit_of_work() as unit:
            if await unit.consents.count_unknown_texts(sender, within=GOOD_FOR) >= MOST_TRIES:
                return None
            found = await unit.consents.find_code_by_hash(_hash(digits))
            if found is None:
                return None
            who = Who(found.contact_id, found.user_id, found.account_id)
            contact = await _contact(unit, who, locked=True)
            waited_for = await unit.consents.find_code(contact.id)
            may_agree = sender in addresses_of(contact.channels) or not await _wants_no_more(unit, contact)
            if waited_for is None or not compare_digest(waited_for.code_hash, found.code_hash) or not may_agree:
                return None
            is_theirs = waited_for.sent_by == "tel" and plain_address(contact.channels[0]) == sender
            contact = await self._redeem(unit, contact, waited_for, said=text)
            if sender not in {plain_address(each) for each in contact.channels}:
                changes = {"channels": [*contact.channels, sender]}
                await unit.contacts.change(contact.id, changes, user_id=who.user_id, account_id=who.account_id)
            user = await unit.users.get(who.user_id, account_id=who.account_id)
            if is_theirs:
                await unit.sender_numbers.prove(_claim_of(contact, user), sender)
        return f"Thank you, {contact.name}. You will hear from us about {user.known_name or 'them'}."

    async def withdraw(
        self, who: Who, *, topic: Topic | None, said: Said | None = None, check: Check | None = None
    ) -> ConsentState:
        """Send the contact nothing more, or nothing more about one topic."""
        async with self._unit_of_work() as unit:
            contact = await _contact(unit, who, locked=True, check=check)
            changes: dict[str, Any] = {"consented_at": None, "consent_source": None}
            if topic is not None:
                left = sorted(expand_topics(contact.topics) - {topic})
                declined = sorted({*contact.declined_topics, topic})
                changes = {"declined_topics": declined, "topics": left or [Topic.MESSAGE.value]}
            contact = await unit.contacts.change(
                contact.id, changes, user_id=contact.user_id, account_id=contact.account_id
            )
            said = said or Said(_BY_KEY, "api")
            if said.by == BY_CONTACT:
                await unit.consents.drop_code(contact.id)
                await unit.contacts.drop_unsent(contact.id, topic=TOPIC)
            await self._record(unit, contact, granted=False, topic=topic, said=said)
            return await _state_of(unit, contact)

    async def look(self, token: str) -> Linked | None:
        """Whom a link is about; None for what we have not signed, and who is gone."""
        contact_id = self._links.read(token)
        if contact_id is None:
            return None
        async with self._unit_of_work() as unit:
            contact = await unit.contacts.find(contact_id)
            return contact and Linked(contact, await _wants_no_more(unit, contact))

    async def withdraw_by_link(self, token: str) -> Linked | None:
        """The contact wants nothing more; twice is as once. None for what we have not signed."""
        found = await self.look(token)
        if found is None or found.wants_no_more:
            return found
        said = Said(BY_CONTACT, "link", "pressed the button of the link")
        state = await self.withdraw(_who(found.contact), topic=None, said=said)
        return Linked(state.contact, wants_no_more=True)

    async def resume_by_link(self, token: str) -> Linked | None:
        """Who has ended messages themselves wants them again, as they were; for others nothing changes."""
        found = await self.look(token)
        if found is None or not found.wants_no_more:
            return found
        async with self._unit_of_work() as unit:
            contact = await _contact(unit, _who(found.contact), locked=True)
            said = Said(BY_CONTACT, "link", "pressed the button to get messages again")
            changes = {"consented_at": self._clock.now(), "consent_source": said.source}
            contact = await unit.contacts.change(
                contact.id, changes, user_id=contact.user_id, account_id=contact.account_id
            )
            await self._record(unit, contact, granted=True, topic=None, said=said)
        return Linked(contact, wants_no_more=False)

    # -------------------------------------------------------------- inside

    async def _check_may_send(self, unit: UnitOfWork, contact: Contact) -> None:
        if not contact.channels:
            raise NoWayToAskError(f"{contact.name} has no channel yet; add one first.")
        await check_wants_messages(unit, contact)
        await count_code(unit, contact.channels[0], index=self._index)

    async def _redeem(
        self, unit: UnitOfWork, contact: Contact, code: ConsentCode, *, said: str | None = None
    ) -> Contact:
        await unit.consents.drop_code(contact.id)
        wording = code.wording if said is None else f"{code.wording} — {said.strip()[:100]}"
        return await self._grant(unit, contact, None, said=Said(BY_CONTACT, "code", wording))

    async def _grant(
        self, unit: UnitOfWork, contact: Contact, topics: Sequence[Topic] | None, *, said: Said
    ) -> Contact:
        source = said.by if said.by == _BY_KEY else said.source
        changes: dict[str, Any] = {"consented_at": self._clock.now(), "consent_source": source}
        if topics is None:
            changes["declined_topics"] = []
        else:
            changes["topics"] = sorted(topics)
            changes["declined_topics"] = sorted(set(contact.declined_topics) - set(topics))
        contact = await unit.contacts.change(
            contact.id, changes, user_id=contact.user_id, account_id=contact.account_id
        )
        for topic in topics or [None]:
            await self._record(unit, contact, granted=True, topic=topic, said=said)
        return contact

    async def _record(
        self, unit: UnitOfWork, contact: Contact, *, granted: bool, topic: Topic | None, said: Said
    ) -> None:
        record = ConsentRecord(
            id=make_id(),
            account_id=contact.account_id,
            user_id=contact.user_id,
            contact_id=contact.id,
            granted=granted,
            topic=topic,
            given_by=said.by,
            source=said.source,
            wording=said.wording,
            at=self._clock.now(),
        )
        await unit.consents.add(record)


async def _contact(unit: UnitOfWork, who: Who, *, locked: bool = False, check: Check | None = None) -> Contact:
    found = await unit.contacts.get(who.contact_id, user_id=who.user_id, account_id=who.account_id, locked=locked)
    if check is not None:
        check(await _state_of(unit, found))
    return found


def _who(contact: Contact) -> Who:
    return Who(contact.id, contact.user_id, contact.account_id)


async def _wants_no_more(unit: UnitOfWork, contact: Contact) -> bool:
    return wants_no_more(await unit.consents.list_of_contact(contact.id))


async def _state_of(unit: UnitOfWork, contact: Contact) -> ConsentState:
    texts = {plain_address(each) or each for each in contact.channels if is_text(each)}
    stopped = await unit.opt_outs.list_among(texts)
    return ConsentState(
        contact=contact,
        records=await unit.consents.list_of_contact(contact.id),
        stopped=("tel",) if stopped else (),
        code=await unit.consents.find_code(contact.id),
    )


def _claim_of(contact: Contact, user: User) -> Claim:
    return Claim(
        account_id=contact.account_id,
        user_id=contact.user_id,
        contact_id=contact.id,
        name=contact.name,
        user_name=user.name,
    )


async def _draw(unit: UnitOfWork, waited_for: ConsentCode) -> str:
    """A code that nobody else is waited for with."""
    while True:
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
        if await unit.consents.put_code(replace(waited_for, code_hash=_hash(code))):
            return code


async def _send(unit: UnitOfWork, contact: Contact, *, subject: str, text: str) -> None:
    message = Message(
        key=f"consent:{make_id()}",
        to=contact.name,
        contact_id=contact.id,
        channels=contact.channels[:1],
        subject=subject,
        text=text,
        topic=TOPIC,
        repeat=Repeat.NEVER,
    )
    new = new_notification(message, account_id=contact.account_id, user_id=contact.user_id)
    await unit.notifications.add_many([new])


def _ask(name: str, contact: Contact) -> str:
    topics = sorted(expand_topics(contact.topics) | {Topic.MESSAGE}, key=list(Topic).index)
    heard = join_spoken([_TOLD[each] for each in topics], last="and")
    return f"Hello {contact.name}. {name} would like me to tell you about {heard}."


def _hash(code: str) -> str:
    return hashlib.sha256(b"consent code\0" + code.strip().encode()).hexdigest()
