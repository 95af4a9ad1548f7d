"""One call to a channel's system, with its faults told apart by what may be done next."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import httpx2

from core.clock import Clock
from core.errors import AttemptError
from services.names import resolve_host
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
)
from services.webhook.schedule import parse_retry_after
from services.webhook.transport import (
    GuardedTransport,
    HostNotFoundError,
    RefusedAddressError,
    Resolver,
)

TIMEOUT_SECONDS: Final = 15.0
_MOST_BYTES: Final = 64 * 1024
_LATER: Final = frozenset({408, 425, 429, 503})
"""After these the same message may be taken another time. Other 5xx say nothing of what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the other side answered; of a long body the first 64 kB. `location`: of what was made, where it says so."""

    status: int
    body: bytes
    retry_after: float | None
    location: str | None


class ChannelClient:
    """Calls through the guard against private networks (services/webhook/transport.py); follows no redirects."""

    def __init__(
        self,
        *,
        allow_private: bool,
        clock: Clock,
        resolver: Resolver = resolve_host,
        timeout_seconds: float = TIMEOUT_SECONDS,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self._timeout = timeout_seconds
        self._transport = GuardedTransport(allow_private=allow_private, resolver=resolver, ssl_context=ssl_context)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def post(self, url: str, *, headers: Mapping[str, str], content: bytes, begin: Begin) -> Reply:
        """`call`, with POST."""
        return await self.call("POST", url, headers=headers, content=content, begin=begin)

    async def call(self, method: str, url: str, *, headers: Mapping[str, str], content: bytes, begin: Begin) -> Reply:
        """Whatever status comes back; without one it is known only from where it broke off whether anything was sent.

        Raises:
            ChannelRefusedError: the host has a private address, or the URL is none.
            ChannelNotReachedError: there was no connection.
            ChannelUnknownError: there was one, and no answer.
        """
        try:
            if not all(each.isprintable() for each in headers.values()):  # some are parts of an address, unquoted
                raise ValueError("a header would go on in the next line")
            request = httpx2.Request(method, url, headers=dict(headers), content=content)
        except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
            raise ChannelRefusedError("The address of this channel can't be used.") from error
        await begin()
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._transport.handle_async_request(request)
                async with aclosing(response):
                    return await self._read(response)
        except (httpx2.HTTPError, httpx2.InvalidURL, AttemptError, OSError) as error:
            raise _judge_fault(error) from error

    async def _read(self, response: httpx2.Response) -> Reply:
        """Once there is a status it counts, however the body ends."""
        body = bytearray()
        try:
            async for part in response.aiter_bytes():
                body += part
                if len(body) >= _MOST_BYTES:
                    break
        except (httpx2.HTTPError, OSError):
            body.clear()
        retry_after = parse_retry_after(response.headers.get("retry-after"), now=self._clock.now())
        return Reply(
            status=response.status_code,
            body=bytes(body[:_MOST_BYTES]),
            retry_after=retry_after,
            location=response.headers.get("location"),
        )


def judge_status(reply: Reply, *, service: str) -> AttemptError:
    """What an answer other than 2xx says, where the service has no words of its own for it."""
    code = f"(code {reply.status})"
    if reply.status in _LATER:
        return ChannelNotReachedError(f"{service} can't take it now {code}.", retry_after=reply.retry_after)
    if reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return ChannelRefusedError(f"{service} refused it {code}.")
    return ChannelUnknownError(f"{service} failed {code}.")


def is_taken(reply: Reply) -> bool:
    """2xx, and nothing else."""
    return 200 <= reply.status <= 299


def _judge_fault(error: Exception) -> AttemptError:
    if isinstance(error, RefusedAddressError):
        return ChannelRefusedError("The address of this channel is private or reserved.")
    # An alert that comes after the handshake says nothing of what was read before.
    is_late = isinstance(error.__cause__, ssl.SSLError)
    before = (HostNotFoundError, httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol)
    if isinstance(error, before) and not is_late:
        return ChannelNotReachedError("The service can't be reached at the moment.")
    return ChannelUnknownError("The connection to the service broke off before it answered.")
