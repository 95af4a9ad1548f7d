"""Accounts: who is calling, with which key, and what is set up for a new installation."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import SecretStr

from core.encryption import Cipher
from core.errors import NotFoundError, UnauthorizedError
from core.grouping import Grouping
from core.ids import make_id
from core.people import NAMELESS, Account, NewUser
from repositories.account import NewApiKey
from repositories.unit_of_work import UnitOfWorkFactory
from services.webhook.signature import make_secret

DEFAULT_ACCOUNT = "default"
MOST_AT_ONCE = 200
KEY_PREFIX = "grandma_live_"


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new API key; `secret` is shown this once."""

    id: UUID
    secret: SecretStr


class AccountService:
    """Opens accounts to keys."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        cipher: Cipher,
        dev_auth_token: SecretStr | None,
        default_timezone: str,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._dev_auth_token = dev_auth_token
        self._default_timezone = default_timezone
        self._groups: Grouping[str | None, Account | None] = Grouping(self._find_many, most=MOST_AT_ONCE)

    async def ensure_default(self) -> Account:
        """The account `default` with its default user, made where it does not exist yet."""
        account = Account(
            id=make_id(),
            name=DEFAULT_ACCOUNT,
            default_user_id=make_id(),
            signing_secret=self._cipher.encrypt(make_secret()),
        )
        async with self._unit_of_work() as unit:
            if await unit.accounts.add_if_absent(account):
                await unit.users.add(
                    NewUser(
                        id=account.default_user_id,
                        account_id=account.id,
                        name=NAMELESS,
                        timezone=self._default_timezone,
                        preferences={},
                    )
                )
                return account
        return await self._get_default()

    async def authenticate(self, token: str) -> Account:
        """The account that this token opens.

        Raises:
            UnauthorizedError: none.
        """
        if self.is_operator(token):
            return await self._get_default()
        account = await self._groups.do(_digest(token))
        if account is None:
            raise UnauthorizedError("This key opens nothing. Is it complete, and still valid?")
        return account

    def is_operator(self, token: str) -> bool:
        """Whether the token opens everything, not only its account."""
        dev = self._dev_auth_token
        return dev is not None and hmac.compare_digest(token.encode(), dev.get_secret_value().encode())

    async def issue_key(self, account: Account, *, name: str) -> IssuedKey:
        """Make a new key for an account."""
        secret = KEY_PREFIX + secrets.token_urlsafe(32)
        key = NewApiKey(id=make_id(), account_id=account.id, name=name, digest=_digest(secret), last_four=secret[-4:])
        async with self._unit_of_work() as unit:
            await unit.accounts.add_key(key)
        return IssuedKey(key.id, SecretStr(secret))

    async def get_signing_secret(self, account_id: UUID) -> str:
        """The `whsec_` secret with which the account's webhooks are signed."""
        async with self._unit_of_work() as unit:
            account = await unit.accounts.find(account_id)
        if account is None:
            raise NotFoundError("There is no such account.")
        return self._cipher.decrypt(account.signing_secret)

    async def _get_default(self) -> Account:
        account = await self._groups.do(None)
        if account is None:
            raise NotFoundError("The account 'default' is not set up yet.")
        return account

    async def _find_many(self, digests: Sequence[str | None]) -> Sequence[Account | None]:
        """The accounts that keys with these digests open; the default one for None."""
        wanted = {digest for digest in digests if digest is not None}
        async with self._unit_of_work.reading() as unit:
            found = await unit.accounts.find_by_keys(wanted) if wanted else dict[str, Account]()
            default = await unit.accounts.find_by_name(DEFAULT_ACCOUNT) if None in digests else None
        return [default if digest is None else found.get(digest) for digest in digests]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
