"""The settings of what carries messages to people; a part of `Settings` in core/config.py."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo
from pydantic_settings import BaseSettings

from core.addresses import check_web_address
from core.mail import check_sender, check_smtp_url, parse_smtp_url
from core.vapid import read_vapid_key

T = TypeVar("T")


def check_base_url(value: str | None) -> str | None:
    """An address of the web without a slash at its end; a ValueError ends a sentence that begins with the setting's name."""
    if value is None:
        return None
    check_web_address(value, path_allowed=True)
    return value.rstrip("/")


def _check_sender(value: str | None, info: ValidationInfo) -> str | None:
    """What is set, else the user of SMTP_URL if that is a mail address."""
    smtp_url = info.data.get("smtp_url")
    if value is None and smtp_url is not None:
        value = parse_smtp_url(smtp_url).username
        if value is None or "@" not in value:
            raise ValueError("is missing")
    return value and check_sender(value)


def _with_telephone(value: T, info: ValidationInfo) -> T:
    """The settings of the telephone service come together or not at all."""
    account = info.data.get("twilio_account_sid")
    if value and not account:
        raise ValueError("is set without TWILIO_ACCOUNT_SID")
    if account and not value:
        raise ValueError("is missing")
    return value


def _check_vapid(value: SecretStr | None) -> SecretStr | None:
    if value is not None:
        read_vapid_key(value.get_secret_value())
    return value


class ChannelSettings(BaseSettings):
    """Mail, telephone and web push."""

    smtp_url: Annotated[str | None, AfterValidator(lambda url: url and check_smtp_url(url))] = Field(
        None, repr=False, description="smtp://user:password@host:587 or smtps://user:password@host"
    )
    mail_from: Annotated[str | None, AfterValidator(_check_sender)] = Field(
        None,
        validate_default=True,
        description="the mail address that messages come from, such as Rose's assistant <assistant@example.org>",
    )
    twilio_account_sid: str | None = Field(
        None, pattern=r"^[A-Za-z0-9]{2,64}$", description="the AC… of an account at Twilio, or at a service like it"
    )
    twilio_auth_token: Annotated[SecretStr | None, AfterValidator(_with_telephone)] = Field(
        None, validate_default=True, description="the auth token of TWILIO_ACCOUNT_SID"
    )
    twilio_from: Annotated[str | None, AfterValidator(_with_telephone)] = Field(
        None,
        validate_default=True,
        pattern=r"^(\+[0-9]{4,15}|MG[A-Za-z0-9]{2,64}|[0-9]{3,8})$",
        description="the number that texts come from, such as +442079460000, or the MG… of a messaging service",
    )
    twilio_voice_from: str | None = Field(
        None, pattern=r"^\+[0-9]{4,15}$", description="the number that calls come from, where it is not TWILIO_FROM"
    )
    twilio_api_base_url: Annotated[str, AfterValidator(check_base_url)] = Field(
        "https://api.twilio.com", description="the address of Twilio's API, or of a service like it"
    )
    family_grace_seconds: float = Field(
        30, ge=0, le=600, allow_inf_nan=False, description="a number of seconds from 0 to 600"
    )
    family_messages_per_hour: int = Field(10, ge=0, le=1000, description="a whole number of messages, 0 for no limit")
    vapid_private_key: Annotated[SecretStr | None, AfterValidator(_check_vapid)] = Field(
        None, description="unset (then it is made of SECRET_KEY), or a private P-256 key, 32 bytes in base64url"
    )
