"""Whether a call really comes from the telephone service: `X-Twilio-Signature`."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from pydantic import SecretStr


def is_signed(url: str, fields: Sequence[tuple[str, str]], signature: str, *, token: SecretStr) -> bool:
    """Compare in constant time. `url` is the one that the service called, as the public sees it, with its query."""
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    expected = base64.b64encode(hmac.digest(token.get_secret_value().encode(), text.encode(), hashlib.sha1))
    return hmac.compare_digest(signature.encode(), expected)
