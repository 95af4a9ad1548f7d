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
        "ntfy://my-topic?token=tk_1",
        "NTFY://anna.smith:word@my-topic/",
        "ntfys://ntfy.example.org/topic",
        "ntfys://my-topic",
        "gotifys://push.example.org:8443/token",
        "matrixs://token@[2606:4700:4700::1111]:8448/!room:x",
        "signals://user:word@signal.example.org:443/+442079460000",
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


@pytest.mark.parametrize(
    ("channel", "advice"),
    [
        ("json://example.org/x", "jsons://"),
        ("JSON://user:word@example.org/x", "jsons://"),
        ("gotify://example.org/token", "gotifys://"),
        ("matrix://token@example.org/!room:x", "matrixs://"),
        ("signal://example.org/+442079460000", "signals://"),
        ("ntfy://ntfy.sh/topic", "ntfys://"),
        ("ntfy://intranet/topic", "ntfys://"),
        ("ntfys://example.org:6379/t", "443, 8443, 8448"),
        ("jsons://user:443@example.org:22/x", "443, 8443, 8448"),
        ("jsons://example.org:443:22/x", "443, 8443, 8448"),
        ("gotifys://[2606:4700:4700::1111]:25/token", "443, 8443, 8448"),
        ("gotifys://example.org:/token", "443, 8443, 8448"),
        ("ntfys://intranet:25/topic", "443, 8443, 8448"),
    ],
)
def test_channel_goes_by_tls_to_a_port_for_that(channel: str, advice: str) -> None:
    """What is there already goes on as it goes, and a server in one's own house may be spoken to as it wants."""
    with pytest.raises(InvalidFieldError, match=advice):
        check_channel(channel, allow_private=False, pointer="/channels/0")
    check_channel(channel, allow_private=False, pointer="/channels/0", is_stored=True)
    check_channel(channel, allow_private=True, pointer="/channels/0")
