"""Finds what is stored encrypted: equal texts have equal digests, and without the secret a digest tells nothing."""

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence

import idna
from pydantic import SecretStr


class BlindIndex:
    """Digests under SECRET_KEY, different for each purpose."""

    def __init__(self, secret: SecretStr) -> None:
        self._key = secret.get_secret_value().encode()

    def of_address(self, address: str) -> str:
        """The digest of a mail address, however it is written: see `plain_mail_address`."""
        return self.of("mail address", plain_mail_address(address))

    def all_of_address(self, address: str) -> Sequence[str]:
        """By which digests a mail address may be stored: as `of_address`, and as it was before letters of all scripts were equated."""
        return [*dict.fromkeys([self.of_address(address), self.of("mail address", address.strip().lower())])]

    def of(self, purpose: str, text: str) -> str:
        """The digest of a text for one purpose."""
        return hmac.digest(self._key, f"blind index\0{purpose}\0{text}".encode(), hashlib.sha256).hex()


def plain_mail_address(address: str) -> str:
    """A mail address as it is compared: without compatibility forms (NFKC) and case, the domain as it is in the DNS (IDNA)."""
    local, at, domain = unicodedata.normalize("NFKC", address.strip()).rpartition("@")
    return f"{_folded(local)}{at}{_in_dns(domain)}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.casefold())


def _in_dns(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True).decode().lower()
    except idna.IDNAError:
        return _folded(domain)
