"""The people helped, and their family and carers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from core.errors import FieldProblem, InvalidFieldError
from core.idempotency import IdempotencyKey
from core.people import Contact, NewContact, NewUser, User
from core.preferences import find_wrong
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.care_permissions import tell_permission
from services.reminder.following import ReminderFollower
from services.webhook.address import check_channel

_BROWSER = "webpush:"


class PeopleService:
    """Users and contacts, for callers. Everything raises NotFoundError for what the account can't see."""

    def __init__(
        self, *, unit_of_work: UnitOfWorkFactory, allow_private: bool, follower: ReminderFollower | None = None
    ) -> None:
        """Without `follower` the reminders stay as they are, whatever changes."""
        self._unit_of_work = unit_of_work
        self._follower = follower
        self._allow_private = allow_private

    async def add_user(self, user: NewUser, *, key: IdempotencyKey | None = None) -> User:
        """Store a user; the one that `key` made before is answered instead."""
        self._check_channels(user.channels)
        _check_preferences(user.preferences)
        async with self._unit_of_work() as unit:
            first_id = await unit.idempotency.claim(key, resource_id=user.id) if key else user.id
            if first_id != user.id:
                return await unit.users.get(first_id, account_id=user.account_id)
            await _check_browsers(unit, user.channels, account_id=user.account_id)
            return await unit.users.add(user)

    async def get_user(self, user_id: UUID, *, account_id: UUID) -> User:
        """One user."""
        async with self._unit_of_work.reading() as unit:
            return await unit.users.get(user_id, account_id=account_id)

    async def list_users(self, *, account_id: UUID, before: UUID | None, limit: int) -> list[User]:
        """Users, newest first."""
        async with self._unit_of_work.reading() as unit:
            return await unit.users.list_page(account_id=account_id, before=before, limit=limit)

    async def change_user(
        self,
        user_id: UUID,
        changes: Mapping[str, Any],
        *,
        account_id: UUID,
        check: Callable[[User], None] | None = None,
    ) -> User:
        """Change the named fields; reminders follow the hours of meals and bed, and it is asked whether they follow the zone.

        Raises:
            ConflictError: two times of a reminder would fall together by these hours.
        """
        _check_preferences(changes.get("preferences", {}))
        async with self._unit_of_work() as unit:
            await _check_browsers(unit, changes.get("channels", ()), account_id=account_id)
            await unit.users.hold(user_id, account_id=account_id)
            before = await unit.users.get(user_id, account_id=account_id, locked=check is not None)
            if check is not None:
                check(before)
            self._check_channels(changes.get("channels", ()), stored=before.channels)
            changed = await unit.users.change(user_id, changes, account_id=account_id)
            await unit.summaries.look_again(user_id)
            rings = await self._follower.follow(unit, before, changed) if self._follower else ()
        if self._follower:
            await self._follower.publish(rings)
        return changed

    async def add_contact(self, contact: NewContact, *, key: IdempotencyKey | None = None) -> Contact:
        """Store a contact of a user; the one that `key` made before is answered instead."""
        self._check_channels(contact.channels)
        async with self._unit_of_work() as unit:
            await unit.users.hold(contact.user_id, account_id=contact.account_id)
            first_id = await unit.idempotency.claim(key, resource_id=contact.id) if key else contact.id
            if first_id != contact.id:
                return await unit.contacts.get(first_id, user_id=contact.user_id, account_id=contact.account_id)
            await _check_browsers(unit, contact.channels, account_id=contact.account_id)
            return await unit.contacts.add(contact)

    async def get_contact(self, contact_id: UUID, *, user_id: UUID, account_id: UUID) -> Contact:
        """One contact."""
        async with self._unit_of_work.reading() as unit:
            return await unit.contacts.get(contact_id, user_id=user_id, account_id=account_id)

    async def list_contacts(self, *, user_id: UUID, account_id: UUID, before: UUID | None, limit: int) -> list[Contact]:
        """Contacts of a user, newest first."""
        async with self._unit_of_work() as unit:
            await unit.users.get(user_id, account_id=account_id)
            return await unit.contacts.list_page(user_id=user_id, account_id=account_id, before=before, limit=limit)

    async def change_contact(
        self,
        contact_id: UUID,
        changes: Mapping[str, Any],
        *,
        user_id: UUID,
        account_id: UUID,
        check: Callable[[Contact], None] | None = None,
    ) -> Contact:
        """Change the named fields; `check` raises where it is not what the caller has seen.

        That a contact may change medicines from now on, or no more, is told to both sides.
        """
        async with self._unit_of_work() as unit:
            await _check_browsers(unit, changes.get("channels", ()), account_id=account_id)
            before = await unit.contacts.get(contact_id, user_id=user_id, account_id=account_id, locked=True)
            if check is not None:
                check(before)
            self._check_channels(changes.get("channels", ()), stored=before.channels)
            changed = await unit.contacts.change(contact_id, changes, user_id=user_id, account_id=account_id)
            if changed.may_edit_medicines is not before.may_edit_medicines:
                await tell_permission(unit, changed)
            await unit.summaries.look_again(user_id)
            return changed

    async def remove_contact(
        self, contact_id: UUID, *, user_id: UUID, account_id: UUID, check: Callable[[Contact], None] | None = None
    ) -> None:
        """Erase a contact; `check` as in `change_contact`."""
        async with self._unit_of_work() as unit:
            if check is not None:
                check(await unit.contacts.get(contact_id, user_id=user_id, account_id=account_id, locked=True))
            await unit.contacts.remove(contact_id, user_id=user_id, account_id=account_id)

    def _check_channels(self, channels: Iterable[str], *, stored: Collection[str] = ()) -> None:
        for number, channel in enumerate(channels):
            pointer, is_stored = f"/channels/{number}", channel in stored
            check_channel(channel, allow_private=self._allow_private, pointer=pointer, is_stored=is_stored)


async def _check_browsers(unit: UnitOfWork, channels: Sequence[str], *, account_id: UUID) -> None:
    """Raises InvalidFieldError where one of these is a browser that the account does not have."""
    ids = {number: UUID(each.partition(":")[2]) for number, each in enumerate(channels) if each.startswith(_BROWSER)}
    known = await unit.push_subscriptions.list_known(ids.values(), account_id=account_id)
    complaint = "There is no such browser: POST /v1/users/{id}/push-subscriptions adds one."
    wrong = [FieldProblem(f"/channels/{number}", complaint) for number, each in ids.items() if each not in known]
    if wrong:
        raise InvalidFieldError(complaint, wrong)


def _check_preferences(preferences: Mapping[str, Any]) -> None:
    """Raises InvalidFieldError where hours that reminders go by are none."""
    wrong = [FieldProblem(f"/preferences/{place}", complaint) for place, complaint in find_wrong(preferences)]
    if wrong:
        raise InvalidFieldError(wrong[0].detail, wrong)
