"""Accounts: who is calling, with which key, and what is set up for a new installation."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import SecretStr

from core.api_key import check_api_key, digest_of
from core.caller import Caller, holder_of_key, operator_of
from core.encryption import Cipher
from core.errors import NotFoundError, UnauthorizedError
from core.grouping import Grouping
from core.ids import make_id
from core.people import Account, nobody_yet
from core.roles import Permission
from repositories.api_key import OpenedByKey
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.access_tokens import looks_like_token
from services.access.key_service import KeyUses
from services.access.login_service import LoginService
from services.webhook.signature import make_secret

DEFAULT_ACCOUNT = "default"
MOST_AT_ONCE = 200
_PERMISSIONS = {str(each): each for each in Permission}


@dataclass(frozen=True, slots=True, kw_only=True)
class DevToken:
    """DEV_AUTH_TOKEN, and whether it may open anything here."""

    secret: SecretStr | None
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningSecret:
    """The `whsec_` secret with which messages to a `webhook_url` are signed; until `previous_until` the one before signs too."""

    secret: SecretStr
    previous_until: datetime | None


class AccountService:
    """Opens accounts to keys."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        cipher: Cipher,
        dev_token: DevToken,
        default_timezone: str,
        uses: KeyUses,
        logins: LoginService,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._dev_token = dev_token
        self._default_timezone = default_timezone
        self._uses = uses
        self._logins = logins
        self._groups: Grouping[str | None, OpenedByKey | Account | None] = Grouping(self._find_many, most=MOST_AT_ONCE)

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
                first = nobody_yet(account.default_user_id, account_id=account.id, timezone=self._default_timezone)
                await unit.users.add(first)
                return account
        return await self._get_default()

    async def authenticate(self, token: str) -> Caller:
        """Whose key or access token this is, and what it opens.

        Raises:
            UnauthorizedError: nothing; says why as far as the key itself shows it.
        """
        if self._is_development(token):
            if not self._dev_token.works:
                raise UnauthorizedError(
                    "DEV_AUTH_TOKEN works only where nobody but this machine can call (HOST, PUBLISHED_HOST, PUBLIC_BASE_URL). "
                    'Make a key with: python -m run_server --make-key "my laptop".'
                )
            return operator_of(await self._get_default())
        if looks_like_token(token):
            return await self._logins.caller_of(token)
        check_api_key(token)
        opened = await self._open(digest_of(token))
        if not isinstance(opened, OpenedByKey):
            raise UnauthorizedError("This key opens nothing: it was revoked, has expired, or belongs to elsewhere.")
        self._uses.note(opened.key_id)
        scopes = None if opened.scopes is None else frozenset(_known(opened.scopes))
        return holder_of_key(opened.account, key_id=opened.key_id, scopes=scopes, maker=opened.maker)

    def _is_development(self, token: str) -> bool:
        dev = self._dev_token.secret
        return dev is not None and hmac.compare_digest(token.encode(), dev.get_secret_value().encode())

    async def get_signing_secret(self, account_id: UUID) -> SigningSecret:
        """What signs messages to the `webhook_url` of the account's requests."""
        async with self._unit_of_work() as unit:
            return self._shown(await unit.accounts.find(account_id))

    async def rotate_signing_secret(self, account_id: UUID, *, overlap: timedelta) -> SigningSecret:
        """A new secret. The one before signs too for `overlap`, so receivers can change over; one before that no longer."""
        new = self._cipher.encrypt(make_secret())
        async with self._unit_of_work() as unit:
            return self._shown(await unit.accounts.rotate_secret(account_id, new, overlap=overlap))

    def _shown(self, account: Account | None) -> SigningSecret:
        if account is None:
            raise NotFoundError("There is no such account.")
        secrets = account.signing_secrets
        return SigningSecret(
            secret=SecretStr(self._cipher.decrypt(secrets.current)), previous_until=secrets.previous_until
        )

    async def _get_default(self) -> Account:
        account = await self._open(None)
        if not isinstance(account, Account):
            raise NotFoundError("The account 'default' is not set up yet.")
        return account

    async def _open(self, digest: str | None) -> OpenedByKey | Account | None:
        known = self._uses.known
        opened = known.find(digest)
        if opened is None:
            asked_at, turn = known.now(), known.turn
            opened = await self._groups.do(digest)
            if opened is not None:
                known.remember(digest, opened, asked_at=asked_at, turn=turn)
        return opened

    async def _find_many(self, digests: Sequence[str | None]) -> Sequence[OpenedByKey | Account | None]:
        """What keys with these digests open; the default account for None."""
        wanted = {digest for digest in digests if digest is not None}
        async with self._unit_of_work.reading() as unit:
            found = await unit.api_keys.find_opened(wanted) if wanted else dict[str, OpenedByKey]()
            default = await unit.accounts.find_by_name(DEFAULT_ACCOUNT) if None in digests else None
        return [default if digest is None else found.get(digest) for digest in digests]


def _known(scopes: Sequence[str]) -> Iterator[Permission]:
    """The scopes that this version of the product knows; a newer one may have written more."""
    return (_PERMISSIONS[scope] for scope in scopes if scope in _PERMISSIONS)
