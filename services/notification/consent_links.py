"""Signed links by which contacts have no more messages, for mails: what they hold, how they are made and read."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from pydantic import SecretStr

_MAC_BYTES = 16
_ID_BYTES = 16


class ConsentLinks:
    """Makes and reads them; each names one contact, and is good for as long as the contact is one."""

    def __init__(self, *, secret: SecretStr, base_url: str | None) -> None:
        self._secret = secret.get_secret_value().encode()
        self._base_url = base_url

    def url_for(self, contact_id: UUID) -> str | None:
        """The link; None where nobody could open it, since PUBLIC_BASE_URL is not set."""
        if self._base_url is None:
            return None
        token = base64.urlsafe_b64encode(contact_id.bytes + self._mac(contact_id)).decode().rstrip("=")
        return f"{self._base_url}/v1/inbound/consent/{token}"

    def read(self, token: str) -> UUID | None:
        """Whose consent a token is about; None for what we have not signed."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(raw) != _ID_BYTES + _MAC_BYTES:
            return None
        contact_id = UUID(bytes=raw[:_ID_BYTES])
        return contact_id if hmac.compare_digest(raw[_ID_BYTES:], self._mac(contact_id)) else None

    def _mac(self, contact_id: UUID) -> bytes:
        return hmac.digest(self._secret, b"consent link\0" + contact_id.bytes, hashlib.sha256)[:_MAC_BYTES]
