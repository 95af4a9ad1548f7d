import asyncio
import ssl
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import httpcore2
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.names import resolve_host
from services.webhook.client import WebhookClient, WebhookNotDeliveredError
from services.webhook.transport import GuardedTransport, RefusedAddressError, Resolver
from tests.integration.services.webhook.receiver import LOOPBACK, answer, receiving, resolving

BODY = b"{}"
PUBLIC, METADATA = "93.184.215.14", "169.254.169.254"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a self-signed certificate for receiver.example, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "receiver.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("receiver.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "receiver.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return path


class LoopbackNetwork(httpcore2.AsyncNetworkBackend):
    """Plays the internet: notes where a connection would go, and connects to the test's receiver."""

    def __init__(self, *, silent: Iterable[str] = ()) -> None:
        self.contacted: list[str] = []
        self._silent = set(silent)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of the border
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.contacted.append(host)
        if host in self._silent:
            raise httpcore2.ConnectTimeout
        network = cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())
        return await network.connect_tcp(LOOPBACK, port, timeout)


async def call_twice(resolver: Resolver, network: LoopbackNetwork) -> None:
    """Post twice on separate connections, the way a sender meets a name whose answers change."""
    transport = GuardedTransport(allow_private=False, resolver=resolver, network=network)
    async with receiving(answer("200 OK", "Connection: close")) as receiver, transport:
        for _ in range(2):
            response = await transport.handle_async_request(httpx2.Request("POST", receiver.url(), content=BODY))
            await response.aread()


async def test_rebinding_name_server_reaches_only_what_was_checked() -> None:
    network = LoopbackNetwork()

    with pytest.raises(RefusedAddressError):
        await call_twice(resolving([PUBLIC], [LOOPBACK]), network)

    assert network.contacted == [PUBLIC]


async def test_mixed_answer_contacts_nobody() -> None:
    network = LoopbackNetwork()

    with pytest.raises(RefusedAddressError):
        await call_twice(resolving([PUBLIC, METADATA]), network)

    assert network.contacted == []


async def test_second_address_is_tried_when_the_first_is_silent() -> None:
    network = LoopbackNetwork(silent=["2606:4700::1"])

    await call_twice(resolving(["2606:4700::1", PUBLIC]), network)

    assert network.contacted == ["2606:4700::1", PUBLIC] * 2


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "localhost"])
async def test_spellings_of_loopback_are_refused_when_connecting(host: str) -> None:
    transport = GuardedTransport(allow_private=False, resolver=resolve_host, network=LoopbackNetwork())

    async with transport:
        with pytest.raises(RefusedAddressError):
            await transport.handle_async_request(httpx2.Request("POST", f"http://{host}/", content=BODY))


async def test_tls_asks_for_the_host_of_the_address_and_verifies_it(certificate: Path) -> None:
    asked: list[str | None] = []
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    tls.sni_callback = lambda _, name, __: asked.append(name)
    trusting = ssl.create_default_context(cafile=certificate)

    async with (
        receiving(answer("200 OK"), tls=tls) as receiver,
        WebhookClient(allow_private=True, resolver=resolving([LOOPBACK]), ssl_context=trusting) as client,
    ):
        reply = await client.post(receiver.url(scheme="https"), headers={}, body=BODY)

    assert reply.is_accepted
    assert asked == ["receiver.example"]


@pytest.mark.parametrize(
    ("host", "trusted"), [("receiver.example", False), ("127.0.0.1", True)], ids=["unknown issuer", "wrong host"]
)
async def test_certificate_that_does_not_fit_is_named_so(certificate: Path, host: str, trusted: bool) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    context = ssl.create_default_context(cafile=certificate) if trusted else None

    async with (
        receiving(answer("200 OK"), tls=tls) as receiver,
        WebhookClient(allow_private=True, resolver=resolving([LOOPBACK]), ssl_context=context) as client,
    ):
        with pytest.raises(WebhookNotDeliveredError) as caught:
            await client.post(receiver.url(scheme="https", host=host), headers={}, body=BODY)

    assert caught.value.error_class == "tls"
    assert receiver.heads == []


async def test_plain_receiver_on_a_tls_address_is_named_so() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, LOOPBACK, 0)
    async with server, WebhookClient(allow_private=True) as client:
        with pytest.raises(WebhookNotDeliveredError) as caught:
            await client.post(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/", headers={}, body=BODY)

    assert caught.value.error_class == "tls"
