"""A small HTTP server for the outside world of a run: a function from a call to an answer."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import uvicorn

Message: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """What came in; header names are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body, which is a JSON object."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out."""

    status: int
    location: str | None = None


Handle: TypeAlias = Callable[[Call], Awaitable[Answer]]


async def serve(handle: Handle, *, port: int) -> None:
    """Answer calls on this loopback port until told to stop."""

    async def app(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message.get("more_body"):
                break
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        answer = await handle(Call(scope["method"], scope["path"], headers, body))
        sent = [(b"content-length", b"0")]
        if answer.location:
            sent.append((b"location", answer.location.encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": sent})
        await send({"type": "http.response.body", "body": b""})

    config = uvicorn.Config(app, port=port, lifespan="off", log_config=None, access_log=False, backlog=2048)
    await uvicorn.Server(config).serve()
