"""Nothing that is sent makes the server stumble, on no route that takes a body."""

import os
import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from core.config import Settings
from tests.fuzz.bodies import KINDS, Route, find_routes, malform
from tests.integration.api.calling import NOBODYS_ID, calling, document_of_product
from tests.integration.api.promises import PROBLEM, assert_problem

BODIES = int(os.environ.get("FUZZ_BODIES", "300"))
"""`make fuzz` sends 10,000."""

ROUTES = find_routes(document_of_product())


async def test_nothing_sent_makes_the_server_stumble(settings: Settings) -> None:
    """Always a problem that is documented, or done; never a 5xx."""
    chance = random.Random(7)
    statuses, kinds, called = Counter[int](), set[str](), set[str]()
    async with calling(settings) as client:
        ids = await _make_things(client)
        for number in range(BODIES):
            route = ROUTES[number % len(ROUTES)]
            attempt = malform(route, chance)
            answer = await client.request(
                route.method, _fill(route, ids), content=attempt.content, headers=dict(attempt.headers)
            )
            statuses[answer.status_code] += 1
            kinds.add(attempt.kind)
            called.add(f"{route.method} {route.path}")
            assert answer.status_code < 500, (route, attempt)
            if answer.is_error:
                assert answer.headers["Content-Type"] == PROBLEM
    assert kinds == KINDS
    assert len(called) == len(ROUTES)
    assert {400, 413, 415, 422} <= statuses.keys()


@pytest.mark.parametrize("body", [b"[" * 60_000, b'{"text":' * 7_000, b'{"text":"\xff"}', b'{"text":"\\ud800"}'])
async def test_worst_of_them(shared: httpx2.AsyncClient, body: bytes) -> None:
    for path in ("/v1/requests", "/v1/users"):
        answer = await shared.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in {400, 422}
        assert_problem(answer, answer.status_code, "malformed-body" if answer.status_code == 400 else "invalid-request")


async def _make_things(client: httpx2.AsyncClient) -> Mapping[str, str]:
    """One of most of what paths can name, so that bodies are judged by more than their shape."""

    async def make(path: str, **body: object) -> str:
        made = await client.post(path, json=body)
        assert made.is_success, made.text
        return made.json()["id"]

    user = await make("/v1/users", name="Rose", timezone="Europe/London")
    soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    reminder = await make("/v1/reminders", user_id=user, kind="medicine", subject="aspirin", at=soon)
    said = await client.post("/v1/requests", json={"text": "Book a table.", "user_id": user})
    occurrences = (await client.get("/v1/occurrences", params={"reminder_id": reminder})).json()["items"]
    return {
        "user_id": user,
        "contact_id": await make(f"/v1/users/{user}/contacts", name="Anna", channels=["mailto:anna@example.org"]),
        "venue_id": await make("/v1/venues", name="Olive Garden", kind="restaurant"),
        "reminder_id": reminder,
        "occurrence_id": occurrences[0]["id"],
        "task_id": said.json()["tasks"][0]["id"],
        "endpoint_id": await make("/v1/webhooks", url="https://example.org/hook"),
        "key_id": await make("/v1/keys", name="Kitchen tablet"),
        "queue": "booking",
    }


def _fill(route: Route, ids: Mapping[str, str]) -> str:
    path = route.path
    for part in path.split("/"):
        if part.startswith("{"):
            path = path.replace(part, ids.get(part.strip("{}"), NOBODYS_ID))
    return path
