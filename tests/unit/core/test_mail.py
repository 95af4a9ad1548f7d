"""SMTP_URL and MAIL_FROM: what is understood, and what stops the start with which words."""

from pathlib import Path

import pytest

from core.config import load_settings
from core.errors import ConfigurationError
from core.mail import MailTls, parse_address, parse_sender, parse_smtp_url


def test_whole_url_is_taken_apart(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    ca.touch()
    server = parse_smtp_url(f"smtp://rose%40example.org:p%3Ass@mail.example.org:2525?tls=required&ca={ca}")
    assert (server.host, server.port, server.username) == ("mail.example.org", 2525, "rose@example.org")
    assert server.password is not None
    assert (server.password.get_secret_value(), server.tls, server.ca) == ("p:ss", MailTls.REQUIRED, ca)


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://mail.example.org", 587, MailTls.AUTO),
        ("smtp://mail.example.org?tls=none", 587, MailTls.NONE),
        ("smtps://rose:secret@mail.example.org", 465, MailTls.IMPLICIT),
        ("smtp://rose:secret@mail.example.org", 587, MailTls.REQUIRED),
        ("smtp://rose:secret@127.0.0.1:25", 25, MailTls.AUTO),
        ("smtp://rose:secret@localhost:25", 25, MailTls.AUTO),
        ("smtp://rose:secret@mail.example.org?tls=none", 587, MailTls.NONE),
    ],
)
def test_password_travels_encrypted_unless_told_otherwise(url: str, port: int, tls: MailTls) -> None:
    server = parse_smtp_url(url)
    assert (server.port, server.tls) == (port, tls)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mail.example.org", "does not start with smtp:// or smtps://"),
        ("http://mail.example.org", "does not start with smtp:// or smtps://"),
        ("smtp://", "names no host"),
        ("smtp://mail.example.org:port", "has a host or port that can't be read"),
        ("smtp://rose@mail.example.org", "has a user without a password"),
        ("smtp://mail.example.org/inbox", "has more behind the host than options"),
        ("smtp://mail.example.org?tsl=none", "has the unknown option 'tsl'"),
        ("smtp://mail.example.org?tls=maybe", "has an option 'tls' other than auto, required or none"),
        ("smtps://mail.example.org?tls=none", "has the option 'tls', which smtps:// does not take"),
        ("smtp://mail.example.org?ca=/nowhere.pem", "has an option 'ca' that is no file"),
    ],
)
def test_wrong_url_stops_the_start(url: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_settings(env_file=None, smtp_url=url, mail_from="a@example.org")
    assert refused.value.detail.startswith(f"SMTP_URL {complaint}")


def test_complaint_keeps_the_password_to_itself() -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_settings(env_file=None, smtp_url="smtp://rose:hunter2@mail.example.org/x")
    assert "hunter2" not in refused.value.detail


def test_password_is_not_shown() -> None:
    settings = load_settings(env_file=None, smtp_url="smtps://rose@example.org:x@h".replace("rose@", "rose%40"))
    assert settings.mail_from == "rose@example.org"
    assert "smtps://" not in repr(settings)


def test_sender_is_needed_where_the_user_is_no_address() -> None:
    with pytest.raises(ConfigurationError, match="MAIL_FROM is missing"):
        load_settings(env_file=None, smtp_url="smtp://mail.example.org")


@pytest.mark.parametrize("sender", ["rose", "Rose <rose>", "a@b@c", "ros\u00e9@example.org", "<>"])
def test_sender_that_is_no_address_stops_the_start(sender: str) -> None:
    with pytest.raises(ConfigurationError, match="MAIL_FROM is no mail address"):
        load_settings(env_file=None, mail_from=sender)


def test_sender_has_a_name_and_an_address() -> None:
    sender = parse_sender("Rose's assistant <assistant@b\u00fccher.example>")
    assert (sender.display_name, sender.addr_spec) == ("Rose's assistant", "assistant@xn--bcher-kva.example")


@pytest.mark.parametrize(
    "text", ["", "anna", "@example.org", "anna@", "a@b,c@d", "a@b\r\nx: y", "a b@c", '"a"@b', "a@b..c"]
)
def test_text_that_is_no_address_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        parse_address(text)
