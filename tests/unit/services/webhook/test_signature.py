import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.webhook.signature import make_secret, sign, signature_headers

BODY = '{"type":"task.completed","data":{"summary":"Tisch für vier – 19:30"}}'.encode()


def now() -> int:
    """The receivers accept five minutes of difference, and the suite may take longer."""
    return int(datetime.now(UTC).timestamp())


def test_receiver_verifies_our_signature() -> None:
    secret = make_secret()

    headers = signature_headers([secret], message_id="msg_1", timestamp=now(), body=BODY)

    assert Webhook(secret).verify(BODY, headers)["type"] == "task.completed"


def test_signature_equals_the_published_example() -> None:
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_signature_covers_bytes_that_are_not_text() -> None:
    secret = make_secret()

    assert sign(secret, message_id="m", timestamp=1, body=b"\xff\x00") != sign(
        secret, message_id="m", timestamp=1, body=b"\xff\x01"
    )


@pytest.mark.parametrize("which", ["old", "new"])
def test_both_secrets_verify_while_one_is_rotated(which: str) -> None:
    secrets = {"new": make_secret(), "old": make_secret()}

    headers = signature_headers(list(secrets.values()), message_id="msg_1", timestamp=now(), body=BODY)

    assert headers["webhook-signature"].count("v1,") == 2
    Webhook(secrets[which]).verify(BODY, headers)


@pytest.mark.parametrize(
    "tampered",
    [{"body": BODY.replace(b"19:30", b"20:30")}, {"webhook-id": "msg_2"}, {"webhook-timestamp": "later"}],
)
def test_tampered_message_does_not_verify(tampered: dict[str, bytes | str]) -> None:
    secret = make_secret()
    headers = signature_headers([secret], message_id="msg_1", timestamp=now(), body=BODY)
    body = tampered.get("body", BODY)
    headers |= {name: value for name, value in tampered.items() if isinstance(value, str)}
    if headers["webhook-timestamp"] == "later":
        headers["webhook-timestamp"] = str(now() + 2)

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


def test_foreign_secret_does_not_verify() -> None:
    headers = signature_headers([make_secret()], message_id="msg_1", timestamp=now(), body=BODY)

    with pytest.raises(WebhookVerificationError):
        Webhook(make_secret()).verify(BODY, headers)


def test_secrets_are_32_random_bytes() -> None:
    secrets = {make_secret() for _ in range(20)}

    assert len(secrets) == 20
    assert {len(base64.b64decode(secret.removeprefix("whsec_"))) for secret in secrets} == {32}


def test_secret_without_padding_means_the_same() -> None:
    secret = make_secret()

    assert sign(secret.rstrip("="), message_id="m", timestamp=1, body=b"") == sign(
        secret, message_id="m", timestamp=1, body=b""
    )


@pytest.mark.parametrize(
    ("secret", "complaint"),
    [
        ("", "starts with whsec_"),
        ("A" * 44, "starts with whsec_"),
        ("whpk_" + "A" * 44, "starts with whsec_"),
        ("whsec_", "24 to 64 bytes"),
        ("whsec_" + base64.b64encode(b"x" * 23).decode(), "24 to 64 bytes"),
        ("whsec_" + base64.b64encode(b"x" * 65).decode(), "24 to 64 bytes"),
        ("whsec_not*base64*at*all*not*base64*at*all", "followed by base64"),
        ("whsec_" + "ü" * 40, "followed by base64"),
    ],
)
def test_malformed_secret_is_refused_without_repeating_it(secret: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        sign(secret, message_id="msg_1", timestamp=now(), body=BODY)

    assert len(secret) < 10 or secret[6:] not in str(caught.value)


@pytest.mark.parametrize("message_id", ["", "a.b", "a b", "a\r\nx: y", "ä"])
def test_message_id_that_would_blur_the_signature_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        sign(make_secret(), message_id=message_id, timestamp=now(), body=BODY)


def test_headers_need_a_secret() -> None:
    with pytest.raises(ValueError, match="at least one"):
        signature_headers([], message_id="msg_1", timestamp=now(), body=BODY)
