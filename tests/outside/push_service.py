"""A push service (RFC 8030) that checks who sends (RFC 8292), and browsers that read what comes (RFC 8291).

Nothing here is shared with the product but the elliptic curve: signatures and messages are taken apart by the words of the
documents.
"""

import base64
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import digest
from time import time as time_now
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.outside.loopback import Answered, Asked
from tests.outside.played import PlayedServer

MOST_BYTES = 4_096
_AUTHORIZATION = re.compile(r"vapid t=([\w-]+\.[\w-]+\.[\w-]+),\s*k=([\w-]+)")


@dataclass
class Browser:
    """Has subscribed at a push service with the key of whoever may send to it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    is_gone: bool = False
    waiting: dict[str, bytes] = field(default_factory=dict[str, bytes])
    received: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])

    @property
    def point(self) -> bytes:
        return _point(self.key.public_key())

    @property
    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives."""
        keys = {"p256dh": encode(self.point), "auth": encode(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self) -> list[Any]:
        """What was pushed, decrypted."""
        return [json.loads(self.decrypt(body)) for body in self.waiting.values()]

    def decrypt(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        pseudo = digest(self.auth, shared, sha256)
        material = digest(pseudo, b"WebPush: info\x00" + self.point + sender + b"\x01", sha256)
        pseudo = digest(salt, material, sha256)
        key = digest(pseudo, b"Content-Encoding: aes128gcm\x00\x01", sha256)[:16]
        nonce = digest(pseudo, b"Content-Encoding: nonce\x00\x01", sha256)[:12]
        plain = AESGCM(key).decrypt(nonce, record, None)
        text, delimiter, padding = plain.rpartition(b"\x02")
        assert delimiter
        assert not padding.strip(b"\x00")
        return text


class PushServiceServer(PlayedServer):
    """Takes pushes for its browsers from whoever has the key `sender`, the public one in base64url."""

    def __init__(self, *, sender: str) -> None:
        super().__init__()
        self.sender = sender
        self.browsers: dict[str, Browser] = {}
        self.tokens: list[str] = []

    def subscribe(self) -> Browser:
        path = f"/push/{len(self.browsers) + 1}"
        self.browsers[path] = Browser(self.url + path)
        return self.browsers[path]

    def kind_of(self, asked: Asked) -> str:
        return "push" if asked.method == "POST" else "other"

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        del query
        browser = self.browsers.get(asked.path)
        if browser is None:
            return Answered(status=404)
        if browser.is_gone:
            return Answered(status=410)
        if not self._is_from_sender(asked.headers.get("authorization", "")):
            return Answered(status=403)
        headers = asked.headers
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
            return Answered(status=400)
        if len(asked.body) > MOST_BYTES:
            return Answered(status=413)
        number = len(browser.received) + 1
        browser.waiting[headers.get("topic", str(number))] = asked.body
        browser.received.append(headers)
        return Answered(status=201, headers={"Location": f"{self.url}/message/{number}"})

    def _is_from_sender(self, authorization: str) -> bool:
        found = _AUTHORIZATION.fullmatch(authorization)
        if found is None or found[2].rstrip("=") != self.sender:
            return False
        token, point = found[1], decode(found[2])
        self.tokens.append(token)
        signed, _, signature = token.rpartition(".")
        claims = json.loads(decode(signed.partition(".")[2]))
        raw = decode(signature)
        coded = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        try:
            sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
            sender.verify(coded, signed.encode(), ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        is_timely = 0 < claims["exp"] - time_now() <= 24 * 3600
        return is_timely and claims["aud"] == self.url and claims["sub"].startswith(("mailto:", "https:"))


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
