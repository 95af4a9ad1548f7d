"""Browsers that take push messages: who subscribes one, and what becomes of one that is gone."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

import structlog
from cryptography.hazmat.primitives.asymmetric import ec

from core.encryption import Cipher
from core.errors import FieldProblem, InvalidFieldError
from core.ids import make_id
from core.push import PushSubscription
from repositories.push_subscription import NewPushSubscription, StoredPushSubscription
from repositories.unit_of_work import UnitOfWorkFactory
from services.webhook.address import check_webhook_url

logger = structlog.stdlib.get_logger(__name__)

_POINT_BYTES, _AUTH_BYTES = 65, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """What a browser gives (`PushSubscription.toJSON()`), and whose it is: the user's, or a contact's."""

    user_id: UUID
    contact_id: UUID | None
    endpoint: str
    p256dh: str
    auth: str


class PushService:
    """Push subscriptions, for callers and for the adapter. `public_key` is what a browser subscribes with."""

    def __init__(
        self, *, unit_of_work: UnitOfWorkFactory, cipher: Cipher, public_key: str, allow_private: bool
    ) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._allow_private = allow_private
        self.public_key = public_key

    async def subscribe(self, new: NewSubscription, *, account_id: UUID) -> tuple[PushSubscription, bool]:
        """Store a browser and put it behind the channels of whose it is; whether it is new.

        The same browser again keeps its id; given to somebody else of the same person, it is theirs alone from then on. Several
        people may share a browser: each has it under an id of their own.

        Raises:
            InvalidFieldError: nothing could ever be sent there.
            NotFoundError: there is no such user or contact.
        """
        check_webhook_url(new.endpoint, allow_private=self._allow_private, pointer="/endpoint")
        keys = {"p256dh": _read_point(new.p256dh), "auth": _read_bytes(new.auth, _AUTH_BYTES, "auth")}
        sealed = json.dumps({"endpoint": new.endpoint, **{name: raw.hex() for name, raw in keys.items()}})
        row = NewPushSubscription(
            id=make_id(),
            account_id=account_id,
            user_id=new.user_id,
            contact_id=new.contact_id,
            fingerprint=hashlib.sha256(new.endpoint.encode()).hexdigest(),
            sealed=self._cipher.encrypt(sealed),
        )
        async with self._unit_of_work() as unit:
            await unit.users.hold(new.user_id, account_id=account_id)
            if new.contact_id is not None:
                await unit.contacts.get(new.contact_id, user_id=new.user_id, account_id=account_id)
            before = await unit.push_subscriptions.find_same(row)
            stored = await unit.push_subscriptions.put(row)
            subscription = self._open(stored)
            if before is not None:
                await unit.push_subscriptions.drop_channel(before, subscription.channel)
            await unit.push_subscriptions.add_channel(stored, subscription.channel)
        return subscription, stored.id == row.id

    async def list_of_user(self, user_id: UUID, *, account_id: UUID) -> list[PushSubscription]:
        """The browsers of a user and of their contacts; raises NotFoundError where there is no such user."""
        async with self._unit_of_work() as unit:
            await unit.users.get(user_id, account_id=account_id)
            return [
                self._open(each) for each in await unit.push_subscriptions.list_of_user(user_id, account_id=account_id)
            ]

    async def unsubscribe(self, subscription_id: UUID, *, user_id: UUID, account_id: UUID) -> None:
        """Forget a browser; raises NotFoundError where the user has no such one."""
        async with self._unit_of_work() as unit:
            found = await unit.push_subscriptions.find(subscription_id)
            await unit.push_subscriptions.remove(subscription_id, user_id=user_id, account_id=account_id)
            if found is not None:
                await unit.push_subscriptions.drop_channel(found, f"webpush:{subscription_id}")

    # -------------------------------------------------------------- for the adapter

    async def find(self, subscription_id: UUID) -> PushSubscription | None:
        """The browser; None where it is gone."""
        async with self._unit_of_work() as unit:
            found = await unit.push_subscriptions.find(subscription_id)
        return self._open(found) if found else None

    async def remove(self, subscription_id: UUID) -> None:
        """Forget a browser whose push service says that it is gone."""
        async with self._unit_of_work() as unit:
            gone = await unit.push_subscriptions.forget(subscription_id)
            if gone is not None:
                await unit.push_subscriptions.drop_channel(gone, f"webpush:{subscription_id}")
        logger.info("a browser is gone", subscription_id=str(subscription_id))

    def _open(self, stored: StoredPushSubscription) -> PushSubscription:
        sealed = json.loads(self._cipher.decrypt(stored.sealed))
        return PushSubscription(
            id=stored.id,
            account_id=stored.account_id,
            user_id=stored.user_id,
            contact_id=stored.contact_id,
            endpoint=sealed["endpoint"],
            p256dh=bytes.fromhex(sealed["p256dh"]),
            auth=bytes.fromhex(sealed["auth"]),
            created_at=stored.created_at,
        )


def _read_point(text: str) -> bytes:
    raw = _read_bytes(text, _POINT_BYTES, "p256dh")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError as error:
        raise _wrong("p256dh", "This is no public key of a browser.") from error
    return raw


def _read_bytes(text: str, length: int, name: str) -> bytes:
    """Base64url with or without padding, as browsers write it."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise _wrong(name, "This is no base64url text.") from error
    if len(raw) != length:
        raise _wrong(name, f"This should be {length} bytes in base64url, as the browser gives them.")
    return raw


def _wrong(name: str, complaint: str) -> InvalidFieldError:
    return InvalidFieldError(complaint, [FieldProblem(f"/keys/{name}", complaint)])
