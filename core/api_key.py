"""What an API key looks like: recognisable, and with a checksum, so that a slip is told from a key that opens nothing.

    grandma_live_<22 characters: the key's id>_<43 characters: the secret><6 characters: a checksum of all before>

All of it in base62. Scanners for secrets find it by its prefix and can check it without asking anybody. Keys from before
are `grandma_live_` and 43 characters more, without a checksum; they stay good.
"""

import hashlib
import re
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from core.errors import UnauthorizedError

PREFIX: Final = "grandma_live_"
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID_LENGTH, _SECRET_LENGTH, _SUM_LENGTH = 22, 43, 6
_LENGTH = len(PREFIX) + _ID_LENGTH + 1 + _SECRET_LENGTH + _SUM_LENGTH
_FORM_BEFORE = re.compile(rf"{PREFIX}[0-9A-Za-z_-]{{43}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is stored. `made_by`: the member whose it is, None where it is the account's own."""

    id: UUID
    account_id: UUID
    name: str
    last_four: str
    scopes: tuple[str, ...] | None
    replaces: UUID | None
    made_by: UUID | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


def make_api_key(key_id: UUID) -> str:
    """A new key with this id; its secret has 256 bits."""
    secret = "".join(secrets.choice(DIGITS) for _ in range(_SECRET_LENGTH))
    unsealed = f"{PREFIX}{_to_base62(key_id.int, _ID_LENGTH)}_{secret}"
    return unsealed + _checksum(unsealed)


def check_api_key(token: str) -> None:
    """Look at the key alone, asking nobody.

    Raises:
        UnauthorizedError: it can't be a key: something was left out, added or mistyped.
    """
    if len(token) == _LENGTH and token.startswith(PREFIX) and _checksum(token[:-_SUM_LENGTH]) == token[-_SUM_LENGTH:]:
        return
    if not token.startswith(PREFIX):
        raise UnauthorizedError(f"This is no key of ours; they begin with {PREFIX}.")
    if not _FORM_BEFORE.fullmatch(token):
        raise UnauthorizedError(
            "This key was mistyped or is not complete: its checksum is wrong. Copy all of it once more."
        )


def digest_of(token: str) -> str:
    """What is stored of a key: its SHA-256. A slow hash is for passwords; nobody guesses 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(text: str) -> str:
    return _to_base62(zlib.crc32(text.encode()), _SUM_LENGTH)


def _to_base62(number: int, length: int) -> str:
    digits: list[str] = []
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits.append(DIGITS[digit])
    return "".join(reversed(digits)).rjust(length, DIGITS[0])
