"""Keeps stored secrets (signing secrets, tokens, phone numbers) unreadable to whoever only has the database."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.errors import ConfigurationError


class Cipher:
    """Encrypts with the first of ENCRYPTION_KEYS and reads what any of them wrote."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ConfigurationError("ENCRYPTION_KEYS is missing; it should be at least one Fernet key.")
        self._first = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, text: str) -> str:
        """The text as a token of printable characters; another one each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """The text that `encrypt` was given.

        Raises:
            ConfigurationError: none of the keys fits, or the token was changed.
        """
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken as error:
            raise ConfigurationError(
                "None of ENCRYPTION_KEYS opens what was stored; put the key back that wrote it, behind the newest."
            ) from error

    def renew(self, token: str) -> str:
        """The token itself where the first key made it, else what it holds under the first key; raises as `decrypt`."""
        try:
            self._first.decrypt(token.encode())
        except InvalidToken:
            return self.encrypt(self.decrypt(token))
        return token
