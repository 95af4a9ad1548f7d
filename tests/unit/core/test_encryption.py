import pytest
from cryptography.fernet import Fernet

from core.encryption import Cipher
from core.errors import ConfigurationError


def make_key() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.parametrize("text", ["", "whsec_abc", "naïve 💊 text"])
def test_encrypted_text_comes_back(text: str) -> None:
    cipher = Cipher([make_key()])
    token = cipher.encrypt(text)
    assert cipher.decrypt(token) == text
    assert text == "" or text not in token


def test_same_text_never_looks_the_same() -> None:
    cipher = Cipher([make_key()])
    assert cipher.encrypt("a") != cipher.encrypt("a")


def test_older_key_still_opens_after_a_new_one_is_put_first() -> None:
    old, new = make_key(), make_key()
    token = Cipher([old]).encrypt("kept")
    assert Cipher([new, old]).decrypt(token) == "kept"


def test_new_text_is_written_with_the_first_key() -> None:
    old, new = make_key(), make_key()
    assert Cipher([new]).decrypt(Cipher([new, old]).encrypt("fresh")) == "fresh"


@pytest.mark.parametrize("token", ["", "not a token", "gAAAAAB☃"])
def test_token_that_no_key_opens_is_refused(token: str) -> None:
    with pytest.raises(ConfigurationError, match="None of ENCRYPTION_KEYS"):
        Cipher([make_key()]).decrypt(token)


def test_cipher_without_keys_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="ENCRYPTION_KEYS is missing"):
        Cipher([])
