"""Signatures of the telephone service."""

import pytest
from pydantic import SecretStr

from services.notification.telephone_signature import is_signed

URL, TOKEN = "https://example.com/myapp", SecretStr("12345")
FIELDS = [("To", "+15559990000"), ("From", "+15551230000"), ("Body", "TAKEN")]
SIGNATURE = "D46KHe/BMSxxrcYDj9GG4uPjGbw="


def test_signature_of_the_example_is_genuine_in_any_order() -> None:
    assert is_signed(URL, FIELDS, SIGNATURE, token=TOKEN)
    assert is_signed(URL, FIELDS[::-1], SIGNATURE, token=TOKEN)


@pytest.mark.parametrize(
    ("url", "fields", "signature"),
    [
        (URL + "?a=1", FIELDS, SIGNATURE),
        (URL, [*FIELDS, ("X", "1")], SIGNATURE),
        (URL, FIELDS[1:], SIGNATURE),
        (URL, FIELDS, ""),
        (URL, FIELDS, "é"),
        (URL, FIELDS, SIGNATURE.lower()),
    ],
)
def test_anything_else_is_not(url: str, fields: list[tuple[str, str]], signature: str) -> None:
    assert not is_signed(url, fields, signature, token=TOKEN)
