import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from socket import gaierror

import httpx2
import pytest
from standardwebhooks import Webhook

from services.webhook.address import Address
from services.webhook.client import WebhookClient, WebhookNotDeliveredError, WebhookReply
from services.webhook.signature import make_secret, signature_headers
from services.webhook.transport import Resolver
from tests.integration.services.webhook.receiver import LOOPBACK, Receiver, answer, receiving, resolving

BODY = b'{"type":"task.completed"}'
PUBLIC, METADATA = "93.184.215.14", "169.254.169.254"


async def post(receiver: Receiver | str, *, deadline: float = 5.0, resolver: Resolver | None = None) -> WebhookReply:
    url = receiver if isinstance(receiver, str) else receiver.url()
    resolver = resolver or resolving([LOOPBACK])
    async with WebhookClient(allow_private=True, resolver=resolver, timeout=deadline) as client:
        return await client.post(url, headers={"webhook-id": "msg_1"}, body=BODY)


async def fail_to_post(
    receiver: Receiver | str, *, deadline: float = 5.0, resolver: Resolver | None = None
) -> WebhookNotDeliveredError:
    with pytest.raises(WebhookNotDeliveredError) as caught:
        await post(receiver, deadline=deadline, resolver=resolver)
    return caught.value


async def test_receiver_gets_exact_body_host_and_verifiable_signature() -> None:
    secret = make_secret()
    signed = signature_headers([secret], message_id="msg_1", timestamp=int(datetime.now(UTC).timestamp()), body=BODY)

    async with (
        receiving(answer("200 OK")) as receiver,
        WebhookClient(allow_private=True, resolver=resolving([LOOPBACK])) as client,
    ):
        reply = await client.post(receiver.url("/hook?a=%2F"), headers=signed, body=BODY)

    assert reply.is_accepted
    assert receiver.bodies == [BODY]
    head = httpx2.Headers(dict(line.split(": ", 1) for line in receiver.heads[0].split("\r\n")[1:] if line))
    assert receiver.heads[0].startswith("post /hook?a=%2f http/1.1")
    assert head["host"] == f"receiver.example:{receiver.port}"
    assert head["content-type"] == "application/json"
    assert head["user-agent"].startswith("grandmas-ai-assistant")
    assert head["webhook-id"] == "msg_1"
    Webhook(secret).verify(BODY, {**signed})


@pytest.mark.parametrize("status", ["200 OK", "204 No Content", "299 Odd"])
async def test_any_2xx_accepts(status: str) -> None:
    async with receiving(answer(status)) as receiver:
        reply = await post(receiver)

    assert (reply.status_code, reply.is_accepted, reply.retry_after_seconds) == (int(status[:3]), True, None)
    assert 0 <= reply.latency_ms < 5000


@pytest.mark.parametrize("status", ["400 Bad Request", "410 Gone", "500 Internal Server Error"])
async def test_refusal_comes_back_with_what_was_said(status: str) -> None:
    async with receiving(answer(status, body="schlecht für uns".encode())) as receiver:
        reply = await post(receiver)

    assert (reply.status_code, reply.is_accepted) == (int(status[:3]), False)
    assert reply.body_head == "schlecht für uns"


@pytest.mark.parametrize(("asked", "seconds"), [("120", 120), ("999999", 86_400), ("never", None)])
async def test_retry_after_is_handed_on(asked: str, seconds: float | None) -> None:
    async with receiving(answer("429 Too Many Requests", f"Retry-After: {asked}")) as receiver:
        reply = await post(receiver)

    assert (reply.status_code, reply.retry_after_seconds) == (429, seconds)


async def test_retry_after_date_is_counted_from_the_injected_clock() -> None:
    class FixedClock:
        def now(self) -> datetime:
            return datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

    async with (
        receiving(answer("503 Busy", "Retry-After: Wed, 04 Mar 2026 12:05:00 GMT")) as receiver,
        WebhookClient(allow_private=True, resolver=resolving([LOOPBACK]), clock=FixedClock()) as client,
    ):
        reply = await client.post(receiver.url(), headers={}, body=BODY)

    assert reply.retry_after_seconds == 300


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
async def test_redirect_is_not_followed(status: str) -> None:
    async with receiving(answer("200 OK")) as private:
        location = private.url(host=LOOPBACK)
        async with receiving(answer(status, f"Location: {location}")) as receiver:
            reply = await post(receiver)

    assert (reply.status_code, reply.is_accepted) == (int(status[:3]), False)
    assert private.connections == 0


async def test_cookies_are_not_kept_but_connections_are() -> None:
    async with (
        receiving(answer("200 OK", "Set-Cookie: a=b; Path=/")) as receiver,
        WebhookClient(allow_private=True, resolver=resolving([LOOPBACK])) as client,
    ):
        for _ in range(3):
            await client.post(receiver.url(), headers={}, body=BODY)

    assert receiver.connections == 1
    assert len(receiver.heads) == 3
    assert not any("cookie" in head for head in receiver.heads)


async def test_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving(answer("200 OK")) as receiver, receiving(answer("200 OK")) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url(host=LOOPBACK))
        await post(receiver)

    assert (receiver.connections, proxy.connections) == (1, 0)


async def test_body_head_is_one_storable_kilobyte() -> None:
    async with receiving(answer("500 Oops", body=b"\x00\xff" + "ü".encode() * 2000)) as receiver:
        reply = await post(receiver)

    assert reply.body_head == "\ufffd\ufffd" + "ü" * 511


async def test_packed_reply_is_not_unpacked() -> None:
    async with receiving(answer("200 OK", "Content-Encoding: gzip", body=b"\x1f\x8bnot really")) as receiver:
        reply = await post(receiver)

    assert reply.is_accepted
    assert "accept-encoding: identity" in receiver.heads[0]


async def test_endless_body_is_cut_off() -> None:
    sent = 0

    async def flood(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n")
        while not receiver.over.is_set():
            writer.write(b"x" * 65536)
            await writer.drain()
            sent += 65536

    async with receiving(flood) as receiver:
        reply = await post(receiver)

    assert reply.is_accepted
    assert reply.body_head == "x" * 1024
    assert sent < 50_000_000  # what the sockets between us hold, not what we read


async def test_hanging_receiver_is_given_up() -> None:
    async def hang(receiver: Receiver, _: asyncio.StreamWriter) -> None:
        await receiver.over.wait()

    async with receiving(hang) as receiver:
        error = await fail_to_post(receiver, deadline=0.2)

    assert error.error_class == "timeout"
    assert 190 <= error.latency_ms < 2000
    assert error.retryable


async def drip(receiver: Receiver, writer: asyncio.StreamWriter, *, every: float = 0.02) -> None:
    while not receiver.over.is_set():
        writer.write(b"x")
        await writer.drain()
        await asyncio.wait({asyncio.ensure_future(receiver.over.wait())}, timeout=every)


async def test_hanging_receivers_do_not_hold_up_others() -> None:
    async def hang(receiver: Receiver, _: asyncio.StreamWriter) -> None:
        await receiver.over.wait()

    async with (
        receiving(hang) as hanging,
        receiving(answer("200 OK")) as receiver,
        WebhookClient(allow_private=True, resolver=resolving([LOOPBACK]), timeout=60) as client,
    ):
        stuck = [asyncio.create_task(client.post(hanging.url(), headers={}, body=BODY)) for _ in range(50)]
        reply = await client.post(receiver.url(), headers={}, body=BODY)
        for task in stuck:
            task.cancel()
        ended = await asyncio.gather(*stuck, return_exceptions=True)

    assert reply.is_accepted
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in ended)


async def test_receiver_that_drips_its_headers_is_given_up() -> None:
    async def drip_headers(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        await drip(receiver, writer)

    async with receiving(drip_headers) as receiver:
        error = await fail_to_post(receiver, deadline=0.2)

    assert error.error_class == "timeout"
    assert error.latency_ms < 2000


async def test_answer_stands_when_its_body_drips() -> None:
    async def drip_body(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        await drip(receiver, writer)

    async with receiving(drip_body) as receiver:
        reply = await post(receiver, deadline=0.2)

    assert reply.is_accepted
    assert set(reply.body_head) == {"x"}
    assert reply.latency_ms < 2000


async def test_answer_stands_when_its_body_breaks_off() -> None:
    async def break_off(_: Receiver, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nhalf")
        writer.close()

    async with receiving(break_off) as receiver:
        reply = await post(receiver)

    assert (reply.status_code, reply.body_head) == (500, "half")


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200", b"220 mail.example ESMTP\r\n\r\n", b"HTTP/1.1 200 OK\r\na b\r\n\r\n"]
)
async def test_receiver_that_speaks_no_http_is_named_so(said: bytes) -> None:
    async def half_close(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        writer.write_eof()
        await receiver.over.wait()

    async with receiving(half_close) as receiver:
        error = await fail_to_post(receiver)

    assert error.error_class == "protocol"


async def test_reset_connection_is_named_so() -> None:
    async def reset(_: Receiver, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with receiving(reset) as receiver:
        error = await fail_to_post(receiver)

    assert error.error_class == "protocol"


async def test_closed_port_is_named_so() -> None:
    async with receiving(answer("200 OK")) as receiver:
        pass

    assert (await fail_to_post(receiver)).error_class == "connect"


@pytest.mark.parametrize("failure", [gaierror("no such name"), UnicodeError("label too long"), None])
async def test_unknown_host_is_named_so(failure: Exception | None) -> None:
    async def resolve(_: str) -> Sequence[Address]:
        if failure is not None:
            raise failure
        return []

    error = await fail_to_post("http://receiver.example/", resolver=resolve)

    assert error.error_class == "dns"


async def test_slow_name_server_counts_into_the_deadline() -> None:
    async def resolve(_: str) -> Sequence[Address]:
        await asyncio.Event().wait()
        return []

    assert (await fail_to_post("http://receiver.example/", resolver=resolve, deadline=0.1)).error_class == "timeout"


@pytest.mark.parametrize(
    "addresses",
    [
        [LOOPBACK],
        [METADATA],
        [PUBLIC, LOOPBACK],
        [LOOPBACK, PUBLIC],
        [PUBLIC, "64:ff9b::a9fe:a9fe"],
        ["::ffff:10.0.0.1"],
    ],
)
async def test_host_with_any_private_address_is_refused(addresses: list[str]) -> None:
    async with WebhookClient(allow_private=False, resolver=resolving(addresses)) as client:
        with pytest.raises(WebhookNotDeliveredError) as caught:
            await client.post("https://receiver.example/hook", headers={}, body=BODY)

    assert caught.value.error_class == "refused_address"
    assert not any(address in str(caught.value) for address in addresses)


@pytest.mark.parametrize("url", ["http://receiver.example/", "https://receiver.example:8443/", "https://127.0.0.1/"])
async def test_stored_address_that_the_rules_refuse_by_now_is_not_called(url: str) -> None:
    async with WebhookClient(allow_private=False, resolver=resolving([PUBLIC])) as client:
        with pytest.raises(WebhookNotDeliveredError) as caught:
            await client.post(url, headers={}, body=BODY)

    assert caught.value.error_class == "refused_address"
