"""The keys of a development machine: made once, kept beside the data, the same for API and workers."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet

from core.config import Environment, Settings, load_settings
from core.errors import ConfigurationError
from core.locks import locked, make_data_folder


def with_development_keys(settings: Settings) -> Settings:
    """The same settings with the keys that are unset filled in from `<data_dir>/keys`, which is made where it is missing.

    In production nothing is filled in: settings without keys don't get past `load_settings`.

    Raises:
        ConfigurationError: the file can't be used; says why.
    """
    if settings.environment is Environment.PRODUCTION:
        return settings
    path = settings.data_dir.resolve() / "keys"
    try:
        kept = _read_or_make(path)
    except (OSError, UnicodeError) as error:
        raise ConfigurationError(f"The keys in {path} can't be used: {error}") from error
    try:
        checked = load_settings(
            env_file=None, **{name: kept[name] for name in ("secret_key", "encryption_keys", "dev_auth_token")}
        )
    except (KeyError, ConfigurationError) as error:
        message = f"The file {path} is damaged; put back a copy, or delete it to have new keys made (what the old ones encrypted is lost)."
        raise ConfigurationError(message) from error
    return settings.model_copy(
        update={
            "secret_key": settings.secret_key or checked.secret_key,
            "encryption_keys": settings.encryption_keys or checked.encryption_keys,
            "dev_auth_token": settings.dev_auth_token or checked.dev_auth_token,
        }
    )


def _read_or_make(path: Path) -> Mapping[str, str]:
    make_data_folder(path.parent)
    with locked(path.with_name("keys.lock")):
        if not path.exists():
            _write(path, _make_keys())
        path.chmod(0o600)
        lines = path.read_text(encoding="utf-8").splitlines()
    return {name.lower(): value for name, separator, value in (line.partition("=") for line in lines) if separator}


def _make_keys() -> Mapping[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "DEV_AUTH_TOKEN": secrets.token_urlsafe(32),
    }


def _write(path: Path, keys: Mapping[str, str]) -> None:
    """Write the file so that it is there whole or not at all, whenever the machine stops."""
    draft = path.with_name("keys.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in keys.items())
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
