"""Apps over any settings that share the routes of one: FastAPI builds them at an app's first call, for 0.3 s."""

from functools import cache

from fastapi import FastAPI

from api.app import ServicesFactory, create_app
from core.config import Settings
from services.factory import open_services


def app_over(settings: Settings, *, open_services: ServicesFactory = open_services) -> FastAPI:
    """What `create_app` makes. Settings, services and middleware are the app's own, routes know none of them."""
    app, first = create_app(settings, open_services=open_services), _first()
    app.router.routes[:] = first.router.routes
    app.state.routes = first.state.routes
    return app


@cache
def _first() -> FastAPI:
    return create_app(Settings.model_validate({"secret_key": "x" * 32}))
