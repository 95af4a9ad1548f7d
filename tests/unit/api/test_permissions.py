"""Every route is in the table of permissions, once, and no other."""

import json
from collections import Counter
from functools import cache

from fastapi.routing import APIRoute

from api.app import create_app
from api.export import PATH
from api.permissions import OPEN, ROUTES, needed_for
from core.config import Settings
from core.roles import MATRIX, MEANINGS, Permission, Role

DOCUMENT = json.loads(PATH.read_text(encoding="utf-8"))
OPERATIONS = {operation["operationId"]: operation for item in DOCUMENT["paths"].values() for operation in item.values()}
NAMED = [name for names in ROUTES.values() for name in names]


@cache
def names() -> set[str]:
    """Of all routes that an app has."""
    app = create_app(Settings.model_validate({"secret_key": "x" * 32}))
    return {route.name for route in app.state.routes if isinstance(route, APIRoute)}


def test_every_route_declares_its_permission() -> None:
    """Put a new route under its permission in `api/permissions.py`."""
    assert names() - OPEN - set(NAMED) == set()


def test_table_has_no_route_twice_and_none_that_does_not_exist() -> None:
    assert [name for name, times in Counter([*NAMED, *OPEN]).items() if times > 1] == []
    assert {*NAMED, *OPEN} - names() == set()


def test_open_routes_are_the_only_ones_without_a_key() -> None:
    assert {name for name, operation in OPERATIONS.items() if "security" not in operation} <= OPEN
    assert not OPEN & {name for name, operation in OPERATIONS.items() if "security" in operation}


def test_route_that_is_not_in_the_table_is_closed_to_most() -> None:
    assert needed_for("a_route_of_tomorrow") is Permission.UNLISTED
    let_in = {role for role, permissions in MATRIX.items() if Permission.UNLISTED in permissions}
    assert let_in == {Role.ADMIN, Role.KEY, Role.OPERATOR}


def test_every_permission_is_explained_and_every_role_is_in_the_matrix() -> None:
    assert MEANINGS.keys() == set(Permission)
    assert MATRIX.keys() == set(Role)


def test_only_who_runs_the_installation_operates() -> None:
    assert {role for role in Role if Permission.OPERATE in MATRIX[role]} == {Role.OPERATOR}
