"""Cursors: opaque, signed, stable under inserts."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from pydantic import SecretStr

from core.errors import InvalidCursorError

_MAC_BYTES = 8


class CursorCodec:
    """Makes and reads the cursors of one list."""

    def __init__(self, secret: SecretStr) -> None:
        self._secret = secret.get_secret_value().encode()

    def encode(self, last_id: UUID, *, scope: str) -> str:
        """The cursor that goes on behind `last_id` in one list of one account, which `scope` names."""
        return base64.urlsafe_b64encode(last_id.bytes + self._mac(last_id.bytes, scope)).decode().rstrip("=")

    def decode(self, cursor: str, *, scope: str) -> UUID:
        """The id behind which to go on.

        Raises:
            InvalidCursorError: this list never handed it out.
        """
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise _not_ours() from error
        id_bytes, mac = raw[:16], raw[16:]
        if len(id_bytes) != 16 or not hmac.compare_digest(mac, self._mac(id_bytes, scope)):
            raise _not_ours()
        return UUID(bytes=id_bytes)

    def _mac(self, id_bytes: bytes, scope: str) -> bytes:
        return hmac.digest(self._secret, scope.encode() + b"\0" + id_bytes, hashlib.sha256)[:_MAC_BYTES]


def _not_ours() -> InvalidCursorError:
    return InvalidCursorError("Use next_cursor of the last answer of this list, or leave cursor out to start anew.")
