"""Finds what is stored encrypted: equal texts have equal digests, and without the secret a digest tells nothing."""

import hashlib
import hmac

from pydantic import SecretStr


class BlindIndex:
    """Digests under SECRET_KEY, different for each purpose."""

    def __init__(self, secret: SecretStr) -> None:
        self._key = secret.get_secret_value().encode()

    def of_address(self, address: str) -> str:
        """The digest of a mail address, however it is capitalised."""
        return self.of("mail address", address.strip().lower())

    def of(self, purpose: str, text: str) -> str:
        """The digest of a text for one purpose."""
        return hmac.digest(self._key, f"blind index\0{purpose}\0{text}".encode(), hashlib.sha256).hex()
