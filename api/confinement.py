"""Forgets at the end of a call whose it was, also where calls are made from one and the same task."""

from starlette.types import ASGIApp, Receive, Scope, Send

from core.tenancy import begin_call, end_call


class ConfinementMiddleware:
    """Each call begins with nobody's data in sight; where it is let in, it is said whose it is (`api/dependencies.py`)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        token = begin_call()  # no `with`: every call passes here
        try:
            await self._app(scope, receive, send)
        finally:
            end_call(token)
