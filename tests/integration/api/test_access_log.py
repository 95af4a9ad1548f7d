"""Whoever else sees or changes something of a person leaves a record, whatever route they take, and the person reads it."""

import asyncio
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.access_notes import ABOUT_NOBODY, network_of
from api.permissions import OPEN, needed_for
from core.access_record import AccessRecord, ActorKind
from core.config import Settings
from core.domain import TaskStatus
from core.errors import UnavailableError
from core.ids import make_id
from core.roles import MATRIX, Role
from core.tenancy import Tenant, confine_to, unconfined
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.access_log import AccessLog
from services.services import Services
from tests.integration.api.accounts import default_account
from tests.integration.api.key_making import by, make_key, rotate
from tests.integration.api.states import put_task
from tests.integration.api.test_logins import add_person, as_member, join
from tests.integration.api.test_strangers import OWNED, example_body, live, operations
from tests.integration.waiting import eventually

Row = dict[str, Any]
_ORDER = ("GET", "POST", "PUT", "PATCH", "DELETE")
_FIRST = "/v1/occurrences"
"""What changes a reminder has its due times made anew."""
_LAST = ("end_member_link", "delete_user")
"""After these nobody of the walk looks after the person any more."""
_WHO = (Role.CARER_MANAGER, Role.ADMIN, Role.OPERATOR)
"""Each route is taken by the first of them who may."""


@dataclass
class Home:
    """A person with one of everything, and who has to do with them."""

    api: httpx2.AsyncClient
    database: Database
    ids: dict[str, str]
    headers: Mapping[Role, Mapping[str, str]]

    @property
    def user(self) -> str:
        return self.ids["user_id"]

    async def call(
        self, role: Role, method: str, path: str, *, extra: Mapping[str, str] | None = None, **sent: Any
    ) -> httpx2.Response:
        headers = {**self.headers[role], **(extra or {})}
        return await self.api.request(method, path.format_map(self.ids), headers=headers, **sent)

    async def rows(self, action: str | None = None) -> Sequence[Row]:
        async with self.database.transaction() as session:
            found = await session.execute(text("SELECT *, xmin::text AS written_by FROM access_records ORDER BY id"))
            return [dict(row) for row in found.mappings() if action in {None, row["action"]}]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """People who log in may call as often as it takes."""
    return settings.model_copy(update={"ai_rate_limit_per_minute": 1_000_000})


async def _gather(api: httpx2.AsyncClient, database: Database, user: str) -> Home:
    headers: dict[Role, Mapping[str, str]] = {}
    for role in (Role.PERSON, Role.CARER_MANAGER, Role.CARER_VIEWER, Role.ADMIN):
        people = [user] if role.is_for_certain_people else []
        headers[role] = as_member(await join(api, *people, role=role, email=f"{role}@example.org"))
    key = (await api.post("/v1/keys", json={"name": "on call", "scopes": ["operate"]})).json()
    headers[Role.OPERATOR] = {"Authorization": f"Bearer {key['secret']}"}
    members = (await api.get("/v1/auth/members")).json()["items"]
    ids = {"user_id": user, "operator": key["id"], **{each["role"]: each["id"] for each in members}}
    return Home(api, database, {**ids, "member_id": ids["carer-viewer"]}, headers)


@pytest.fixture
async def home(api: httpx2.AsyncClient, database: Database) -> Home:
    """Rose, who has nothing yet."""
    return await _gather(api, database, await add_person(api))


@pytest.fixture
async def full_home(
    api: httpx2.AsyncClient,
    database: Database,
    services: Services,
    settings: Settings,
    unit_of_work: UnitOfWorkFactory,
) -> Home:
    """Rose, who has one of everything."""
    await live(api, services, settings)
    ids: dict[str, str] = {}
    async with database.transaction() as session:
        for name, table in OWNED.items():
            of_hers = "WHERE user_id IS NOT NULL OR task_id IS NOT NULL" if name == "delivery_id" else ""
            ids[name] = str(await session.scalar(text(f"SELECT id FROM {table} {of_hers} ORDER BY id LIMIT 1")))
        await session.execute(text("DELETE FROM push_subscriptions"))  # what is sealed in there is none
    home = await _gather(api, database, (await api.get("/v1/users")).json()["items"][0]["id"])
    account = await default_account(unit_of_work)
    for name in ("letter_id", "other_letter"):
        ids[name] = str((await put_task(unit_of_work, account, TaskStatus.FAILED)).id)
    home.ids |= {**ids, "account_id": str(account.id), **home.ids}
    return home


async def test_every_route_to_a_person_leaves_one_record_of_whoever_takes_it(full_home: Home) -> None:
    """A new route: it names whose data it is about in path, query or body, or is in ABOUT_NOBODY (api/access_notes.py)."""
    named = {operation["operationId"]: (method, path, operation) for method, path, operation in operations()}
    assert named.keys() >= ABOUT_NOBODY, "These routes are not there any more."
    walk = sorted(
        named.keys() - OPEN - ABOUT_NOBODY,
        key=lambda name: (
            _LAST.index(name) if name in _LAST else -1,
            _ORDER.index(named[name][0]),
            not named[name][1].startswith(_FIRST),
            name,
        ),
    )
    for name in walk:
        method, path, operation = named[name]
        body = example_body(operation)
        if name == "create_invitation":
            body = {**body, "user_ids": [full_home.user], "role": "carer-viewer"}
        if name == "redrive_dead_letters":
            body = {"ids": [full_home.ids["other_letter"]]}
        role = next(each for each in _WHO if needed_for(name) in MATRIX[each])
        before = len(await full_home.rows(name))
        answer = await full_home.call(role, method, path, json=body)
        assert answer.status_code < 500, answer.text
        found = await full_home.rows(name)
        assert len(found) == before + 1, (name, answer.status_code, answer.text)
        row = found[-1]
        assert (row["role"], str(row["actor_id"])) == (role, full_home.ids[role]), name
        whose = _whose(name, answer, full_home)
        assert (str(row["user_id"] or ""), row["is_about_all"]) == whose, (name, answer.status_code)
        kind = [part for part in re.findall(r"{(\w+)_id}", path) if part not in {"user", "endpoint"}]
        if name not in {"delete_user", "create_user", "redrive_dead_letters"}:
            assert (row["thing_kind"], str(row["thing_id"])) == (
                (kind[-1], full_home.ids[f"{kind[-1]}_id"]) if kind else (None, "None")
            )
    assert len(walk) > 60


def _whose(name: str, answer: httpx2.Response, home: Home) -> tuple[str, bool]:
    """Whose data the record is about, and whether it is about everybody."""
    if name == "create_user":
        return answer.json()["id"], False
    if name == "delete_user":  # whoever was erased is not in the record
        return "", False
    return ("", True) if name in {"list_deliveries", "pause_account", "resume_account"} else (home.user, False)


async def test_record_says_who_did_what_and_whether_it_was_granted(home: Home) -> None:
    assert (await home.call(Role.CARER_VIEWER, "GET", "/v1/users/{user_id}")).status_code == 200
    assert (await home.call(Role.CARER_VIEWER, "PATCH", "/v1/users/{user_id}", json={"name": "R"})).status_code == 403
    assert (await home.call(Role.CARER_MANAGER, "PATCH", "/v1/users/{user_id}", json={"name": 5})).status_code == 422
    assert (await home.call(Role.ADMIN, "GET", "/v1/tasks")).status_code == 200
    answer = await home.call(Role.PERSON, "GET", "/v1/users/{user_id}/access-log")
    shown = [
        (each["actor"]["kind"], each["actor"]["id"], each["action"], each["outcome"], each["about_everybody"])
        for each in answer.json()["items"]
    ]
    assert shown == [
        ("member", home.ids["admin"], "list_tasks", "done", True),
        ("member", home.ids["carer-manager"], "change_user", "failed", False),
        ("member", home.ids["carer-viewer"], "change_user", "refused", False),
        ("member", home.ids["carer-viewer"], "get_user", "done", False),
    ]
    assert {each["network"] for each in answer.json()["items"]} == {"127.0.0.0/24"}


async def test_carer_who_asks_for_somebody_else_is_recorded_as_refused(home: Home) -> None:
    other = await add_person(home.api, "Edna")
    said = {"text": "Remind me to call John tomorrow at 9am.", "user_id": other}
    request = (await home.api.post("/v1/requests", json=said)).json()["id"]
    assert (await home.call(Role.CARER_VIEWER, "GET", f"/v1/users/{other}")).status_code == 404
    assert (await home.call(Role.CARER_VIEWER, "GET", f"/v1/requests/{request}")).status_code == 404
    rows = await home.rows()
    assert [(str(row["user_id"]), row["action"], row["outcome"]) for row in rows] == [
        (other, "get_user", "refused"),
        (other, "get_request", "refused"),
    ]


async def test_own_doing_leaves_no_record_and_programs_leave_one_for_whom_they_act(home: Home) -> None:
    url = f"/v1/users/{home.user}"
    await home.call(Role.PERSON, "GET", url)
    await home.call(Role.PERSON, "PATCH", url, json={"name": "Rosie"})
    key = (await home.api.post("/v1/keys", json={"name": "app"})).json()
    reader = (await home.api.post("/v1/keys", json={"name": "reader", "scopes": ["people:read"]})).json()
    contact = {"name": "Anna", "may_edit_medicines": True}
    anna = (await home.api.post(f"{url}/contacts", json=contact)).json()["id"]
    by_key, by_reader = ({"Authorization": f"Bearer {each['secret']}"} for each in (key, reader))
    assert (await home.api.get(url, headers=by_key)).status_code == 200
    assert await home.rows() == []
    await home.call(Role.PERSON, "GET", f"{url}/export")
    assert (await home.api.get(url, headers={**by_key, "X-Acting-Contact": anna})).status_code == 200
    assert (await home.api.get(f"{url}/export", headers=by_key)).status_code == 200
    assert (await home.api.patch(url, json={"name": "R"}, headers=by_reader)).status_code == 403
    bob = (await home.api.post("/v1/users", json={"name": "Bob", "timezone": "UTC"})).json()["id"]
    dora = (await home.api.post(f"/v1/users/{bob}/contacts", json={"name": "Dora"})).json()["id"]
    for nobody_of_hers in (dora, str(make_id())):
        assert (await home.api.get(url, headers={**by_key, "X-Acting-Contact": nobody_of_hers})).status_code == 200
    assert [(row["actor_kind"], str(row["actor_id"]), row["action"], row["outcome"]) for row in await home.rows()] == [
        ("member", home.ids["person"], "export_user", "done"),
        ("contact", anna, "get_user", "done"),
        ("key", key["id"], "export_user", "done"),
        ("key", reader["id"], "change_user", "refused"),
        *[("key", key["id"], "get_user", "done")] * 2,
    ]


async def test_what_members_do_through_keys_is_recorded_as_theirs(home: Home) -> None:
    """A key speaks for the account only where no member has ever been shown it."""
    url, admin, program = f"/v1/users/{home.user}", home.headers[Role.ADMIN], await make_key(home.api)
    mine = await make_key(home.api, headers=admin)
    reader = await make_key(home.api, headers=by(mine), scopes=["people:read"])  # made with a member's key
    rotated = await rotate(home.api, mine, headers=by(mine))
    taken_over = await rotate(home.api, await make_key(home.api), headers=admin)  # the account's, seen by a member
    still_mine = await rotate(home.api, reader, headers=by(program))
    theirs = (mine, reader, rotated, taken_over, still_mine)
    assert {key["made_by"] for key in theirs} == {home.ids["admin"]}
    once = {"Idempotency-Key": "once"}  # what a program was told of its key is not told to a member's
    told = [(await make_key(home.api, headers=by(key) | once))["made_by"] for key in (program, mine, program)]
    assert told == [None, home.ids["admin"], None]
    for key in theirs:
        assert (await home.api.get(url, headers=by(key))).status_code == 200
    anna = (await home.api.post(f"{url}/contacts", json={"name": "Anna"})).json()["id"]
    assert (await home.api.get(url, headers={**by(mine), "X-Acting-Contact": anna})).status_code == 200
    assert (await home.api.patch(url, json={"name": "R"}, headers=by(reader))).status_code == 403
    assert (await home.api.patch(url, json={"name": "R"}, headers=by(mine))).status_code == 200
    again = await rotate(home.api, program, headers=by(program))
    by_program = await make_key(home.api, headers=by(again))
    for key in (program, again, by_program):  # the account's own
        assert key["made_by"] is None
        assert (await home.api.get(url, headers=by(key))).status_code == 200

    assert {(row["actor_kind"], str(row["actor_id"]), row["role"]) for row in await home.rows()} == {
        ("member", home.ids["admin"], "admin")
    }
    assert [(str(row["key_id"]), row["action"], row["outcome"]) for row in await home.rows()] == [
        *((key["id"], "get_user", "done") for key in (*theirs, mine)),
        (reader["id"], "change_user", "refused"),
        (mine["id"], "change_user", "done"),
    ]
    shown = (await home.call(Role.PERSON, "GET", "/v1/users/{user_id}/access-log")).json()["items"][0]["actor"]
    assert shown == {"kind": "member", "id": home.ids["admin"], "role": "admin", "key_id": mine["id"]}
    who = (await home.api.get("/v1/auth/me", headers=by(mine))).json()
    assert (who["member_id"], who["key_id"], who["role"]) == (home.ids["admin"], mine["id"], "key")


async def test_change_and_its_record_are_one_transaction(home: Home) -> None:
    for number, body in enumerate(({"name": 5}, {"name": "Rosie"})):  # under a key, which is stored by itself
        key = {"Idempotency-Key": f"change-{number}"}
        await home.call(Role.CARER_MANAGER, "PATCH", "/v1/users/{user_id}", json=body, extra=key)
    [refused, row] = await home.rows()
    assert (refused["outcome"], row["outcome"]) == ("failed", "done")
    async with home.database.transaction() as session:
        changed_by = await session.scalar(text("SELECT xmin::text FROM users WHERE id = :id"), {"id": home.user})
    assert row["written_by"] == changed_by


@pytest.mark.parametrize("error", [UnavailableError("away"), RuntimeError("the person has just been erased")])
async def test_what_cannot_be_recorded_is_not_shown(
    home: Home, unit_of_work: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def refuse(*_: Any) -> None:
        raise error

    monkeypatch.setattr(AccessLog, "write", refuse)
    answer = await home.call(Role.CARER_VIEWER, "GET", "/v1/users/{user_id}")
    assert answer.status_code == 503
    assert "Rose" not in answer.text
    task = await put_task(unit_of_work, await default_account(unit_of_work), TaskStatus.FAILED)
    for path in ("/v1/admin/dead-letters", f"/v1/admin/dead-letters/{task.id}"):
        answer = await home.call(Role.OPERATOR, "GET", path)
        assert (answer.status_code, "restaurant_booking" in answer.text) == (503, False)
    assert (await home.call(Role.PERSON, "GET", "/v1/users/{user_id}")).status_code == 200


async def test_list_is_paged_and_narrowed_by_time_and_actor(home: Home) -> None:
    for role in (Role.CARER_VIEWER, Role.CARER_MANAGER, Role.CARER_VIEWER):
        await home.call(role, "GET", "/v1/users/{user_id}")
    url = "/v1/users/{user_id}/access-log"
    first = (await home.call(Role.PERSON, "GET", url, params={"limit": 2})).json()
    rest = await home.call(Role.PERSON, "GET", url, params={"limit": 2, "cursor": first["next_cursor"]})
    everything = [*first["items"], *rest.json()["items"]]
    assert [each["actor"]["role"] for each in everything] == ["carer-viewer", "carer-manager", "carer-viewer"]
    middle = everything[1]["at"]
    for query, expected in (
        ({"since": middle}, everything[:2]),
        ({"until": middle}, everything[2:]),
        ({"actor_id": home.ids["carer-viewer"]}, [everything[0], everything[2]]),
    ):
        assert (await home.call(Role.PERSON, "GET", url, params=query)).json()["items"] == expected
    backwards = await home.call(Role.PERSON, "GET", url, params={"since": middle, "until": middle})
    assert backwards.status_code == 422
    assert "until must be later" in backwards.text
    for role, status in ((Role.CARER_MANAGER, 200), (Role.ADMIN, 200), (Role.CARER_VIEWER, 403)):
        assert (await home.call(role, "GET", url)).status_code == status


async def test_records_are_in_the_archive_and_go_with_the_person(home: Home) -> None:
    await home.call(Role.ADMIN, "GET", "/v1/tasks")
    await home.call(Role.CARER_VIEWER, "GET", "/v1/users/{user_id}")
    archive = await home.call(Role.PERSON, "GET", "/v1/users/{user_id}/export")
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        records = json.loads(opened.read("everything.json"))["access_records"]
    assert [each["action"] for each in records] == ["list_tasks", "get_user"]
    assert (await home.call(Role.ADMIN, "DELETE", "/v1/users/{user_id}")).status_code == 204
    rows = await home.rows()
    assert [(row["action"], row["user_id"], row["thing_id"]) for row in rows] == [
        ("list_tasks", None, None),
        ("delete_user", None, None),
    ]


async def test_nobody_changes_or_removes_a_record(home: Home) -> None:
    await home.call(Role.CARER_VIEWER, "GET", "/v1/users/{user_id}")
    async with home.database.transaction() as session:
        with pytest.raises(DBAPIError, match="never changed"):
            await session.execute(text("UPDATE access_records SET role = 'person'"))
        await session.rollback()
    [row] = await home.rows()
    home.database.is_walled = True
    with unconfined():
        confine_to(Tenant(account_id=row["account_id"]))
        for statement in ("UPDATE access_records SET role = 'person'", "DELETE FROM access_records"):
            with pytest.raises(DBAPIError, match="permission denied"):
                async with home.database.transaction() as session:
                    await session.execute(text(statement))
    home.database.is_walled = False
    assert [each["id"] for each in await home.rows()] == [row["id"]]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::77", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("testclient", None),
        (None, None),
    ],
)
def test_address_is_shortened_to_its_network(address: str | None, network: str | None) -> None:
    assert network_of(address) == network


async def test_access_to_somebody_who_is_erased_at_this_moment_keeps_no_other_record_from_being_written(
    home: Home, unit_of_work: UnitOfWorkFactory, database: Database
) -> None:
    """The record of her waits for the erasure to be over, in the same statement as that of somebody else."""
    ada = UUID((await home.api.post("/v1/users", json={"name": "Ada", "timezone": "UTC"})).json()["id"])
    about = AccessRecord(
        id=make_id(),
        account_id=(await default_account(unit_of_work)).id,
        user_id=ada,
        actor_kind=ActorKind.KEY,
        actor_id=make_id(),
        role="key",
        action="get_user",
    )
    other = replace(about, id=make_id(), user_id=UUID(home.user))
    async with database.transaction() as erasing:
        await erasing.execute(text("DELETE FROM users WHERE id = :id"), {"id": ada})
        writing = asyncio.create_task(AccessLog(unit_of_work=unit_of_work).write([about, other]))
        assert await eventually(partial(count_waiting, database))
    await writing
    assert [row["id"] for row in await home.rows() if row["action"] == "get_user"] == [other.id]


async def count_waiting(database: Database) -> int:
    """How many sessions of this database wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with database.transaction() as session:
        return (await session.execute(text(waiting))).scalar_one()
