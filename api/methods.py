"""HEAD, OPTIONS and Allow, built from all routes of a path, in one place."""

import asyncio
from collections.abc import Sequence
from typing import cast

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def allowed_methods(app: Starlette, scope: Scope) -> list[str]:
    """Every method that this path takes, with what follows from them; empty where the path is unknown."""
    found: set[str] = set()
    for route in cast("Sequence[BaseRoute]", app.state.routes):
        if route.matches(scope)[0] is not Match.NONE:
            found |= set(getattr(route, "methods", None) or ())
    if not found:
        return []
    return sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


class MethodsMiddleware:
    """Answers HEAD with GET's headers and OPTIONS with what is allowed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope.get("method")
        if scope["type"] == "http" and method == "HEAD":
            await self._answer_head(scope, send)
        elif scope["type"] == "http" and method == "OPTIONS" and (allowed := allowed_methods(scope["app"], scope)):
            headers = [(b"allow", ", ".join(allowed).encode())]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, send)

    async def _answer_head(self, scope: Scope, send: Send) -> None:
        """Run GET, send its head, then hang up on it: a stream of events would never end."""
        asked: Scope = {**scope, "method": "GET"}
        started = asyncio.Event()
        messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            if messages:
                return messages.pop()
            await started.wait()
            return {"type": "http.disconnect"}

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start" and not started.is_set():
                # What was found out on the way (how many calls are left, which route it was) is for what stands outside, too.
                scope.update({name: found for name, found in asked.items() if name not in scope})
                await send(message)
                await send({"type": "http.response.body", "body": b""})
                started.set()

        await self._app(asked, receive, send_head)
