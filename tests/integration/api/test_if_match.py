"""What was changed since the caller has read it is neither replaced nor erased, wherever there is a tag to compare."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest

from core.ids import make_id
from core.note import NewNote, NoteKind
from core.people import Account
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.api.calling import document_of_product
from tests.integration.api.promises import assert_problem

Json = dict[str, Any]

LADDER = {"steps": [{"after_minutes": 15, "tell": "main"}]}
BODIES: dict[str, Json] = {
    "set_stock": {"left": 10},
    "put_consent": {"topics": ["missed"]},
    "put_ladders": {"escalation": LADDER, "critical_escalation": None},
}
"""What is put; each is something else than what is there."""

GUARDED = {
    operation["operationId"]: (method.upper(), path)
    for path, operations in document_of_product()["paths"].items()
    for method, operation in operations.items()
    if method in {"put", "delete"} and "412" in operation["responses"]
}


class Ids(dict[str, str]):
    """One of everything that is replaced or erased, made as it is asked for."""

    def __init__(self, client: httpx2.AsyncClient, units: UnitOfWorkFactory, account: Account) -> None:
        self.client = client
        self.units = units
        self.account = account

    async def make(self) -> None:
        self["user_id"] = await self._post("/v1/users", name="Rose", timezone="Europe/London")
        self["contact_id"] = await self._post(f"/v1/users/{self['user_id']}/contacts", name="Anna")
        self["venue_id"] = await self._post("/v1/venues", name="Guarded", kind="restaurant")
        plan = {"kind": "medicine", "subject": "aspirin", "times": ["10:00"], "recurrence": "FREQ=DAILY"}
        self["reminder_id"] = await self._post("/v1/reminders", **plan, user_id=self["user_id"])
        self["endpoint_id"] = await self._post("/v1/webhooks", url="https://example.org/guarded")
        self["key_id"] = await self._post("/v1/keys", name="guarded")
        note = NewNote(
            id=make_id(),
            account_id=self.account.id,
            user_id=self.account.default_user_id,
            task_id=None,
            kind=NoteKind.SHOPPING,
            text="tea",
        )
        async with self.units() as unit:
            self["note_id"] = str((await unit.notes.add_once(note)).id)

    async def _post(self, path: str, **body: Any) -> str:
        answer = await self.client.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]


@pytest.fixture
async def ids(
    lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account
) -> AsyncGenerator[Ids]:
    ids = Ids(lasting, lasting_units, lasting_account)
    await ids.make()
    yield ids
    await lasting.put("/v1/ladders", json={})  # the account's own, as others find it


async def test_what_was_changed_since_is_not_replaced_or_erased(ids: Ids) -> None:
    api = ids.client
    # Those that make something come before those that take it away, the inmost first.
    for name, (method, path) in sorted(GUARDED.items(), key=lambda each: (each[1][0] == "DELETE", -len(each[1][1]))):
        address, body = path.format_map(ids), BODIES.get(name)
        seen = (await api.get(address)).headers["ETag"]
        for other in ('"other"', f"W/{seen}"):
            refused = await api.request(method, address, json=body, headers={"If-Match": other})
            assert_problem(refused, 412, "changed-meanwhile")
        assert (await api.get(address)).headers["ETag"] == seen, name
        done = await api.request(method, address, json=body, headers={"If-Match": seen})
        assert done.status_code in {200, 204}, (name, done.text)
        after = await api.get(address)
        assert after.status_code == 404 or after.headers["ETag"] != seen, name
        if after.status_code == 200:  # whatever it is by now
            assert (await api.request(method, address, json=body, headers={"If-Match": "*"})).is_success, name
    assert len(GUARDED) > 11


async def test_of_many_that_replace_what_all_have_seen_one_does(ids: Ids) -> None:
    for name, body in BODIES.items():
        address = GUARDED[name][1].format_map(ids)
        seen = {"If-Match": (await ids.client.get(address)).headers["ETag"]}
        tried = await asyncio.gather(*(ids.client.put(address, json=body, headers=seen) for _ in range(6)))
        assert sorted(each.status_code for each in tried) == [200, *[412] * 5], name
