"""Mail addresses are found however they are written."""

import hashlib
import hmac

import pytest
from pydantic import SecretStr

from core.blind_index import BlindIndex, plain_mail_address

INDEX = BlindIndex(SecretStr("s" * 32))


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        (" Anna@Example.ORG ", "anna@example.org"),
        ("mar\u212a@example.org", "mark@example.org"),
        ("\uff21nna@example\u3002org", "anna@example.org"),
        ("anna@B\u00dcCHER.example", "anna@xn--bcher-kva.example"),
        ("anna@bu\u0308cher.example", "anna@xn--bcher-kva.example"),
        ("anna@XN--BCHER-KVA.example", "anna@xn--bcher-kva.example"),
        ("anna@stra\u00dfe.example", "anna@xn--strae-oqa.example"),
        ("STRASSE@example.org", "strasse@example.org"),
        ("stra\u00dfe@example.org", "strasse@example.org"),
        ("anna@\u00fc..example", "anna@\u00fc..example"),
        ("anna_b@under_score.local", "anna_b@under_score.local"),
    ],
)
def test_address_is_compared_in_one_form(written: str, compared: str) -> None:
    assert plain_mail_address(written) == compared
    assert plain_mail_address(compared) == compared
    assert INDEX.of_address(written) == INDEX.of_address(compared)


def test_what_was_stored_before_is_found() -> None:
    def before(address: str) -> str:
        stored = f"blind index\0mail address\0{address.strip().lower()}".encode()
        return hmac.digest(b"s" * 32, stored, hashlib.sha256).hex()

    assert INDEX.all_of_address("Anna@Example.org") == [before("Anna@Example.org")]
    written = "J\u00f6rg@B\u00dcCHER.example"
    assert INDEX.all_of_address(written) == [INDEX.of_address(written), before(written)]
