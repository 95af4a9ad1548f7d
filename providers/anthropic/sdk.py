"""The SDK, which is an extra: loaded by name, so that nothing here needs it before it is wanted, not even the types."""

from datetime import timedelta
from importlib import import_module
from typing import Any

_CONNECT_SECONDS = 2.0


class Sdk:
    """What is used of it: one call of the Messages API, and the errors that it raises."""

    def __init__(self, *, api_key: str, base_url: str, timeout: timedelta) -> None:
        """Make a client of this server, without retries of its own, and without traces: these may hold what was said."""
        anthropic: Any = import_module("anthropic")
        self.timeout_error: type[Exception] = anthropic.APITimeoutError
        self.status_error: type[Exception] = anthropic.APIStatusError
        self._client = anthropic.AsyncAnthropic(
            api_key=api_key,
            base_url=base_url,
            max_retries=0,
            timeout=anthropic.Timeout(timeout.total_seconds(), connect=_CONNECT_SECONDS),
            open_telemetry=False,
        )

    async def create(self, **parameters: Any) -> bytes:
        """The body of an answer, as it came."""
        raw = await self._client.messages.with_raw_response.create(**parameters)
        return await raw.read()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()
