"""The keys of a development machine: made once, kept beside the data, the same for API and workers."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from pydantic import SecretStr

from core.config import Environment, Settings
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
        encryption_keys = kept["ENCRYPTION_KEYS"].split(",")
        MultiFernet(Fernet(key) for key in encryption_keys)
        made = {
            "secret_key": SecretStr(kept["SECRET_KEY"]),
            "encryption_keys": tuple(SecretStr(key) for key in encryption_keys),
            "dev_auth_token": SecretStr(kept["DEV_AUTH_TOKEN"]),
        }
    except OSError as error:
        raise ConfigurationError(f"The keys in {path} can't be used: {error}") from error
    except (KeyError, ValueError) as error:
        message = f"The file {path} is damaged; put back a copy, or delete it to have new keys made (what the old ones encrypted is lost)."
        raise ConfigurationError(message) from error
    return settings.model_copy(update={name: value for name, value in made.items() if not getattr(settings, name)})


def _read_or_make(path: Path) -> Mapping[str, str]:
    make_data_folder(path.parent)
    with locked(path.with_name("keys.lock")):
        if not path.exists():
            _write(path, _make_keys())
        path.chmod(0o600)
        lines = path.read_text(encoding="utf-8").splitlines()
    return {name: value for name, separator, value in (line.partition("=") for line in lines) if separator}


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
