import re
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.addresses import Host, parse_sentinel_url
from core.config import Environment, Settings, load_settings
from core.errors import ConfigurationError
from core.keys import with_development_keys

EXAMPLE = Path(__file__).parents[3] / ".env.example"
SECRET = "mVb4xwLq0Tz8sKpR2yUeHf6JcNd1GaQi"
PRODUCTION: dict[str, object] = {
    "environment": "production",
    "database_url": "postgresql://grandma:pw@db/grandma",
    "redis_url": "redis://cache:6379/0",
    "secret_key": SECRET,
    "encryption_keys": Fernet.generate_key().decode(),
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(**overrides: object) -> Settings:
    return load_settings(env_file=None, **overrides)


def refusal(**overrides: object) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(**overrides)
    return caught.value.detail


def test_nothing_set_means_development_on_this_machine() -> None:
    settings = load()
    assert settings.environment is Environment.DEVELOPMENT
    assert (settings.host, settings.port, settings.default_timezone) == ("127.0.0.1", 8000, "UTC")
    assert (settings.database_url, settings.redis_url, settings.secret_key) == (None, None, None)
    assert settings.lease_seconds == timedelta(seconds=15)


def test_example_file_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_example_file_taken_as_it_is_changes_nothing() -> None:
    assert load_settings(env_file=EXAMPLE) == load()


def test_empty_and_blank_values_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("SECRET_KEY", "  ")
    assert load() == Settings.model_construct()


def test_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=1111\nHOST=::1\nUNKNOWN=1\n")
    monkeypatch.setenv("PORT", "2222")
    settings = load_settings(env_file=file)
    assert (settings.port, settings.base_url) == (2222, "http://[::1]:2222")


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PORT=\xff\xfe\n")
    with pytest.raises(ConfigurationError, match="can't be read"):
        load_settings(env_file=file)


def test_one_line_names_every_wrong_setting() -> None:
    message = refusal(port="70000", default_timezone="Mars/City", lease_seconds="0", llm_provider="oracle")
    assert "\n" not in message
    assert "PORT is '70000'; it should be a whole number from 0 to 65535." in message
    assert "DEFAULT_TIMEZONE is 'Mars/City', which is no time zone" in message
    assert "LEASE_SECONDS is out of range" in message
    assert "LLM_PROVIDER is 'oracle'; it should be one of those that exist: rules, openai, anthropic." in message


@pytest.mark.parametrize("value", ["abc", "-1", "nan", "inf", "1e9"])
def test_lease_that_is_no_span_is_refused(value: str) -> None:
    assert "LEASE_SECONDS" in refusal(lease_seconds=value)


@pytest.mark.parametrize(("value", "seconds"), [("15", 15), ("0.5", 0.5), (timedelta(seconds=3), 3)])
def test_lease_is_read_in_seconds(value: object, seconds: float) -> None:
    assert load(lease_seconds=value).lease_seconds.total_seconds() == seconds


@pytest.mark.parametrize("value", ["-1", "1", "6", "7.5", "40000", "for ever"])
def test_retention_that_would_forget_too_soon_is_refused(value: str) -> None:
    assert "RETENTION_DAYS" in refusal(retention_days=value)


@pytest.mark.parametrize(
    ("history", "retention", "wrong"),
    [
        ("99", "90", "is 99;"),
        ("-1", "90", "is '-1';"),
        ("for ever", "90", "is 'for ever';"),
        ("365", "366", "is 365, less than RETENTION_DAYS (366);"),
        ("365", "0", "is 365, but RETENTION_DAYS=0 keeps the messages and requests that hang on it;"),
    ],
)
def test_history_that_would_be_forgotten_too_soon_is_refused(history: str, retention: str, wrong: str) -> None:
    right = "it should be a whole number of days, at least 100 and not less than RETENTION_DAYS, or 0 to keep it as long as the person."
    assert refusal(history_days=history, retention_days=retention) == f"HISTORY_DAYS {wrong} {right}"


@pytest.mark.parametrize(("history", "days"), [("", 0), ("0", 0), ("100", 100)])
def test_history_is_kept_as_long_as_the_person_unless_it_is_said_how_long(history: str, days: int) -> None:
    assert load(history_days=history).history_days == days


@pytest.mark.parametrize("zone", ["America", "../etc/passwd", "/etc/passwd", "x" * 300])
def test_zone_that_is_none_is_refused(zone: str) -> None:
    assert "DEFAULT_TIMEZONE" in refusal(default_timezone=zone)


def test_origins_are_separated_by_commas() -> None:
    settings = load(cors_origins="https://a.example, http://localhost:3000 ,")
    assert settings.cors_origins == ("https://a.example", "http://localhost:3000")


@pytest.mark.parametrize("origin", ["a.example", "https://a.example/", "ftp://a", "http://a:x"])
def test_origin_that_no_browser_sends_is_refused(origin: str) -> None:
    assert "CORS_ORIGINS has" in refusal(cors_origins=origin)


def test_base_url_is_where_it_listens_unless_set() -> None:
    assert load(host="0.0.0.0", port="81").base_url == "http://127.0.0.1:81"
    assert load(public_base_url="https://g.example/api/").base_url == "https://g.example/api"


@pytest.mark.parametrize(
    ("given", "is_public"),
    [
        ({}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "0.0.0.0", "published_host": "127.0.0.1"}, False),
        ({"public_base_url": "https://grandma.example.org"}, True),
        ({"public_base_url": "http://192.168.1.7:8000"}, True),
        ({"host": "0.0.0.0", "published_host": "127.0.0.1", "public_base_url": "https://grandma.example.org"}, True),
        # as docker-compose.yml sets them
        ({"host": "0.0.0.0", "published_host": "127.0.0.1", "public_base_url": "http://127.0.0.1:8000"}, False),
        ({"public_base_url": "http://localhost:8000/api"}, False),
        ({"public_base_url": "http://[::1]:8000"}, False),
        ({"published_host": "0.0.0.0", "public_base_url": "http://localhost:8000"}, True),
    ],
)
def test_others_can_call_where_it_listens_for_them_or_stands_behind_a_proxy(
    given: dict[str, str], *, is_public: bool
) -> None:
    assert load(**given).is_public is is_public


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("postgres://u:p%40@db:5433/g", "postgresql+asyncpg://u:p%40@db:5433/g"),
        ("postgresql+asyncpg://db/g", "postgresql+asyncpg://db/g"),
        ("postgresql://u@/g?host=/var/run/pg", "postgresql+asyncpg://u@/g?host=/var/run/pg"),
        ("postgresql:///g?host=/var/run/pg", "postgresql+asyncpg:///g?host=/var/run/pg"),
        ("postgresql://db/g?sslmode=require", "postgresql+asyncpg://db/g?ssl=require"),
    ],
)
def test_database_url_becomes_one_for_asyncpg(given: str, normal: str) -> None:
    assert load(database_url=given).database_url == normal


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("mysql://u:hunter2@db/g", "does not start with postgresql://"),
        ("u:hunter2@db/g", "does not start with postgresql://"),
        ("postgresql+psycopg2://u:hunter2@db/g", "does not start with postgresql://"),
        ("postgresql://u:hunter2@db", "names no database"),
        ("postgresql:///hunter2", "names no host"),
        ("postgresql://u:hunter2@db:port/g", "can't be read"),
        ("postgresql://u:hunter2@db/g#x", "has a # in it"),
    ],
)
def test_wrong_database_url_is_refused_without_showing_it(url: str, wrong: str) -> None:
    message = refusal(database_url=url)
    assert message.startswith("DATABASE_URL ")
    assert wrong in message
    assert "hunter2" not in message


@pytest.mark.parametrize(
    "url",
    [
        "redis://cache",
        "rediss://u:p@cache:6380/3",
        "unix:///run/redis.sock?db=2",
        "redis+sentinel://s1,s2:26380/main/1",
    ],
)
def test_redis_url_of_each_kind_is_taken(url: str) -> None:
    assert load(redis_url=url).redis_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://cache",
        "redis://",
        "redis://cache/x",
        "redis://cache:x",
        "unix://",
        "redis+sentinel://s1",
        "redis+sentinel:///main",
    ],
)
def test_wrong_redis_url_is_refused(url: str) -> None:
    assert refusal(redis_url=url).startswith("REDIS_URL ")


def test_sentinel_url_is_read() -> None:
    address = parse_sentinel_url("redis+sentinel://bob:p%40ss@s1:26380,[::1]/main/2")
    assert address.sentinels == (Host("s1", 26380), Host("::1", 26379))
    assert (address.service, address.database, address.username) == ("main", 2, "bob")
    assert address.password is not None
    assert address.password.get_secret_value() == "p@ss"
    assert "p@ss" not in repr(address)


def test_encryption_keys_are_checked_without_showing_them() -> None:
    message = refusal(encryption_keys=f"{Fernet.generate_key().decode()},tooshortkey")
    assert "ENCRYPTION_KEYS has a key that is not 32 url-safe base64 bytes (number 2)" in message
    assert "tooshortkey" not in message


def test_production_needs_storage_and_keys() -> None:
    message = refusal(environment="production")
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ENCRYPTION_KEYS"):
        assert f"{name} is missing; it should be" in message


def test_production_with_everything_starts() -> None:
    assert load(**PRODUCTION).environment is Environment.PRODUCTION


@pytest.mark.parametrize(
    "value", ["changeme", "secret", "change-me-to-something-long-and-random", "a" * 40, SECRET[:31]]
)
def test_production_refuses_placeholder_secrets(value: str) -> None:
    assert "SECRET_KEY is" in refusal(**PRODUCTION | {"secret_key": value})
    assert "DEV_AUTH_TOKEN is" in refusal(**PRODUCTION | {"dev_auth_token": value})
    assert load(secret_key=value).secret_key is not None


def test_production_refuses_placeholder_encryption_keys() -> None:
    assert "ENCRYPTION_KEYS has a placeholder" in refusal(**PRODUCTION | {"encryption_keys": "A" * 43 + "="})


def test_no_secret_is_in_the_repr() -> None:
    shown = repr(load(**PRODUCTION))
    assert SECRET not in shown
    assert ":pw@" not in shown


def test_missing_development_keys_are_made_once(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path / "data")
    first, second = with_development_keys(settings), with_development_keys(settings)
    assert first.secret_key is not None
    assert first.dev_auth_token is not None
    assert first == second
    Fernet(first.encryption_keys[0].get_secret_value())


def test_kept_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    with_development_keys(load(data_dir=tmp_path / "data"))
    assert (tmp_path / "data" / "keys").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o066 == 0


def test_keys_that_are_set_go_before_kept_ones(tmp_path: Path) -> None:
    settings = with_development_keys(load(data_dir=tmp_path, dev_auth_token="dev"))
    assert settings.dev_auth_token is not None
    assert settings.dev_auth_token.get_secret_value() == "dev"
    assert settings.encryption_keys


def test_damaged_keys_are_refused_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("SECRET_KEY=x\n")
    with pytest.raises(ConfigurationError, match="damaged"):
        with_development_keys(load(data_dir=tmp_path))
    assert (tmp_path / "keys").read_text() == "SECRET_KEY=x\n"


def test_production_gets_no_keys_made(tmp_path: Path) -> None:
    settings = load(**PRODUCTION, data_dir=tmp_path / "data")
    assert with_development_keys(settings) is settings
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "OPENAI_API_KEY is missing"),
        ({}, "OPENAI_MODEL is missing"),
        ({"openai_api_key": "sk-1"}, "OPENAI_MODEL is missing"),
        ({"openai_model": "m", "openai_base_url": "https://api.groq.com/openai/v1"}, "OPENAI_API_KEY is missing"),
    ],
)
def test_model_is_named_whole_or_not_at_all(given: dict[str, object], missing: str) -> None:
    message = refusal(llm_provider="openai", **given)
    assert missing in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"restaurant_api_base_url": "http://localhost:8547"}, "RESTAURANT_API_TOKEN is missing"),
        (
            {"restaurant_api_base_url": "http://localhost:8547", "restaurant_api_token": "t0ken"},
            "RESTAURANT_NAME is missing",
        ),
        ({"restaurant_api_token": "t0ken"}, "RESTAURANT_API_TOKEN is set without RESTAURANT_API_BASE_URL"),
        ({"restaurant_name": "Unicorn"}, "RESTAURANT_NAME is set without RESTAURANT_API_BASE_URL"),
    ],
)
def test_restaurant_is_set_up_whole_or_not_at_all(given: dict[str, object], wrong: str) -> None:
    message = refusal(**given)
    assert wrong in message
    assert "t0ken" not in message


def test_anthropic_needs_a_model_and_a_key() -> None:
    message = refusal(llm_provider="anthropic", anthropic_base_url="http://127.0.0.1:1")
    assert "ANTHROPIC_API_KEY is missing" in message
    assert "ANTHROPIC_MODEL is missing" in message
    assert "sk-2" not in refusal(llm_provider="anthropic", anthropic_api_key="sk-2") + repr(
        load(anthropic_api_key="sk-2")
    )


def test_own_server_over_plain_http_needs_no_key() -> None:
    settings = load(llm_provider="openai", openai_model="m", openai_base_url="http://localhost:11434/v1/")
    assert (settings.openai_base_url, settings.openai_api_key) == ("http://localhost:11434/v1", None)


def test_wrong_address_of_a_model_is_named_and_its_key_is_not() -> None:
    message = refusal(llm_provider="openai", openai_model="m", openai_api_key="sk-1", openai_base_url="localhost:11434")
    assert "OPENAI_BASE_URL has 'localhost:11434' in it" in message
    assert "sk-1" not in message + repr(load(openai_api_key="sk-1"))


def test_secrets_come_from_files_unless_the_environment_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    (tmp_path / "encryption_keys").write_text(f"{keys[0]},{keys[1]}\n", encoding="utf-8")
    (tmp_path / "secret_key").write_text("a secret that is forty letters long, or so", encoding="utf-8")
    monkeypatch.setattr("core.config.SECRETS", tmp_path)
    settings = load_settings(env_file=None)
    assert [key.get_secret_value() for key in settings.encryption_keys] == keys
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value().startswith("a secret that")
    monkeypatch.setenv("ENCRYPTION_KEYS", keys[1])
    settings = load_settings(env_file=None)
    assert [key.get_secret_value() for key in settings.encryption_keys] == keys[1:]
    monkeypatch.delenv("ENCRYPTION_KEYS")
    monkeypatch.setattr("core.config.SECRETS", tmp_path / "none")
    assert load_settings(env_file=None).encryption_keys == ()
