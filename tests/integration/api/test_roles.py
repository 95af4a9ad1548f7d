"""Every route is called in every role: who may is let in, who may not gets 403, as the matrix of `core/roles.py` has it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from api.permissions import OPEN, needed_for
from core.config import Settings
from core.roles import MATRIX, Role
from tests.integration.api.calling import NOBODYS_ID, bearer, document_of_product
from tests.integration.api.test_logins import add_person, as_member, join

OPERATIONS = [
    (method.upper(), path, operation["operationId"])
    for path, item in document_of_product()["paths"].items()
    for method, operation in item.items()
    if operation["operationId"] not in OPEN
]


@dataclass
class Cast:
    api: httpx2.AsyncClient
    headers: Mapping[Role, Mapping[str, str]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """People who log in may call as often as it takes."""
    return settings.model_copy(update={"ai_rate_limit_per_minute": 1_000_000})


@pytest.fixture
async def everybody(api: httpx2.AsyncClient, settings: Settings) -> Cast:
    """Somebody in each role."""
    rose = await add_person(api)
    headers: dict[Role, Mapping[str, str]] = {Role.OPERATOR: bearer(settings)}
    key = (await api.post("/v1/keys", json={"name": "key"})).json()["secret"]
    headers[Role.KEY] = {"Authorization": f"Bearer {key}"}
    for role in set(Role) - headers.keys():
        people = [rose] if role.is_for_certain_people else []
        headers[role] = as_member(await join(api, *people, role=role, email=f"{role}@example.org"))
    return Cast(api, headers)


async def test_every_route_in_every_role(everybody: Cast) -> None:
    cells = 0
    # The one who has logged out could show nothing more.
    for method, path, name in sorted(OPERATIONS, key=lambda each: each[2] == "log_out"):
        filled = re.sub(r"{queue}", "nothing", re.sub(r"{\w+_id}", NOBODYS_ID, path))
        for role in Role:
            body: dict[str, str] | None = {} if method in {"POST", "PUT", "PATCH"} else None
            answer = await everybody.api.request(method, filled, headers=everybody.headers[role], json=body)
            may = needed_for(name) in MATRIX[role]
            refused = answer.status_code == 403
            assert answer.status_code != 401, (role, method, path, answer.text)
            assert refused is not may, (role, method, path, answer.status_code, answer.text)
            cells += 1
    assert cells == len(OPERATIONS) * len(Role)
    assert len(OPERATIONS) > 70


async def test_nobody_becomes_more_than_they_are(everybody: Cast) -> None:
    for role in set(Role) - {Role.KEY, Role.OPERATOR}:
        headers = everybody.headers[role]
        me = (await everybody.api.get("/v1/auth/me", headers=headers)).json()
        assert me["role"] == role
        assert set(me["permissions"]) == {str(each) for each in MATRIX[role]}
        if role is not Role.ADMIN:
            wish: dict[str, Any] = {"email": "x@example.org", "role": "admin", "user_ids": [], "consent": "person"}
            answer = await everybody.api.post("/v1/auth/invitations", json=wish, headers=headers)
            assert answer.status_code in {403, 409}
            assert (await everybody.api.post("/v1/keys", json={"name": "x"}, headers=headers)).status_code == 403
