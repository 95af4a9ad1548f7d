"""Sends one webhook and tells what came back. Whether and when to try again is decided elsewhere.

There is no full HTTP client underneath, only a transport: so there are no redirects to follow, no cookies to keep, no
proxies and no credentials to find in the environment.
"""

import asyncio
import codecs
import ssl
import time
from collections.abc import Generator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

import httpx2

from core.clock import Clock, SystemClock
from core.errors import AttemptError, InvalidFieldError, TransientError
from services.names import resolve_host
from services.webhook.address import check_webhook_url
from services.webhook.schedule import parse_retry_after
from services.webhook.transport import (
    GuardedTransport,
    HostNotFoundError,
    RefusedAddressError,
    Resolver,
    TLSError,
)

ErrorClass = Literal["timeout", "refused_address", "dns", "connect", "tls", "protocol"]

USER_AGENT = "grandmas-ai-assistant-webhooks/1"
MAX_REPLY_BYTES = 64 * 1024
BODY_HEAD_BYTES = 1024

_DETAILS: Mapping[ErrorClass, str] = {
    "timeout": "The receiver did not answer in time.",
    "refused_address": "The receiver's address is not one that webhooks may be sent to.",
    "dns": "The name of the receiver could not be resolved.",
    "connect": "The receiver could not be reached.",
    "tls": "No secure connection to the receiver could be made.",
    "protocol": "The receiver broke off or did not answer in HTTP.",
}


class WebhookNotDeliveredError(TransientError):
    """No answer came back. The receiver may have seen the webhook all the same: it is sent again under the same id."""

    name = "webhook-not-delivered"
    title = "The webhook's receiver gave no answer"

    def __init__(self, error_class: ErrorClass, *, latency_ms: int) -> None:
        super().__init__(_DETAILS[error_class])
        self.error_class: ErrorClass = error_class
        self.latency_ms = latency_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookReply:
    """What a receiver answered.

    Attributes:
        latency_ms: from the start of the try to the end of the reply.
        body_head: the first kilobyte as text that can be stored: what is not UTF-8 is replaced.
        retry_after_seconds: what its Retry-After asks for, at most 24 hours.
    """

    status_code: int
    latency_ms: int
    body_head: str
    retry_after_seconds: float | None

    @property
    def is_accepted(self) -> bool:
        """Whether the receiver took the webhook: 2xx and nothing else."""
        return 200 <= self.status_code <= 299


class WebhookClient:
    """Posts webhooks within a total of `timeout` seconds each; to private addresses only with `allow_private`."""

    def __init__(
        self,
        *,
        allow_private: bool,
        resolver: Resolver = resolve_host,
        timeout: float = 15.0,
        ssl_context: ssl.SSLContext | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._timeout = timeout
        self._clock = clock or SystemClock()
        self._transport = GuardedTransport(allow_private=allow_private, resolver=resolver, ssl_context=ssl_context)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> WebhookReply:
        """Send one webhook and return the receiver's answer, whatever its status.

        An answer counts from its headers on: when its body is cut short, drips or goes on and on, the status stands.

        Raises:
            WebhookNotDeliveredError: no answer within the time limit; `error_class` says why.
        """
        started = time.perf_counter()
        until = asyncio.get_running_loop().time() + self._timeout
        with _not_delivered_errors(started):
            # Again, because the rules may have become stricter since the address was stored.
            check_webhook_url(url, allow_private=self._allow_private)
            request = httpx2.Request("POST", url, headers=_headers_with(headers), content=body)
            async with asyncio.timeout_at(until):
                response = await self._transport.handle_async_request(request)
        try:
            body_head = await _read_body_head(response, until=until)
        finally:
            await response.aclose()
        return WebhookReply(
            status_code=response.status_code,
            latency_ms=_milliseconds_since(started),
            body_head=body_head,
            retry_after_seconds=parse_retry_after(response.headers.get("retry-after"), now=self._clock.now()),
        )


def _headers_with(headers: Mapping[str, str]) -> dict[str, str]:
    return {
        **headers,
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        "accept": "*/*",
        "accept-encoding": "identity",  # the head of the reply is kept as it comes, never unpacked
    }


async def _read_body_head(response: httpx2.Response, *, until: float) -> str:
    """Read up to 64 kB, so that the connection of an ordinary reply can be used again, and return the first kilobyte."""
    received = bytearray()
    try:
        async with asyncio.timeout_at(until), aclosing(response.aiter_raw()) as parts:
            async for part in parts:
                received += part
                if len(received) >= MAX_REPLY_BYTES:
                    break
    except (httpx2.HTTPError, OSError):
        pass  # The status has decided already; the body is only for the log.
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(bytes(received[:BODY_HEAD_BYTES]))
    return text.replace("\x00", "\ufffd")  # PostgreSQL stores no NUL in text


@contextmanager
def _not_delivered_errors(started: float) -> Generator[None]:
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, InvalidFieldError, AttemptError, OSError) as error:
        raise WebhookNotDeliveredError(_class_of(error), latency_ms=_milliseconds_since(started)) from error


def _class_of(error: Exception) -> ErrorClass:
    match error:
        case TimeoutError() | httpx2.TimeoutException():
            return "timeout"
        case RefusedAddressError() | InvalidFieldError() | httpx2.InvalidURL():
            return "refused_address"
        case HostNotFoundError():
            return "dns"
        case TLSError():
            return "tls"
        case httpx2.ConnectError():
            return "connect"
        case _:
            return "protocol"


def _milliseconds_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
