"""The settings: read once at the top, from the environment and `.env`, and passed down in pieces.

`load_settings` is the door. A wrong value stops the start with one line that names every wrong setting and what would
be right, and never repeats a secret. Each field's description completes the sentence "X should be …".
"""

import base64
import binascii
import math
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import NoDecode, SettingsConfigDict

from core.addresses import check_redis_url, check_web_address, is_loopback, normalise_database_url
from core.channel_settings import ChannelSettings, check_base_url
from core.errors import ConfigurationError

_SECRET_LENGTH: Final = 32
SECRETS = Path("/run/secrets")
"""Where Docker, Swarm and Kubernetes put secrets."""
_SHORTEST_RETENTION: Final = 7
_SHORTEST_HISTORY: Final = 100
_VARIETY: Final = 8
_PLACEHOLDERS: Final = ("change", "secret", "password", "placeholder", "example", "your", "insert", "todo", "xxx")
_SHOWN: Final = 60
_HIDDEN: Final = frozenset(
    {
        "database_url",
        "redis_url",
        "smtp_url",
        "twilio_auth_token",
        "vapid_private_key",
        "secret_key",
        "encryption_keys",
        "dev_auth_token",
        "openai_api_key",
        "anthropic_api_key",
        "restaurant_api_token",
    }
)

T = TypeVar("T")


class Environment(StrEnum):
    """How strict the start is."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class LlmProvider(StrEnum):
    """Who understands sentences."""

    RULES = "rules"
    OPENAI = "openai"
    ANTHROPIC = "anthropic"


class OpenAIProfile(StrEnum):
    """The kinds of server that speak OpenAI's protocol, each a little differently."""

    OPENAI = "openai"
    AZURE = "azure"
    GROQ = "groq"
    OLLAMA = "ollama"
    VLLM = "vllm"
    GENERIC = "generic"


def _needed_for_openai(value: T, info: ValidationInfo) -> T:
    if not value and info.data.get("llm_provider") is LlmProvider.OPENAI:
        raise ValueError("is missing")
    return value


def _needed_outside(value: T, info: ValidationInfo) -> T:
    # Servers of one's own are reached over plain http and mostly ask for no key; what is reached over https does.
    is_own = (info.data.get("openai_base_url") or "https:").startswith("http:")
    return value if is_own else _needed_for_openai(value, info)


def _needed_for_anthropic(value: T, info: ValidationInfo) -> T:
    if not value and info.data.get("llm_provider") is LlmProvider.ANTHROPIC:
        raise ValueError("is missing")
    return value


def _with_restaurant(value: T, info: ValidationInfo) -> T:
    """The three settings of the restaurant's system come together or not at all."""
    address = info.data.get("restaurant_api_base_url")
    if value and not address:
        raise ValueError("is set without RESTAURANT_API_BASE_URL")
    if address and not value:
        raise ValueError("is missing")
    return value


def _needed_in_production(value: T, info: ValidationInfo) -> T:
    if not value and info.data.get("environment") is Environment.PRODUCTION:
        raise ValueError("is missing")
    return value


def _no_placeholder(value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    if value is None or info.data.get("environment") is not Environment.PRODUCTION:
        return value
    text = value.get_secret_value()
    if len(text) < _SECRET_LENGTH:
        raise ValueError(f"is too short ({len(text)} characters)")
    if text.lower().startswith(_PLACEHOLDERS) or len(set(text)) < _VARIETY:
        raise ValueError("is a placeholder")
    return value


def _no_placeholder_keys(value: tuple[SecretStr, ...], info: ValidationInfo) -> tuple[SecretStr, ...]:
    for number, key in enumerate(value, start=1):
        try:
            raw = base64.b64decode(key.get_secret_value(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != _SECRET_LENGTH:
            raise ValueError(f"has a key that is not 32 url-safe base64 bytes (number {number})")
        if len(set(raw)) < _VARIETY and info.data.get("environment") is Environment.PRODUCTION:
            raise ValueError(f"has a placeholder for a key (number {number})")
    return value


def _split_list(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _to_span(value: object) -> object:
    if not isinstance(value, (str, int, float)):
        return value
    seconds = float(value)
    if not (math.isfinite(seconds) and 0 < seconds <= timedelta(days=1).total_seconds()):
        raise ValueError("is out of range")
    return timedelta(seconds=seconds)


def _check_retention(days: int) -> int:
    """Webhooks are tried for three days, and callers may repeat a request; what is forgotten sooner would be done twice."""
    if 0 < days < _SHORTEST_RETENTION:
        raise ValueError(f"is {days}")
    return days


def _check_history(days: int, info: ValidationInfo) -> int:
    """Bookings stay in calendars for 90 days after they are over, and people ask about last month. What hangs on history goes first."""
    retention = info.data.get("retention_days")
    if 0 < days < _SHORTEST_HISTORY:
        raise ValueError(f"is {days}")
    if days and retention == 0:
        raise ValueError(f"is {days}, but RETENTION_DAYS=0 keeps the messages and requests that hang on it")
    if days and retention is not None and days < retention:
        raise ValueError(f"is {days}, less than RETENTION_DAYS ({retention})")
    return days


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"is {value[:_SHOWN]!r}, which is no time zone") from error
    return value


def _check_origins(value: tuple[str, ...]) -> tuple[str, ...]:
    for origin in value:
        if origin != "*":
            check_web_address(origin, path_allowed=False)
    return value


_NEW_FERNET_KEY = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'


class Settings(ChannelSettings):
    """Everything that can be set from outside. URLs are kept out of its repr: they may hold passwords."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_file=".env", str_strip_whitespace=True, hide_input_in_errors=True
    )

    environment: Environment = Field(Environment.DEVELOPMENT, description="development or production")
    database_url: Annotated[
        str | None,
        AfterValidator(lambda url: url and normalise_database_url(url)),
        AfterValidator(_needed_in_production),
    ] = Field(
        None,
        repr=False,
        description="postgresql://user:password@host/database or postgresql://user@/database?host=/socket/directory",
    )
    redis_url: Annotated[
        str | None, AfterValidator(lambda url: url and check_redis_url(url)), AfterValidator(_needed_in_production)
    ] = Field(
        None,
        repr=False,
        description="redis://host:6379/0, rediss://…, unix:///path/to/socket or redis+sentinel://host:26379/service",
    )
    redis_server: str | None = Field(
        None, description="the path of a redis-server or valkey-server program, 6.2 or newer"
    )
    data_dir: Path = Field(Path(".data"), description="a folder")
    host: str = Field("127.0.0.1", description="an address of this machine to listen on")
    published_host: str | None = Field(
        None, description="the address under which a container's port is published, where that is not HOST"
    )
    port: int = Field(8000, ge=0, le=65535, description="a whole number from 0 to 65535")
    public_base_url: Annotated[str | None, AfterValidator(check_base_url)] = Field(
        None, description="the address that people reach the API under, such as https://grandma.example.org"
    )
    default_timezone: Annotated[str, AfterValidator(_check_zone)] = Field(
        "UTC", description="the IANA name of a time zone, such as Europe/London"
    )
    secret_key: Annotated[SecretStr | None, AfterValidator(_no_placeholder), AfterValidator(_needed_in_production)] = (
        Field(
            None,
            description='at least 32 random characters (python -c "import secrets; print(secrets.token_urlsafe(48))")',
        )
    )
    encryption_keys: Annotated[
        tuple[SecretStr, ...],
        NoDecode,
        BeforeValidator(_split_list),
        AfterValidator(_no_placeholder_keys),
        AfterValidator(_needed_in_production),
    ] = Field((), description=f"Fernet keys, separated by commas, the newest first ({_NEW_FERNET_KEY})")
    dev_auth_token: Annotated[SecretStr | None, AfterValidator(_no_placeholder)] = Field(
        None, description="unset, or in production at least 32 random characters"
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_list), AfterValidator(_check_origins)] = (
        Field((), description="origins such as https://app.example.org, separated by commas")
    )
    allow_client_clock: bool = Field(False, description="1 or 0")
    webhook_allow_private: bool = Field(False, description="1 or 0")
    lease_seconds: Annotated[timedelta, BeforeValidator(_to_span)] = Field(
        timedelta(seconds=15), description="a number of seconds above 0, at most a day"
    )
    rate_limit_per_minute: int = Field(0, ge=0, le=10_000_000, description="a whole number of calls, 0 for no limit")
    ai_rate_limit_per_minute: int = Field(
        10, ge=0, le=10_000_000, description="a whole number of calls, 0 for no limit"
    )
    ai_rate_limit_burst: int = Field(15, ge=1, le=10_000_000, description="a whole number of calls from 1 on")
    max_queued_per_account: int = Field(
        1_000_000, ge=0, le=1_000_000_000, description="a whole number of tasks, 0 for no limit"
    )
    max_queued: int = Field(0, ge=0, le=1_000_000_000, description="a whole number of tasks, 0 for no limit")
    outside_concurrency: int = Field(8, ge=1, le=10_000, description="a whole number of calls from 1 on")
    retention_days: Annotated[int, AfterValidator(_check_retention)] = Field(
        90, ge=0, le=36_500, description="a whole number of days, at least 7, or 0 to keep everything"
    )
    history_days: Annotated[int, AfterValidator(_check_history)] = Field(
        0,
        ge=0,
        le=36_500,
        description="a whole number of days, at least 100 and not less than RETENTION_DAYS, or 0 to keep it as long as the person",
    )
    access_log_days: int = Field(365, ge=0, le=36_500, description="a whole number of days, 0 to keep everything")
    llm_provider: LlmProvider = Field(
        LlmProvider.RULES, description=f"one of those that exist: {', '.join(LlmProvider)}"
    )
    openai_base_url: Annotated[str | None, AfterValidator(check_base_url)] = Field(
        None, description="the address of a server that speaks OpenAI's protocol, such as http://localhost:11434/v1"
    )
    openai_api_key: Annotated[SecretStr | None, AfterValidator(_needed_outside)] = Field(
        None, description="the key for OPENAI_BASE_URL; any word for a server that asks for none"
    )
    openai_model: Annotated[str | None, AfterValidator(_needed_for_openai)] = Field(
        None, description="the name of a model there; with Azure that of the deployment"
    )
    openai_profile: OpenAIProfile | None = Field(
        None, description=f"unset, or the kind of server: {', '.join(OpenAIProfile)}"
    )
    anthropic_base_url: Annotated[str | None, AfterValidator(check_base_url)] = Field(
        None, description="unset, or the address of a server that speaks Anthropic's Messages API"
    )
    anthropic_api_key: Annotated[SecretStr | None, AfterValidator(_needed_for_anthropic)] = Field(
        None, description="a key of Anthropic's API"
    )
    anthropic_model: Annotated[str | None, AfterValidator(_needed_for_anthropic)] = Field(
        None, description="the name of one of Anthropic's models"
    )
    short_term_k: int = Field(
        10, ge=0, le=100, description="a whole number of turns that a model is told, 0 for none, 100 at most"
    )
    token_budget: int = Field(3_000, ge=1, le=1_000_000, description="a whole number of tokens from 1 on")
    ai_max_cost_per_day: Decimal = Field(
        Decimal(100), ge=0, le=1_000_000, allow_inf_nan=False, description="a number of US dollars, 0 for no limit"
    )
    ai_cost_alert_threshold: Decimal = Field(
        Decimal(75), ge=0, le=1_000_000, allow_inf_nan=False, description="a number of US dollars, 0 for no alert"
    )

    restaurant_api_base_url: Annotated[str | None, AfterValidator(check_base_url)] = Field(
        None, description="the address of a restaurant's ResDiary-like booking system, such as http://localhost:8547"
    )
    restaurant_api_token: Annotated[SecretStr | None, AfterValidator(_with_restaurant)] = Field(
        None, validate_default=True, description="the bearer token for RESTAURANT_API_BASE_URL"
    )
    restaurant_name: Annotated[str | None, AfterValidator(_with_restaurant)] = Field(
        None, validate_default=True, description="the name that the restaurant has at RESTAURANT_API_BASE_URL"
    )

    _embedded_database: bool = PrivateAttr(default=False)
    _embedded_redis: bool = PrivateAttr(default=False)

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, values: Any) -> Any:
        # docker compose hands over every variable it knows, the unset ones as empty strings.
        return {name: value for name, value in values.items() if not (isinstance(value, str) and not value.strip())}

    @property
    def is_public(self) -> bool:
        """Whether others than this machine can reach the API, by what is set: where it listens, or what is in front of it."""
        in_front = urlsplit(self.public_base_url).hostname if self.public_base_url else None
        return not is_loopback(self.published_host or self.host) or (in_front is not None and not is_loopback(in_front))

    @property
    def base_url(self) -> str:
        """Where the API is reached: as set, else where it listens."""
        if self.public_base_url is not None:
            return self.public_base_url
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host and "[" not in host else f"http://{host}:{self.port}"

    @property
    def embedded_database(self) -> bool:
        """Whether `database_url` is that of a server of our own, which is migrated at start."""
        return self._embedded_database

    @property
    def embedded_redis(self) -> bool:
        """Whether `redis_url` is that of a server of our own."""
        return self._embedded_redis

    def with_servers(self, *, database_url: str | None, redis_url: str | None) -> Self:
        """The same settings with the URLs of embedded servers where they are given."""
        given = {"database_url": database_url, "redis_url": redis_url}
        settings = self.model_copy(update={name: url for name, url in given.items() if url is not None})
        settings._embedded_database = database_url is not None
        settings._embedded_redis = redis_url is not None
        return settings


def load_settings(*, env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """Read the settings; `overrides` go before the environment, that before the file, and that before files with one secret each.

    Such a file is in SECRETS and bears the setting's name, in small letters: `/run/secrets/encryption_keys`.

    Raises:
        ConfigurationError: settings are wrong or missing; one line names them all.
    """
    try:
        secrets = SECRETS if SECRETS.is_dir() else None
        return Settings(_env_file=env_file, _secrets_dir=secrets, **overrides)  # pyright: ignore[reportCallIssue] - a parameter of BaseSettings, no field
    except ValidationError as error:
        raise ConfigurationError(" ".join(_explain(problem) for problem in error.errors())) from error
    except (UnicodeError, OSError) as error:
        raise ConfigurationError(f"{env_file} can't be read as text: {error}") from error


def _explain(problem: ErrorDetails) -> str:
    name = str(problem["loc"][0])
    right = Settings.model_fields[name].description
    wrong = "is wrong" if name in _HIDDEN else f"is {str(problem['input'])[:_SHOWN]!r}"
    said = str(problem.get("ctx", {}).get("error", ""))
    if problem["type"] == "value_error" and said.startswith(("is ", "has ", "names ", "does ")):
        wrong = said
    return f"{name.upper()} {wrong}; it should be {right}."
