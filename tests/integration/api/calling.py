"""Apps and clients for tests of the API; every answer is held against the OpenAPI document."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx2
from fastapi import FastAPI

from api.app import ServicesFactory, create_app
from api.export import PATH
from core.config import Settings
from core.roles import EVERYTHING
from services.access.key_service import KeyWish
from services.factory import open_services
from services.services import Services
from tests.apps import app_over
from tests.integration.api.promises import Promises

NOBODYS_ID = "0193a0c4-0000-7000-8000-000000000000"
"""The same in every process, since the names of tests are made of their parameters."""


@cache
def app_of_product() -> FastAPI:
    """The app to look at, never to be called."""
    return create_app(Settings.model_validate({"secret_key": "x" * 32}))


@cache
def document_of_product() -> dict[str, Any]:
    """The OpenAPI document as it is stored: making it takes a second, in every process that collects tests.

    test_export.py holds it against what the code makes.
    """
    return json.loads(PATH.read_text(encoding="utf-8"))


@cache
def promises_of_product() -> Promises:
    """What that document promises."""
    return Promises(document_of_product())


@asynccontextmanager
async def calling(
    settings: Settings, *, open_services: ServicesFactory = open_services, key: str | None = None
) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of an app over these settings, called with `key` or else the development key, where that works."""
    app = app_over(settings, open_services=open_services)
    async with app.router.lifespan_context(app):
        if key is None and settings.is_public:
            key = await _make_key(app.state.services)
        async with client_of(app, bearer(settings, key)) as client:
            yield client


async def _make_key(services: Services) -> str:
    """What opens everything where the development key does not: as `python -m run_server --make-key` makes it."""
    account = await services.accounts.ensure_default()
    wish = KeyWish(name="test", scopes=EVERYTHING, granted=EVERYTHING)
    return (await services.access.keys.issue(wish, account_id=account.id)).secret.get_secret_value()


def client_of(app: FastAPI, headers: Mapping[str, str], *, check: bool = True) -> httpx2.AsyncClient:
    """A client of an app that is running."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app, raise_app_exceptions=False),
        base_url="http://api.test",
        headers=headers,
        timeout=30,
        event_hooks={"response": [promises_of_product().check]} if check else {},
    )


def bearer(settings: Settings, key: str | None = None) -> dict[str, str]:
    """The header that authenticates."""
    assert settings.dev_auth_token is not None
    return {"Authorization": f"Bearer {key or settings.dev_auth_token.get_secret_value()}"}
