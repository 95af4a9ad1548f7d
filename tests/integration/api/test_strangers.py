"""A stranger calls every route with the ids of another account: no data comes back, and nothing is changed."""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from core.config import Settings
from repositories.database import Database
from repositories.models import Base
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import calling, document_of_product
from tests.integration.api.rows import write
from tests.integration.api.test_logins import as_member, invite, join
from tests.integration.worker import running_worker

DOCUMENT = document_of_product()
SECRET = "Zanzibar"
"""A word that is in everything the first account has, and in nothing else."""

OWNED = {
    "request_id": "requests",
    "task_id": "tasks",
    "user_id": "users",
    "contact_id": "contacts",
    "venue_id": "venues",
    "booking_id": "bookings",
    "reminder_id": "reminders",
    "occurrence_id": "occurrences",
    "notification_id": "notifications",
    "reply_id": "family_replies",
    "note_id": "notes",
    "subscription_id": "push_subscriptions",
    "endpoint_id": "webhook_endpoints",
    "delivery_id": "webhook_messages",
    "key_id": "api_keys",
    "member_id": "members",
    "invitation_id": "single_use_tokens",
}
"""What stands in paths and queries, and where its rows are. A new kind of thing is put here, and set up below."""

FOR_OPERATORS = {"account_id", "letter_id", "queue"}
NOBODYS = {"system"}

_FIRST = {
    "users": "name LIKE '%Zanzibar%'",
    "venues": "name LIKE '%Zanzibar%'",
    "single_use_tokens": "kind = 'invitation' AND used_at IS NULL",
}
"""Which row of a table it is, where that is not the newest."""

_ASKS_FIRST = {"/v1/auth/members/{member_id}"}
"""Refused to who is for certain people whether there is such a member or not."""

_REPLY = """
INSERT INTO family_replies (id, account_id, user_id, contact_id, sender, notification_id, text, via, received_at)
SELECT gen_random_uuid(), account_id, user_id, contact_id, 'Anna Zanzibar', id, 'Zanzibar', 'test', now()
FROM notifications LIMIT 1
"""
_BROWSER = """
INSERT INTO push_subscriptions (id, account_id, user_id, fingerprint, sealed)
SELECT gen_random_uuid(), account_id, id, 'zanzibar', 'zanzibar' FROM users WHERE name LIKE '%Zanzibar'
"""

_BROWSER_OF = """
INSERT INTO push_subscriptions (id, account_id, user_id, fingerprint, sealed)
SELECT id, account_id, id, 'own', 'own' FROM users WHERE id = :id
"""
"""One of somebody's own, under their own id."""


@dataclass
class Town:
    owner: httpx2.AsyncClient
    stranger: httpx2.AsyncClient
    carer: httpx2.AsyncClient
    ids: Mapping[str, str]
    of_owner: Mapping[str, str]
    of_stranger: Mapping[str, str]
    of_carer: Mapping[str, str]
    database: Database


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """People who log in may call as often as it takes."""
    return settings.model_copy(update={"ai_rate_limit_per_minute": 1_000_000})


@pytest.fixture
async def town(
    api: httpx2.AsyncClient, settings: Settings, services: Services, unit_of_work: UnitOfWorkFactory, database: Database
) -> AsyncGenerator[Town]:
    """An account that has one of everything, and a stranger with a key of their own account."""
    await live(api, services, settings)
    rose = (await api.get("/v1/users")).json()["items"][0]["id"]
    await join(api, rose, email="zanzibar@example.org")
    await invite(api, rose, email="zanzibar.to.be@example.org")
    ids: dict[str, str] = {}
    async with database.transaction() as session:
        for name, table in OWNED.items():
            order = _FIRST.get(table, "id")
            found = await session.scalar(text(f"SELECT id FROM {table} ORDER BY {order} DESC LIMIT 1"))
            assert found is not None, f"There is no row in {table} to try a stranger on."
            ids[name] = str(found)
    _, key = await add_account(unit_of_work, services)
    edna = (await api.post("/v1/users", json={"name": "Edna", "timezone": "UTC"})).json()["id"]
    login = await join(api, edna, role="carer-manager")
    by_mail = settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:9", "mail_from": "assistant@example.org"})
    async with calling(settings, key=key) as stranger, calling(by_mail, key=login["access_token"]) as carer:
        theirs = (await stranger.get("/v1/users")).json()["items"][0]["id"]
        olga = await member_of(stranger, as_member(await join(stranger, theirs, email="olga@example.org")))
        of_stranger = {**await settle(stranger, theirs), **await open_office(stranger), "member_id": olga}
        of_carer = {**await settle(api, edna), "member_id": await member_of(carer)}
        for own in (of_stranger, of_carer):
            own["subscription_id"] = own["user_id"]
            await write(settings, _BROWSER_OF, id=own["user_id"])
        of_owner = {**of_carer, **await open_office(api)}
        yield Town(api, stranger, carer, ids, of_owner, of_stranger, of_carer, database)


async def settle(client: httpx2.AsyncClient, user: str) -> dict[str, str]:
    """What somebody has of their own, beside which they name what is others'."""

    async def make(path: str, **body: Any) -> str:
        answer = await client.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    pill = await make("/v1/reminders", kind="medicine", subject="aspirin", at=soon, user_id=user)
    needed = {"kind": "medicine", "subject": "paracetamol", "as_needed": {"max_per_day": 4}}
    due = (await client.get("/v1/occurrences", params={"reminder_id": pill, "user_id": user})).json()["items"]
    return {
        "user_id": user,
        "contact_id": await make(f"/v1/users/{user}/contacts", name="Olga", relation="friend"),
        "reminder_id": await make("/v1/reminders", **needed, user_id=user),
        "occurrence_id": due[0]["id"],
    }


async def open_office(client: httpx2.AsyncClient) -> dict[str, str]:
    """An endpoint, which was sent something."""
    endpoint = (await client.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/own"})).json()["id"]
    tested = await client.post(f"/v1/webhooks/{endpoint}/test")
    assert tested.status_code == 202, tested.text
    return {"endpoint_id": endpoint, "delivery_id": tested.json()["id"]}


async def member_of(client: httpx2.AsyncClient, headers: Mapping[str, str] | None = None) -> str:
    """The id of whoever is logged in."""
    return (await client.get("/v1/auth/me", headers=headers)).json()["member_id"]


async def live(api: httpx2.AsyncClient, services: Services, settings: Settings) -> None:
    """Have one of everything."""
    user = (await api.get("/v1/users")).json()["items"][0]["id"]
    await api.patch(f"/v1/users/{user}", json={"name": f"Rose {SECRET}"})
    contact = {"name": "Anna", "relation": "daughter", "channels": ["mailto:zanzibar@example.org"]}
    await api.post(f"/v1/users/{user}/contacts", json=contact)
    await api.post("/v1/venues", json={"name": f"{SECRET} Kitchen", "kind": "restaurant"})
    await api.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/zanzibar"})
    await api.post("/v1/keys", json={"name": SECRET})
    async with running_worker(services, settings):
        for said in (
            f"Book a table for 4 at {SECRET} Kitchen tomorrow at 7pm.",
            f"Remind me to take my {SECRET} pill every day at 8am.",
            f"Put {SECRET} tea on my shopping list.",
            f"Tell my daughter Anna that {SECRET} is lovely.",
        ):
            body = {"text": said, "confirm": "never"}
            answer = await api.post("/v1/requests", json=body, headers={"Prefer": "wait=20"})
            assert answer.status_code == 200, answer.text
    await write(settings, _REPLY)
    await write(settings, _BROWSER)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def ids_in_body(operation: dict[str, Any]) -> dict[str, bool]:
    """The ids of things that a body may name, and whether it may name several."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {"schema": {}})
    found: dict[str, bool] = {}
    for option in [content["schema"], *content["schema"].get("anyOf", [])]:
        schema = DOCUMENT["components"]["schemas"].get(option.get("$ref", "").rpartition("/")[2], {})
        for name in schema.get("properties", {}):
            if name.endswith(("_id", "_ids")):
                found[name.removesuffix("s")] = name.endswith("s")
    return found


def naming(operation: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """A body as in the documents, which names these things."""
    named = ids_in_body(operation)
    assert named.keys() <= OWNED.keys(), f"Whose are {named.keys() - OWNED.keys()}? See OWNED."
    given = {f"{name}s" if several else name: [ids[name]] if several else ids[name] for name, several in named.items()}
    return {**example_body(operation), **given}


def example_body(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content["schema"]
    for option in [schema, *schema.get("anyOf", [])]:
        if "$ref" in option:
            return DOCUMENT["components"]["schemas"][option["$ref"].rpartition("/")[2]]["examples"][0]
    return {}


async def snapshot(database: Database) -> dict[str, Any]:
    """Every row of every table but those that each call writes to."""
    async with database.transaction() as session:
        return {
            name: (
                await session.execute(text(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} AS t"))
            ).scalar()
            for name in Base.metadata.tables
            if name not in {"api_keys", "access_records"}
        }


OF_THE_ACCOUNT = ("/v1/venues", "/v1/availability")
"""What all people of an account share, and each of them may read."""


async def _call_every_route(town: Town, client: httpx2.AsyncClient, *, shares: tuple[str, ...] = ()) -> None:
    walked = 0
    for method, path, operation in operations():
        names = set(re.findall(r"{(\w+)}", path))
        if not names or names & (FOR_OPERATORS | NOBODYS):
            continue
        assert names <= OWNED.keys(), f"Whose are {names - OWNED.keys()}? See OWNED."
        if path.startswith(shares) and method == "GET":
            continue
        body = naming(operation, town.ids) if ids_in_body(operation) else example_body(operation)
        for tried in (method, "HEAD") if method == "GET" else (method,):
            answer = await client.request(tried, path.format_map(town.ids), json=None if tried == "HEAD" else body)
            refused = {403, 404, 409} if path in _ASKS_FIRST else {403, 404}
            assert answer.status_code in refused, (tried, path, answer.status_code, answer.text)
            assert SECRET.lower() not in f"{answer.headers} {answer.text}".lower(), (tried, path)
        walked += 1
    assert walked > 40


async def _read_every_list(town: Town, client: httpx2.AsyncClient, *, shares: tuple[str, ...] = ()) -> None:
    for method, path, operation in operations():
        if method != "GET" or "{" in path or "security" not in operation or path.startswith(("/v1/admin", *shares)):
            continue
        asked = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"} & OWNED.keys()
        for query in ({}, *({name: town.ids[name]} for name in asked)):
            extra = {"date": "2030-01-01"} if operation["operationId"] == "find_availability" else {}
            answer = await client.get(path, params={**query, **extra})
            assert answer.status_code in {200, 403, 404, 422}, (path, query, answer.text)
            assert SECRET.lower() not in answer.text.lower(), (path, query)
            for given in query.values():
                assert answer.is_error or given not in answer.text, (path, query)
            head = await client.head(path, params={**query, **extra})
            assert (head.status_code, head.content) == (answer.status_code, b""), (path, query)
            assert head.headers.get("Link") == answer.headers.get("Link"), (path, query)


async def _name_in_bodies(client: httpx2.AsyncClient, own: Mapping[str, str], named: Mapping[str, str]) -> set[int]:
    """What is answered where somebody's own things are in the path, and others are named in the body."""
    found: set[int] = set()
    for method, path, operation in operations():
        if not ids_in_body(operation) or path.startswith("/v1/admin"):
            continue
        assert set(re.findall(r"{(\w+)}", path)) <= own.keys(), f"Who has one of their own for {path}? See settle."
        answer = await client.request(method, path.format_map(own), json=naming(operation, named))
        assert SECRET.lower() not in answer.text.lower(), (method, path)
        if named is not own:
            about = [each["pointer"] for each in answer.json().get("errors", [])]
            assert answer.status_code in {403, 404} or any("_id" in each for each in about), (
                method,
                path,
                answer.status_code,
                answer.text,
            )
        found.add(answer.status_code)
    return found


def paths_of_two() -> list[tuple[str, str, list[str], Any]]:
    """The calls whose path names two things; those that take one away come last, the inmost first."""
    found = [(method, path, re.findall(r"{(\w+)}", path), example_body(each)) for method, path, each in operations()]
    assert all(len(each[2]) < 3 for each in found), "Which of three are mixed how?"
    found = [each for each in found if len(each[2]) == 2 and not set(each[2]) & (FOR_OPERATORS | NOBODYS)]
    return sorted(found, key=lambda each: (each[0] == "DELETE", -len(each[1])))


async def _mix_in_paths(town: Town, client: httpx2.AsyncClient, own: Mapping[str, str]) -> None:
    """Something of one's own beside something of others, in one path: neither opens the other."""
    mixed = 0
    for method, path, names, body in paths_of_two():
        for mine in (name for name in names if name in own):
            answer = await client.request(method, path.format_map({**town.ids, mine: own[mine]}), json=body)
            assert answer.status_code in {403, 404}, (method, path, mine, answer.status_code, answer.text)
            assert SECRET.lower() not in f"{answer.headers} {answer.text}".lower(), (method, path)
            mixed += 1
    assert mixed > 10


async def _open_ones_own(client: httpx2.AsyncClient, own: Mapping[str, str]) -> None:
    """The mixed paths are no proof where the way is closed to everybody."""
    for method, path, names, body in paths_of_two():
        assert set(names) <= own.keys(), f"Who has one of their own for {path}? See settle and open_office."
        answer = await client.request(method, path.format_map(own), json=body)
        assert answer.status_code not in {403, 404, 405}, (method, path, answer.status_code, answer.text)


async def _let_the_owner_in(town: Town) -> None:
    """The walk is no proof where the way is closed to everybody."""
    seen = 0
    for method, path, _ in operations():
        names = set(re.findall(r"{(\w+)}", path))
        if method == "GET" and names and names <= OWNED.keys() and not path.endswith("/stream"):
            answer = await town.owner.get(path.format_map(town.ids))
            assert answer.status_code in {200, 409} or "contact_id" in names or path.endswith("push-subscriptions"), (
                path,
                answer.status_code,
                answer.text,
            )
            seen += 1
    assert seen > 12
    for path in ("/v1/auth/invitations/{invitation_id}", "/v1/auth/members/{member_id}"):
        assert (await town.owner.delete(path.format_map(town.ids))).status_code == 204


async def test_stranger_gets_nothing_and_changes_nothing_whatever_they_call(town: Town) -> None:
    before = await snapshot(town.database)
    await _call_every_route(town, town.stranger)
    await _read_every_list(town, town.stranger)
    await _name_in_bodies(town.stranger, town.of_stranger, town.ids)
    await _mix_in_paths(town, town.stranger, town.of_stranger)
    for name in ("queues", "dead-letters", "spending"):
        assert (await town.stranger.get(f"/v1/admin/{name}")).status_code == 403
    assert await snapshot(town.database) == before
    # The same for somebody of the same account who looks after somebody else: of it they see the venues.
    await _call_every_route(town, town.carer, shares=OF_THE_ACCOUNT)
    await _read_every_list(town, town.carer, shares=OF_THE_ACCOUNT)
    await _name_in_bodies(town.carer, town.of_carer, town.ids)
    await _mix_in_paths(town, town.carer, town.of_carer)
    await _mix_in_paths(town, town.owner, town.of_owner)  # to whom all of it is open, each under its own
    assert await snapshot(town.database) == before
    # Neither walk is a proof where it is refused whatever it names.
    for client, own in ((town.stranger, town.of_stranger), (town.carer, town.of_carer)):
        assert not await _name_in_bodies(client, own, own) & {403, 404, 422}
    await _open_ones_own(town.stranger, town.of_stranger)
    await _let_the_owner_in(town)
