"""The keys that all tests in this process share, so that whoever opens a database of theirs can read it."""

from typing import Final

from pydantic import SecretStr

from core.vault import Vault

ENCRYPTION_KEY: Final = "dGhlIHRlc3RzIGhhdmUgb25lIGtleSBpbiBjb21tb24="
SECRET_KEY: Final = "the tests have one secret in common, forty letters long"
VAULT: Final = Vault([ENCRYPTION_KEY], SecretStr(SECRET_KEY))
