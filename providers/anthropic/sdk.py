"""The SDK, which is an extra: loaded by name, so that nothing here needs it before it is wanted, not even the types."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from core.errors import ConfigurationError
from providers.remote.asking import RawReply

_CONNECT_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sdk:
    """What is used of it: one call of the Messages API, its end, and the errors that it raises."""

    create: Callable[..., Awaitable[RawReply]]
    close: Callable[[], Awaitable[None]]
    timeout_error: type[Exception]
    status_error: type[Exception]


def open_sdk(*, api_key: str, base_url: str, timeout: timedelta) -> Sdk:
    """A client of this server, without retries of its own.

    Raises:
        ConfigurationError: the package is not installed.
    """
    try:
        anthropic: Any = import_module("anthropic")
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "LLM_PROVIDER is 'anthropic', and its package is not installed: pip install -r requirements-anthropic.txt."
        ) from error
    client = anthropic.AsyncAnthropic(
        api_key=api_key,
        base_url=base_url,
        max_retries=0,
        timeout=anthropic.Timeout(timeout.total_seconds(), connect=_CONNECT_SECONDS),
    )
    return Sdk(
        create=client.messages.with_raw_response.create,
        close=client.close,
        timeout_error=anthropic.APITimeoutError,
        status_error=anthropic.APIStatusError,
    )
