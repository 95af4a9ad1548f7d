"""Nothing that is sent makes the server stumble, on no route that takes a body."""

import os
import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

import httpx2
import pytest
from fastapi.routing import APIRoute
from pydantic import SecretStr

from core.config import Settings
from core.ids import make_id
from services.notification.consent_links import ConsentLinks
from services.reminder.links import AnswerLinks
from tests.fuzz.bodies import KINDS, Route, find_routes, malform
from tests.integration.api.calling import NOBODYS_ID, app_of_product, calling, document_of_product
from tests.integration.api.promises import PROBLEM, assert_problem
from tests.outside.twilio import ACCOUNT, OUR_NUMBER, TOKEN, sign

BODIES = int(os.environ.get("FUZZ_BODIES", "300"))
"""`make fuzz` sends 10,000."""

ROUTES = find_routes(document_of_product())
PUBLIC = "https://grandma.example.org"
FORM = "application/x-www-form-urlencoded"
FORMS = (
    b"&".join(b"a%d=1" % number for number in range(30)),
    b"answer=taken&" * 5_000,
    b"&" * 60_000,
    b"answer=%ff%00&again=%",
    b"answer=%EF%BF%BE&=&==;\xff\x00\x80",
    b'{"answer": "taken"}',
    b"Body=%00&From=%00&To=%00&MessageSid=%00&CallSid=&Digits=%F0%9D%94%8A&MessageStatus=%00",
    b"Body=1&From=%2B442079460000&MessageSid=" + b"a" * 20_000,
    b"",
)
TOKENS = ("x", "=", "%00", "%ff%fe", "\u0661", "A" * 4_000, "..%2f..%2f", "%", "\u202e", NOBODYS_ID)


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


def find_unlisted() -> set[tuple[str, str]]:
    """What the document says nothing of a body for, and others than our customers call: signed links, callbacks."""
    hidden = {
        (method, each.path)
        for each in app_of_product().state.routes
        if isinstance(each, APIRoute) and not each.include_in_schema
        for method in each.methods or ()
    }
    callbacks = {
        (method.upper(), path)
        for path, operations in document_of_product()["paths"].items()
        if path.startswith("/v1/inbound/")
        for method in operations
    }
    return hidden | callbacks


def test_links_and_callbacks_are_among_what_is_tried() -> None:
    assert find_unlisted() >= {
        ("GET", "/a/{token}"),
        ("POST", "/a/{token}"),
        ("POST", "/v1/inbound/consent/{token}"),
        ("POST", "/v1/inbound/twilio"),
        ("POST", "/v1/inbound/twilio/keys/{notification_id}"),
    }


async def test_nothing_makes_a_link_or_a_callback_stumble(settings: Settings) -> None:
    """They need no key, and stand in no document: no other test of bodies finds them."""
    twilio = {
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": SecretStr(TOKEN),
        "twilio_from": OUR_NUMBER,
        "public_base_url": PUBLIC,
    }
    async with calling(settings.model_copy(update=twilio)) as client:
        tokens = (*(quote(each, safe="%") for each in TOKENS), *_signed(settings))
        for method, path in sorted(find_unlisted()):
            bodies = FORMS if method == "POST" else (b"",)
            for token in tokens if "{" in path else ("",):
                for body in bodies if token in tokens[-2:] or token in {"", NOBODYS_ID} else bodies[-1:]:
                    target = path.partition("{")[0] + token
                    headers = {"Authorization": "", "Content-Type": FORM, "X-Twilio-Signature": _sign(target, body)}
                    answer = await client.request(method, target, content=body, headers=headers)
                    assert answer.status_code < 500, (method, target, body[:80], answer.text)


def _signed(settings: Settings) -> tuple[str, str]:
    """Real links, about nothing that there is."""
    assert settings.secret_key is not None
    answers = AnswerLinks(secret=settings.secret_key, base_url=PUBLIC)
    ids = (make_id(), make_id(), make_id())
    urls = answers.urls_for(occurrence_id=ids[0], recipient_id=ids[1], message_id=ids[2], sent_at=datetime.now(UTC))
    consent = ConsentLinks(secret=settings.secret_key, base_url=PUBLIC).url_for(ids[0]) or ""
    return urls.taken.rpartition("/")[2], consent.rpartition("/")[2]


def _sign(target: str, body: bytes) -> str:
    return sign(PUBLIC + target, dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True)))


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
