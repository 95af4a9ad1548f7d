"""The key by which push services know this installation (VAPID, RFC 8292)."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException
from pydantic import SecretStr

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_KEY_BYTES = 32
_SIGNER = cast("Any", Vapid02)
"""Its signatures are not typed."""


class Vapid:
    """Signs pushes. `public_key` is what a browser subscribes with (`applicationServerKey`), in base64url."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey) -> None:
        point = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = base64.urlsafe_b64encode(point).decode().rstrip("=")
        self._signer = _SIGNER(private_key)

    def authorize(self, *, service: str, subject: str, expires: int) -> str:
        """The `Authorization` of a push to a service (`https://host[:port]`), good until `expires`.

        Raises:
            ValueError: the service's address is none that can be signed for.
        """
        claims = {"aud": service, "exp": expires, "sub": subject}
        try:
            signed: Mapping[str, str] = self._signer.sign(claims)
        except VapidException as error:
            raise ValueError("no address of a push service") from error
        return signed["Authorization"]


def make_vapid(key: SecretStr | None, *, secret: SecretStr) -> Vapid:
    """With the configured key, or else with one that is the same as long as `secret` is."""
    if key is not None:
        return Vapid(read_vapid_key(key.get_secret_value()))
    seed = hashlib.blake2b(secret.get_secret_value().encode(), digest_size=64, person=b"web push key").digest()
    return Vapid(ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1()))


def read_vapid_key(text: str) -> ec.EllipticCurvePrivateKey:
    """A private P-256 key as 32 bytes in base64url, as the usual tools write it; raises ValueError where it is none."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("is no base64url text") from error
    if len(raw) != _KEY_BYTES:
        raise ValueError(f"has {len(raw)} bytes instead of {_KEY_BYTES}")
    return ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1())
