"""Access tokens: short JWTs, signed by keys that the installation makes and changes by itself.

A token says who logged in and by which login; what they may is looked up at every call, so that a logout, or a role that was
changed, counts at once. Keys are kept in PostgreSQL, encrypted; a new one is made every month, and the one before is good as
long as its tokens can be.
"""

import asyncio
import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from core.clock import Clock
from core.encryption import Cipher
from core.errors import UnauthorizedError
from core.ids import make_id
from core.login import SigningKey
from repositories.unit_of_work import UnitOfWorkFactory

LIFETIME: Final = timedelta(minutes=15)
_ALGORITHM, _ISSUER, _AUDIENCE = "EdDSA", "urn:grandma", "urn:grandma:api"
_KEY_IS_NEW: Final = timedelta(days=30)
_KEY_IS_GOOD: Final = timedelta(days=31)
_CLOCKS_DIFFER: Final = timedelta(seconds=30)
_LOOK_AGAIN_SECONDS: Final = 60.0
_ASK_AGAIN_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says, once it is known to be ours and to be good still."""

    member_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class _Key:
    private: Ed25519PrivateKey
    public: Ed25519PublicKey
    created_at: datetime


def looks_like_token(text: str) -> bool:
    """Whether this may be an access token rather than an API key."""
    return text.startswith("eyJ") and text.count(".") == 2


class AccessTokens:
    """Signs and reads tokens; one per process."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, cipher: Cipher, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._clock = clock
        self._keys: dict[str, _Key] = {}
        self._looked_at = -math.inf
        self._looking = asyncio.Lock()

    async def issue(self, *, member_id: UUID, session_id: UUID) -> str:
        """A token for a login, good for LIFETIME."""
        kid, key = await self._newest()
        now = self._clock.now()
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": str(member_id),
            "sid": str(session_id),
            "iat": now,
            "exp": now + LIFETIME,
        }
        return jwt.encode(claims, key.private, algorithm=_ALGORITHM, headers={"kid": kid})

    async def read(self, token: str) -> Claims:
        """What a token says.

        Raises:
            UnauthorizedError: it is not ours, was changed, or is over.
        """
        try:
            kid = str(jwt.get_unverified_header(token).get("kid", ""))
            key = await self._find(kid)
            if key is None:
                raise UnauthorizedError("This login is not known here. Log in again.")
            found: dict[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                options={"require": ["exp", "iat", "sub", "sid"], "verify_exp": False, "verify_iat": False},
            )
            claims = Claims(UUID(found["sub"]), UUID(found["sid"]))
            expires_at = datetime.fromtimestamp(int(found["exp"]), UTC)
        except (jwt.InvalidTokenError, ValueError, OverflowError, OSError) as error:
            raise UnauthorizedError("This access token is damaged, or not one of ours. Log in again.") from error
        if expires_at + _CLOCKS_DIFFER < self._clock.now():
            raise UnauthorizedError("This access token is over. Get the next one: POST /v1/auth/refresh.")
        return claims

    def forget(self) -> None:
        """The keys that are stored have changed: look before one is used again."""
        self._keys, self._looked_at = {}, -math.inf

    async def _newest(self) -> tuple[str, _Key]:
        await self._look(after=_LOOK_AGAIN_SECONDS)
        new = [(kid, key) for kid, key in self._keys.items() if key.created_at > self._clock.now() - _KEY_IS_NEW]
        if new:
            return max(new, key=lambda each: each[1].created_at)
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        stored = SigningKey(id=make_id(), sealed=self._cipher.encrypt(pem), created_at=self._clock.now())
        async with self._unit_of_work() as unit:
            await unit.logins.add_signing_key(stored)
        self._keys[str(stored.id)] = _Key(made, made.public_key(), stored.created_at)
        return str(stored.id), self._keys[str(stored.id)]

    async def _find(self, kid: str) -> _Key | None:
        await self._look(after=_LOOK_AGAIN_SECONDS)
        if (
            kid not in self._keys
        ):  # perhaps another process has just made it; invented ones don't make us ask every time
            await self._look(after=_ASK_AGAIN_SECONDS)
        return self._keys.get(kid)

    async def _look(self, *, after: float) -> None:
        """Read the keys that are good, if that is longer ago."""
        if time.monotonic() - self._looked_at < after and not self._looking.locked():
            return
        async with self._looking:
            if time.monotonic() - self._looked_at < after:
                return
            async with self._unit_of_work() as unit:
                stored = await unit.logins.list_signing_keys(since=self._clock.now() - _KEY_IS_GOOD)
            self._looked_at = time.monotonic()
        self._keys = {str(each.id): self._keys.get(str(each.id)) or self._open(each) for each in stored}

    def _open(self, stored: SigningKey) -> _Key:
        private = load_pem_private_key(self._cipher.decrypt(stored.sealed).encode(), password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError("A signing key is of another kind.")
        return _Key(private, private.public_key(), stored.created_at)
