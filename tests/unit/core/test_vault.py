"""What is sealed opens for its own place and row alone, and with every key that there is."""

from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from core.errors import ConfigurationError
from core.vault import Vault, key_of

SECRET = SecretStr("one secret")
ROW = uuid4()
PLACE = "contacts.channels"


def make_key() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.parametrize("text", ["", "tel:+442079460000", "naïve 💊 text", "x" * 10_000])
def test_sealed_text_comes_back(text: str) -> None:
    vault = Vault([make_key()], SECRET)
    token = vault.seal(text, column=PLACE, row=ROW)
    assert vault.open(token, column=PLACE, row=ROW) == text
    assert token.isascii()
    assert text == "" or text not in token


def test_same_text_never_looks_the_same() -> None:
    vault = Vault([make_key()], SECRET)
    assert vault.seal("a", column=PLACE, row=ROW) != vault.seal("a", column=PLACE, row=ROW)


def test_older_key_opens_and_the_first_one_seals() -> None:
    old, new = make_key(), make_key()
    before, after, both = Vault([old], SECRET), Vault([new], SECRET), Vault([new, old], SECRET)
    assert both.open(before.seal("kept", column=PLACE, row=ROW), column=PLACE, row=ROW) == "kept"
    fresh = both.seal("fresh", column=PLACE, row=ROW)
    assert after.open(fresh, column=PLACE, row=ROW) == "fresh"
    assert key_of(fresh) == after.key_id != before.key_id
    assert both.key_ids == {before.key_id, after.key_id}


def test_value_does_not_open_in_another_place() -> None:
    vault = Vault([make_key()], SECRET)
    token = vault.seal("mine", column=PLACE, row=ROW)
    for column, row in ((PLACE, uuid4()), ("users.channels", ROW), (PLACE, str(ROW) + "x")):
        with pytest.raises(ConfigurationError, match=f"A value in {column} does not open"):
            vault.open(token, column=column, row=row)


def test_changed_value_does_not_open() -> None:
    vault = Vault([make_key()], SECRET)
    token = vault.seal("mine and nobody else's", column=PLACE, row=ROW)
    changed = token[:30] + ("A" if token[30] != "A" else "B") + token[31:]
    for wrong in (changed, token[:-8], token[:20]):
        with pytest.raises(ConfigurationError):
            vault.open(wrong, column=PLACE, row=ROW)


def test_missing_key_is_named() -> None:
    token = Vault([make_key()], SECRET).seal("lost", column=PLACE, row=ROW)
    with pytest.raises(ConfigurationError, match=f"the key {key_of(token)}, which is not among ENCRYPTION_KEYS"):
        Vault([make_key()], SECRET).open(token, column=PLACE, row=ROW)


def test_vault_without_keys_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="ENCRYPTION_KEYS is missing"):
        Vault([], SECRET)


def test_digests_are_equal_within_a_purpose_and_a_secret_only() -> None:
    vault, other = Vault([make_key()], SECRET), Vault([make_key()], SecretStr("another"))
    digest = vault.digest("address", "tel:+442079460000")
    assert digest == Vault([make_key()], SECRET).digest("address", "tel:+442079460000")
    assert digest not in {
        vault.digest("address", "tel:+442079460001"),
        vault.digest("medicine", "tel:+442079460000"),
        other.digest("address", "tel:+442079460000"),
    }
    assert "442079460000" not in digest
