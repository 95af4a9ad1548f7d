"""The example of RFC 8291, appendix A, byte for byte."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from services.notification.push_encryption import MOST_BYTES, BrowserKeys, encrypt


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


KEYS = BrowserKeys(
    p256dh=decode("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
    auth=decode("BTBZMqHH6r4Tts7J_aSIgg"),
)
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_example_of_the_standard_comes_out_byte_for_byte() -> None:
    private = ec.derive_private_key(
        int.from_bytes(decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1()
    )
    plain = b"When I grow up, I want to be a watermelon"
    body = encrypt(plain, KEYS, salt=decode("DGv6ra1nlYgDCS1FRnbzlw"), private_key=private)
    assert body == decode(BODY)


def test_salt_and_key_are_new_each_time() -> None:
    bodies = [encrypt(b"same", KEYS) for _ in range(2)]
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 2


@pytest.mark.parametrize(
    ("plain", "keys"), [(b"x" * (MOST_BYTES + 1), KEYS), (b"x", BrowserKeys(p256dh=b"\4" + bytes(64), auth=b"a"))]
)
def test_what_could_not_be_sent_is_refused(plain: bytes, keys: BrowserKeys) -> None:
    with pytest.raises(ValueError, match=r"bytes|[Ii]nvalid|curve"):
        encrypt(plain, keys)
