"""Bodies that break off, and calls that take too long."""

import asyncio
from typing import Any

import pytest
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from api.middleware import DeadlineMiddleware, SizeMiddleware


async def answer_to(messages: list[Message], *, query: bytes = b"") -> tuple[list[Message], list[bytes]]:
    """What is sent for these messages, and the bodies that the app inside was given."""
    sent: list[Message] = []
    seen: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((await receive())["body"])

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/v1/requests",
        "query_string": query,
        "headers": [],
    }
    await SizeMiddleware(app)(scope, receive, send)
    return sent, seen


async def test_body_in_pieces_is_one() -> None:
    pieces = [b'{"text":', b' "hello"', b"}"]
    messages: list[Message] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    _, seen = await answer_to([*messages, {"type": "http.request", "body": b""}])
    assert seen == [b"".join(pieces)]


async def test_body_that_breaks_off_reaches_nobody() -> None:
    whole_by_looks = {"type": "http.request", "body": b'{"text": "hello"}', "more_body": True}
    sent, seen = await answer_to([whole_by_looks, {"type": "http.disconnect"}])
    assert seen == []
    assert sent[0]["status"] == 400


async def test_size_that_is_a_lie_is_refused_unread() -> None:
    sent, seen = await answer_to([{"type": "http.request", "body": b"a" * 70_000, "more_body": True}])
    assert seen == []
    assert sent[0]["status"] == 413


@pytest.mark.parametrize(("length", "status"), [(8192, None), (8193, 414)])
async def test_query_that_is_too_long_is_refused_whatever_serves(length: int, status: int | None) -> None:
    sent, seen = await answer_to([{"type": "http.request", "body": b""}], query=b"a" * length)
    assert [each["status"] for each in sent[:1]] == ([status] if status else [])
    assert len(seen) == (status is None)


async def time_out(*, begins: bool, **more: Any) -> list[Message]:
    """What is sent by a call that would last for ever, where it may take no time at all."""
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        if begins:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await asyncio.sleep(0.05)
            await send({"type": "http.response.body", "body": b"late"})
        else:
            await asyncio.Event().wait()

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/v1/tasks", "headers": [], **more}
    await DeadlineMiddleware(app, seconds=0.01)(scope, receive, send)
    return sent


async def test_call_that_never_answers_is_ended_with_a_problem() -> None:
    start, body = await time_out(begins=False)
    assert start["status"] == 503
    assert b"took-too-long" in body["body"]
    assert (b"retry-after", b"2") in start["headers"]


@pytest.mark.parametrize(("more", "route"), [({"route": Route("/a/{token}", time_out)}, "/a/{token}"), ({}, "unknown")])
async def test_log_of_a_call_that_took_too_long_names_no_path(more: dict[str, Any], route: str) -> None:
    """A path can be a signed link, which is as good as a key."""
    with capture_logs() as logs:
        await time_out(begins=False, path="/a/signed-token-of-a-dose", **more)
    assert [(each["event"], each["route"]) for each in logs] == [("call took too long", route)]
    assert "signed-token" not in str(logs)


async def test_answer_that_has_begun_may_take_its_time() -> None:
    start, body = await time_out(begins=True)
    assert (start["status"], body["body"]) == (200, b"late")
