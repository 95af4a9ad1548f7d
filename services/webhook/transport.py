"""HTTP that can't be talked into reaching private networks.

A host is resolved once per connection, every address it has is checked, and the connection goes to a checked address
itself, not to the name: an answer of the name server that changes in between (DNS rebinding) changes nothing. Host header
and TLS server name stay those of the URL. Proxies and environment variables are not consulted; redirects are the business
of a client above, and ours follows none.
"""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import cache
from ipaddress import ip_address
from typing import cast

import httpcore2
import httpx2

from core.errors import PermanentError, TransientError
from services.names import resolve_host
from services.webhook.address import Address, is_public

Resolver = Callable[[str], Awaitable[Sequence[Address]]]

# Leaves time for a second address when the first one swallows packets.
CONNECT_SECONDS = 5.0
KEEP_ALIVE_SECONDS = 5.0
MAX_IDLE_CONNECTIONS = 20


class RefusedAddressError(PermanentError):
    """The host has an address that is private or reserved. The address is not named: it would map our network."""

    name = "refused-address"
    title = "This address can't be reached from here on purpose"

    def __init__(self) -> None:
        super().__init__("The host has a private or reserved address, and nothing is sent to those.")


class HostNotFoundError(TransientError):
    """The name server has no address for the host, or gives no answer."""

    name = "host-not-found"
    title = "The host has no address"

    def __init__(self) -> None:
        super().__init__("The name of the host could not be resolved.")


class TLSError(httpx2.ConnectError):
    """No secure connection: a certificate that does not fit, or a receiver that does not speak TLS."""


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to checked addresses only; `network` does the connecting itself. Has no Unix sockets."""

    def __init__(self, *, allow_private: bool, resolver: Resolver, network: httpcore2.AsyncNetworkBackend) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._network = network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of `host` that answers.

        Raises:
            RefusedAddressError: one of its addresses is not public; none was contacted.
            HostNotFoundError: it has no address.
        """
        failure: Exception = HostNotFoundError()
        for address in await self._find_addresses(host):
            try:
                return await self._network.connect_tcp(
                    str(address),
                    port,
                    timeout=CONNECT_SECONDS if timeout is None else min(timeout, CONNECT_SECONDS),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def _find_addresses(self, host: str) -> Sequence[Address]:
        try:
            addresses: Sequence[Address] = [ip_address(host)]
        except ValueError:
            try:
                addresses = await self._resolver(host)
            except (OSError, UnicodeError) as error:  # UnicodeError: a label that no name server could be asked for
                raise HostNotFoundError from error
        # One bad address condemns the host: an honest public name has no private addresses among its records.
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise RefusedAddressError
        return list(dict.fromkeys(addresses))


class GuardedTransport(httpx2.AsyncBaseTransport):
    """A transport for httpx2 whose every connection goes through `GuardedBackend`."""

    def __init__(
        self,
        *,
        allow_private: bool,
        resolver: Resolver = resolve_host,
        ssl_context: ssl.SSLContext | None = None,
        network: httpcore2.AsyncNetworkBackend | None = None,
        max_idle: int = MAX_IDLE_CONNECTIONS,
    ) -> None:
        # The cast: without anyio, which is always here, the name stands for a class that only complains.
        network = network or cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=ssl_context or _public_certificates(),
            # How much may be in flight is decided above; a limit here would let one hanging receiver block the others.
            max_connections=None,
            max_keepalive_connections=max_idle,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            network_backend=GuardedBackend(allow_private=allow_private, resolver=resolver, network=network),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and return its response as soon as its headers are in.

        Raises:
            RefusedAddressError: the host has an address that is not public.
            HostNotFoundError: the host has no address.
            TLSError: no secure connection could be made.
            httpx2.TransportError: anything else that went wrong on the way.
        """
        url = request.url
        with _httpx_errors():
            response = await self._pool.handle_async_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx2.Response(
            response.status,
            headers=response.headers,
            stream=_ReplyStream(response),
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _ReplyStream(httpx2.AsyncByteStream):
    """The body of a reply, with errors in httpx2's words."""

    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _httpx_errors():
            async for part in self._response.aiter_stream():
                yield part

    async def aclose(self) -> None:
        await self._response.aclose()


@cache
def _public_certificates() -> ssl.SSLContext:
    """What public servers are checked against; reading it takes 20 ms, and whoever sends can have the same."""
    return httpx2.create_ssl_context(trust_env=False)


_HTTPX_ERRORS: tuple[tuple[type[Exception], type[httpx2.TransportError]], ...] = (
    (ssl.SSLError, TLSError),  # an alert after the handshake comes through as it is
    (httpcore2.ConnectTimeout, httpx2.ConnectTimeout),
    (httpcore2.ReadTimeout, httpx2.ReadTimeout),
    (httpcore2.WriteTimeout, httpx2.WriteTimeout),
    (httpcore2.PoolTimeout, httpx2.PoolTimeout),
    (httpcore2.ConnectError, httpx2.ConnectError),
    (httpcore2.ReadError, httpx2.ReadError),
    (httpcore2.WriteError, httpx2.WriteError),
    (httpcore2.LocalProtocolError, httpx2.LocalProtocolError),
    (httpcore2.RemoteProtocolError, httpx2.RemoteProtocolError),
    (httpcore2.UnsupportedProtocol, httpx2.UnsupportedProtocol),
)


@contextmanager
def _httpx_errors() -> Generator[None]:
    """Say the errors of the layer below in the words that users of httpx2 expect."""
    try:
        yield
    except tuple(below for below, _ in _HTTPX_ERRORS) as error:
        above = next(above for below, above in _HTTPX_ERRORS if isinstance(error, below))
        # The pool below drops the cause of what it passes on; the context survives.
        if isinstance(error.__context__, ssl.SSLError):
            above = TLSError
        raise above(str(error)) from error
