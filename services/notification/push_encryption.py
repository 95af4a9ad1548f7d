"""Encryption of web push messages (RFC 8291 over RFC 8188, one record): only the browser that subscribed can read them."""

import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MOST_BYTES = 3_800
"""Push services take 4,096 bytes in all; some of that is ours."""
_RECORD_SIZE = 4_096
_END = b"\x02"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserKeys:
    """What a browser gives for its messages: `p256dh`, a point in 65 bytes, and `auth`, 16 random ones."""

    p256dh: bytes
    auth: bytes


def encrypt(
    plain: bytes,
    keys: BrowserKeys,
    *,
    salt: bytes | None = None,
    private_key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of a push with content encoding `aes128gcm`; salt and key are new each time unless a test gives them.

    Raises:
        ValueError: `p256dh` is no point, or the text is too long.
    """
    if len(plain) > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES} bytes")
    salt = salt or os.urandom(16)
    private_key = private_key or ec.generate_private_key(ec.SECP256R1())
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys.p256dh)
    ours = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = private_key.exchange(ec.ECDH(), browser)
    secret = _derive(shared, salt=keys.auth, info=b"WebPush: info\0" + keys.p256dh + ours, length=32)
    key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + _RECORD_SIZE.to_bytes(4) + len(ours).to_bytes(1) + ours
    return header + AESGCM(key).encrypt(nonce, plain + _END, None)


def _derive(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
