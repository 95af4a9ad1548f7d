"""Assembles the app: one factory, one lifespan; everything opened is closed in sight."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from pydantic import SecretStr

from api.access_notes import AccessLogMiddleware
from api.conditional import TagMiddleware
from api.confinement import ConfinementMiddleware
from api.dependencies import open_to_all
from api.methods import MethodsMiddleware
from api.middleware import BrowserMiddleware, CallMiddleware, CrashMiddleware, DeadlineMiddleware, SizeMiddleware
from api.openapi import make_openapi, operation_id
from api.pages import CursorCodec
from api.problems import add_problem_handlers
from api.repeats import RepeatMiddleware, add_replays
from api.routers import (
    access_log,
    adherence,
    admin,
    answer_links,
    auth,
    availability,
    bookings,
    calendars,
    consents,
    dead_letters,
    documents,
    exports,
    health,
    inbound,
    keys,
    ladders,
    metrics,
    needed,
    notes,
    notifications,
    occurrences,
    push_subscriptions,
    reminders,
    replies,
    requests,
    stocks,
    tasks,
    telephone,
    users,
    venue_imports,
    venue_secrets,
    venues,
    webhooks,
)
from api.seats import seats_of_long_polls, seats_of_streams
from core.config import Settings
from core.errors import ConfigurationError
from core.ids import make_id
from core.metrics import Metrics
from core.roles import EVERYTHING, OF_AN_ACCOUNT
from services.access.key_service import KeyWish
from services.factory import check_services, open_services
from services.registry import find_abilities
from services.services import Services

VERSION = "0.1.0"

_RESOURCES = (
    requests,
    tasks,
    users,
    venues,
    venue_imports,
    venue_secrets,
    availability,
    bookings,
    calendars,
    reminders,
    stocks,
    needed,
    occurrences,
    adherence,
    answer_links,
    notifications,
    replies,
    push_subscriptions,
    notes,
    webhooks,
    keys,
    ladders,
    exports,
    access_log,
    consents,
    telephone,
    auth,
    inbound,
    admin,
    dead_letters,
    health,
    metrics,
    documents,
)

_SHOWN_TO_BROWSERS = (
    "Allow",
    "ETag",
    "Idempotent-Replayed",
    "Location",
    "Link",
    "Preference-Applied",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-ID",
)

ServicesFactory = Callable[..., AbstractAsyncContextManager[Services]]


async def check_start(settings: Settings) -> None:
    """Raises ConfigurationError or UnavailableError where an app over these settings could not start."""
    await check_services(settings)


async def make_first_key(settings: Settings, name: str, *, operates: bool) -> SecretStr:
    """A new key of the account `default`, for whoever has none yet to make one with."""
    granted = EVERYTHING if operates else OF_AN_ACCOUNT
    async with open_services(settings, owner=f"keys:{make_id().hex}") as services:
        account = await services.accounts.ensure_default()
        wish = KeyWish(name=name[:200], scopes=EVERYTHING if operates else None, granted=granted)
        return (await services.access.keys.issue(wish, account_id=account.id)).secret


async def revoke_logins(settings: Settings) -> int:
    """End all logins and change the keys that sign access tokens, at once; answers how many logins there were."""
    async with open_services(settings, owner=f"revoking:{make_id().hex}") as services:
        return await services.access.logins.revoke_everything()


def create_app(settings: Settings, *, open_services: ServicesFactory = open_services) -> FastAPI:
    """The API over these settings. `open_services` is how its services are made, with another provider in tests."""
    if settings.secret_key is None:
        raise ConfigurationError("SECRET_KEY is not set.")
    metrics_of_process = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_services(settings, owner=f"api:{make_id().hex}", metrics=metrics_of_process) as services:
            app.state.services = services
            await services.requests.warm_up()
            yield

    app = FastAPI(
        title="Grandma's AI Assistant",
        version=VERSION,
        lifespan=lifespan,
        generate_unique_id_function=operation_id,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.stream_seats = seats_of_streams()
    app.state.long_poll_seats = seats_of_long_polls()
    app.state.cursors = CursorCodec(settings.secret_key)
    _add_edges(app, settings, metrics_of_process)
    app.router.routes[:0] = requests.hot.routes
    for module in _RESOURCES:
        app.include_router(module.router, dependencies=[Depends(open_to_all)])
    app.state.routes = [*app.router.routes, *(route for module in _RESOURCES for route in module.router.routes)]
    _document(app)
    return app


def _add_edges(app: FastAPI, settings: Settings, metrics_of_process: Metrics) -> None:
    """Middleware, the last added being the outermost, and error handlers."""
    add_problem_handlers(app)
    add_replays(app)
    app.add_middleware(ConfinementMiddleware)
    app.add_middleware(CrashMiddleware)
    app.add_middleware(RepeatMiddleware)
    app.add_middleware(AccessLogMiddleware)
    app.add_middleware(SizeMiddleware)
    app.add_middleware(TagMiddleware)
    app.add_middleware(MethodsMiddleware)
    app.add_middleware(DeadlineMiddleware)
    if settings.cors_origins:
        app.add_middleware(
            BrowserMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=list(_SHOWN_TO_BROWSERS),
        )
    app.add_middleware(CrashMiddleware)  # of what stands between, too
    app.add_middleware(CallMiddleware, metrics=metrics_of_process, encrypted=settings.base_url.startswith("https:"))


def _document(app: FastAPI) -> None:
    abilities = find_abilities()

    app.webhooks.routes.extend(webhooks.messages.routes)

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = make_openapi(app, abilities=abilities)
        return app.openapi_schema

    app.openapi = openapi
