"""Keeps what is stored about people unreadable to whoever only has the database (ADR 0030).

Values are sealed by AES-256-GCM under keys that are derived from ENCRYPTION_KEYS: the first one seals, each of them opens.
The column and the row are associated data, so that what is moved to another row, or to another column, does not open.
What is looked up by equality is found by a digest under a key that is derived from SECRET_KEY.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Final, NoReturn
from uuid import UUID
from zlib import crc32

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from core.errors import ConfigurationError

MARK: Final = "sealed1:"
"""What every sealed value begins with; the id of its key and a colon follow."""

DIGEST_MARK: Final = "d1:"
"""What every digest begins with."""

_NONCE, _KEY_ID, _DIGEST, _SHELVES = 12, 8, 16, 1024
"""Random nonces are good for 2**32 values of a key; with so many keys under each of ENCRYPTION_KEYS for 2**42."""


class Vault:
    """Seals and opens values, and makes the digests by which they are found."""

    def __init__(self, keys: Sequence[str], secret: SecretStr) -> None:
        if not keys:
            raise ConfigurationError("ENCRYPTION_KEYS is missing; it should be at least one Fernet key.")
        rings = [_KeyRing(urlsafe_b64decode(key)) for key in keys]
        self._first = rings[0]
        self._rings = {ring.id: ring for ring in rings}
        self._index_key = _derive(secret.get_secret_value().encode(), b"blind index")

    @property
    def key_id(self) -> str:
        """The id of the key that seals."""
        return self._first.id

    @property
    def key_ids(self) -> frozenset[str]:
        """The ids of all keys that there are."""
        return frozenset(self._rings)

    def seal(self, text: str, *, column: str, row: UUID | str) -> str:
        """The text as a token of printable characters; another one each time.

        Args:
            text: what nobody should read.
            column: `table.column`, where the token will be.
            row: the key of its row.
        """
        nonce = os.urandom(_NONCE)
        sealed = self._first.shelf(row).encrypt(nonce, text.encode(), f"{column}\0{row}".encode())
        return self._first.mark + urlsafe_b64encode(nonce + sealed).decode()

    def open(self, token: str, *, column: str, row: UUID | str) -> str:
        """The text that `seal` was given for this column and row.

        Raises:
            ConfigurationError: its key is not among ENCRYPTION_KEYS, or it was not sealed for this place.
        """
        key_id = key_of(token)
        ring = self._rings.get(key_id or "")
        if ring is None:
            self._refuse(f"what is in {column} was sealed with the key {key_id}, which is not among ENCRYPTION_KEYS")
        try:
            raw = urlsafe_b64decode(token[len(ring.mark) :])
            return ring.shelf(row).decrypt(raw[:_NONCE], raw[_NONCE:], f"{column}\0{row}".encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise ConfigurationError(
                f"A value in {column} does not open: it was changed, or moved there from elsewhere."
            ) from error

    def digest(self, purpose: str, text: str) -> str:
        """Equal texts have equal digests within a purpose; who lacks SECRET_KEY learns nothing from them."""
        digest = hmac.digest(self._index_key, f"{purpose}\0{text}".encode(), hashlib.sha256)
        return DIGEST_MARK + digest[:_DIGEST].hex()

    @staticmethod
    def _refuse(why: str) -> NoReturn:
        raise ConfigurationError(f"Something stored can't be read: {why}. Put that key back, behind the newest.")


class _KeyRing:
    """The keys that are derived from one of ENCRYPTION_KEYS, one for each shelf, made when they are first needed."""

    def __init__(self, key: bytes) -> None:
        self.id = _derive(key, b"id")[: _KEY_ID // 2].hex()
        self.mark = f"{MARK}{self.id}:"
        self._key = key
        self._shelves: list[AESGCM | None] = [None] * _SHELVES

    def shelf(self, row: UUID | str) -> AESGCM:
        number = (row.int if isinstance(row, UUID) else crc32(row.encode())) % _SHELVES
        found = self._shelves[number]
        if found is None:
            found = self._shelves[number] = AESGCM(_derive(self._key, b"values %d" % number))
        return found


def key_of(token: str) -> str | None:
    """The id of the key that sealed this; None where it is no token."""
    if not token.startswith(MARK):
        return None
    key_id, _, rest = token[len(MARK) :].partition(":")
    return key_id if len(key_id) == _KEY_ID and rest else None


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"grandma " + purpose).derive(key)
