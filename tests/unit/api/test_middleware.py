"""Bodies that break off."""

from typing import Any

from starlette.types import Message, Receive, Scope, Send

from api.middleware import BodyLimitMiddleware


async def answer_to(messages: list[Message]) -> tuple[list[Message], list[bytes]]:
    """What is sent for these messages, and the bodies that the app inside was given."""
    sent: list[Message] = []
    seen: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((await receive())["body"])

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/v1/requests", "headers": []}
    await BodyLimitMiddleware(app)(scope, receive, send)
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
