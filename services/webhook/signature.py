"""Signatures after Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, on the exact bytes that are sent."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets as randomness
from collections.abc import Sequence

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of every secret, not a secret
SECRET_BYTES = range(24, 65)

# A "." would blur where the id ends and the timestamp begins; anything unprintable would break the header.
_MESSAGE_ID = re.compile(r"[!-\-/-~]+")


def make_secret() -> str:
    """Return a fresh signing secret: `whsec_` and the base64 of 32 random bytes."""
    return SECRET_PREFIX + base64.b64encode(randomness.token_bytes(32)).decode("ascii")


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return `v1,<base64>`: the signature of one try, made at `timestamp` (Unix seconds).

    Raises:
        ValueError: the secret or the message id is malformed; the text never repeats the secret.
    """
    key = _key_of(secret)
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("A webhook's message id is printable ASCII without a dot or a space")
    signed = b".".join((message_id.encode("ascii"), str(timestamp).encode("ascii"), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")


def signature_headers(secrets: Sequence[str], *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the three headers of one try, with a signature per secret: new and old while a secret is being rotated.

    Raises:
        ValueError: there is no secret, or one of them or the message id is malformed.
    """
    if not secrets:
        raise ValueError("A webhook needs at least one signing secret")
    signatures = (sign(secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _key_of(secret: str) -> bytes:
    """Return the key in a secret; padding may be missing, as receivers accept it too."""
    encoded = secret.removeprefix(SECRET_PREFIX)
    if encoded == secret:
        raise ValueError(f"A webhook secret starts with {SECRET_PREFIX}")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        # The cause is left out on purpose: nothing that is derived from a secret goes into a log.
        raise ValueError(f"A webhook secret is {SECRET_PREFIX} followed by base64") from None
    if len(key) not in SECRET_BYTES:
        raise ValueError(f"A webhook secret holds {SECRET_BYTES.start} to {SECRET_BYTES.stop - 1} bytes")
    return key
