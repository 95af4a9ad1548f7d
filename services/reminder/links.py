"""Signed links that answer a due time, `/a/{token}`: what they hold, how they are made and read.

A token names the due time, whom it was sent to, the message that carries it and until when it is good, signed by
SECRET_KEY; it holds no words. One without an answer opens a page with all buttons; one with an answer is for a button of
a notification, and only ever gives that answer. Each is good for one answer (`repositories/occurrence_answer.py`
remembers which were used).
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import SecretStr

from core.errors import ConfigurationError

GOOD_FOR = timedelta(hours=24)
"""So long a link can be used; what is taken later is told in words, or by somebody at the API."""

_VERSION = 1
_MAC_BYTES = 16
_FIELDS = struct.Struct(">B2sBI16s16s8s")  # version, key id, answer, expiry, due time, recipient, message


class LinkAnswer(StrEnum):
    """What a link can say."""

    TAKEN = "taken"
    LATER = "later"
    SKIP = "skip"


_CODES: tuple[LinkAnswer | None, ...] = (None, LinkAnswer.TAKEN, LinkAnswer.LATER, LinkAnswer.SKIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLink:
    """What a token says.

    Attributes:
        recipient_id: the user, or the contact, to whom it was sent.
        answer: the only one that it gives; None: the page asks.
        id: of the token, by which is remembered that it was used.
    """

    id: str
    occurrence_id: UUID
    recipient_id: UUID
    answer: LinkAnswer | None
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerURLs:
    """The links of one message: to the page with all buttons, and for a POST by each button of a notification."""

    page: str
    taken: str
    later: str
    skip: str


class AnswerLinks:
    """Makes and reads the links. The same message has the same links, however often it is sent."""

    def __init__(self, *, secret: SecretStr | None, base_url: str) -> None:
        self._secret = secret
        self._base_url = base_url.rstrip("/")

    def urls_for(self, *, occurrence_id: UUID, recipient_id: UUID, message_id: UUID, sent_at: datetime) -> AnswerURLs:
        """The links of a message about a due time, good until 24 hours after `sent_at` (when it was stored)."""
        page, taken, later, skip = (
            f"{self._base_url}/a/{self._sign(code, occurrence_id, recipient_id, message_id, sent_at)}"
            for code in range(len(_CODES))
        )
        return AnswerURLs(page=page, taken=taken, later=later, skip=skip)

    def read(self, token: str) -> AnswerLink | None:
        """What a token says, also one that has expired; None for what we have not signed."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        signed, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        if len(signed) != _FIELDS.size or not hmac.compare_digest(mac, self._mac(signed)):
            return None
        fields: tuple[int, bytes, int, int, bytes, bytes, bytes] = _FIELDS.unpack(signed)
        version, key_id, code, expiry, occurrence, recipient, _ = fields
        if version != _VERSION or key_id != self._key_id() or code >= len(_CODES):
            return None
        return AnswerLink(
            id=mac.hex(),
            occurrence_id=UUID(bytes=occurrence),
            recipient_id=UUID(bytes=recipient),
            answer=_CODES[code],
            expires_at=datetime.fromtimestamp(expiry, UTC),
        )

    def _sign(self, code: int, occurrence_id: UUID, recipient_id: UUID, message_id: UUID, sent_at: datetime) -> str:
        expiry = int((sent_at + GOOD_FOR).timestamp())
        about = (occurrence_id.bytes, recipient_id.bytes, message_id.bytes[8:])
        signed = _FIELDS.pack(_VERSION, self._key_id(), code, expiry, *about)
        return base64.urlsafe_b64encode(signed + self._mac(signed)).decode().rstrip("=")

    def _mac(self, signed: bytes) -> bytes:
        return hmac.digest(self._key(), b"answer link\0" + signed, hashlib.sha256)[:_MAC_BYTES]

    def _key_id(self) -> bytes:
        return hashlib.sha256(b"key id\0" + self._key()).digest()[:2]

    def _key(self) -> bytes:
        if self._secret is None:
            raise ConfigurationError("SECRET_KEY is not set.")
        return self._secret.get_secret_value().encode()
