import pytest

from core.errors import InvalidFieldError
from services.webhook.address import check_channel


@pytest.mark.parametrize(
    "channel",
    [
        "ntfy://127.0.0.1:6379/topic",
        "json://169.254.169.254/latest",
        "jsons://[::1]/x",
        "gotify://user:pass@10.0.0.8/token",
        "json://localhost/x",
        "ntfy://printer.local/x",
        "json://2130706433/",
        "json://0x7f.1/",
    ],
)
def test_channel_into_a_private_network_is_refused(channel: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        check_channel(channel, allow_private=False, pointer="/channels/0")
    assert refused.value.errors[0].pointer == "/channels/0"
    check_channel(channel, allow_private=True, pointer="/channels/0")


@pytest.mark.parametrize(
    "channel",
    [
        "mailto:anna@example.org",
        "tel:+442079460000",
        "ntfy://my-topic",
        "ntfys://ntfy.example.org/topic",
        "tgram://12:ab/34",
    ],
)
def test_channel_to_the_outside_is_taken(channel: str) -> None:
    check_channel(channel, allow_private=False, pointer="/channels/0")


@pytest.mark.parametrize(
    "channel",
    [
        "mailto:",
        "mailto:anna",
        "mailto://user:pass@mail.example.org",
        "mailto:anna@example.org?bcc=tom@example.org",
        "mailto:anna@example.org,tom@example.org",
        "mailto:anna@example.org\r\nBcc: tom@example.org",
        "tel:",
        "tel:anna",
        "tel:+44\n1",
        "ntfy:topic",
        "file:///etc/passwd",
        "mailtos://user:pass@mail.example.org",
        "syslog://localhost",
        "json://example.org/a\nb",
    ],
)
@pytest.mark.parametrize("allow_private", [True, False])
def test_channel_that_reaches_nobody_is_refused(channel: str, *, allow_private: bool) -> None:
    with pytest.raises(InvalidFieldError):
        check_channel(channel, allow_private=allow_private, pointer="/channels/0")
