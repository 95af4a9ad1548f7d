"""Carers change medicines only where the person allowed it; it is recorded who did, and the person is told."""

from typing import Any

import httpx2
import pytest

from core.ids import make_id
from tests.integration.api.promises import assert_problem

MEDICINE = {"kind": "medicine", "subject": "aspirin", "times": ["08:00"], "recurrence": "FREQ=DAILY"}


async def carer(api: httpx2.AsyncClient, *, may_edit: bool) -> tuple[dict[str, str], str]:
    """The header by which a contact acts, and their id."""
    user = (await api.get("/v1/users")).json()["items"][0]
    await api.patch(f"/v1/users/{user['id']}", json={"channels": ["mailto:rose@x.example"]})
    body = {"name": "Anna", "may_edit_medicines": may_edit}
    contact = (await api.post(f"/v1/users/{user['id']}/contacts", json=body)).json()
    assert contact["may_edit_medicines"] is may_edit
    return {"X-Acting-Contact": contact["id"]}, contact["id"]


async def told(api: httpx2.AsyncClient) -> list[str]:
    items = (await api.get("/v1/notifications")).json()["items"]
    return [each["subject"] for each in items if each["topic"] == "care_edit"]


async def test_allowed_carer_changes_is_recorded_and_the_person_hears(api: httpx2.AsyncClient) -> None:
    acting, contact_id = await carer(api, may_edit=True)
    made = (await api.post("/v1/reminders", json=MEDICINE, headers=acting)).json()
    path = f"/v1/reminders/{made['id']}"
    assert (await api.patch(path, json={"times": ["09:00"]}, headers=acting)).json()["times"] == ["09:00"]
    for verb in ("pause", "resume", "resume"):
        assert (await api.post(f"{path}/{verb}", headers=acting)).status_code == 200
    assert (await api.delete(path, headers=acting)).status_code == 204
    edits = (await api.get(f"{path}/edits")).json()["items"]
    assert [each["verb"] for each in edits] == ["created", "changed", "paused", "resumed", "cancelled"]
    assert {(each["contact_id"], each["name"]) for each in edits} == {(contact_id, "Anna")}
    assert len(await told(api)) == 5
    assert "Anna has changed the reminder of aspirin" in await told(api)


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [
        ("PATCH", "", {"times": ["09:00"]}),
        ("DELETE", "", None),
        ("POST", "/pause", None),
    ],
)
async def test_carer_who_is_not_allowed_changes_nothing(
    api: httpx2.AsyncClient, method: str, tail: str, body: dict[str, Any] | None
) -> None:
    acting, _ = await carer(api, may_edit=False)
    made = (await api.post("/v1/reminders", json=MEDICINE)).json()
    path = f"/v1/reminders/{made['id']}"
    assert_problem(await api.request(method, path + tail, json=body, headers=acting), 403, "carer-may-not")
    assert_problem(await api.post("/v1/reminders", json=MEDICINE, headers=acting), 403, "carer-may-not")
    assert (await api.get(path)).json() == made
    assert (await api.get(f"{path}/edits")).json()["items"] == []
    assert await told(api) == []


async def test_plain_reminders_are_anybodys_of_the_family(api: httpx2.AsyncClient) -> None:
    acting, _ = await carer(api, may_edit=False)
    plain = {"subject": "call Tom", "times": ["08:00"], "recurrence": "FREQ=DAILY"}
    assert (await api.post("/v1/reminders", json=plain, headers=acting)).status_code == 201


async def test_stranger_acts_for_nobody(api: httpx2.AsyncClient) -> None:
    for stranger, status, kind in ((str(make_id()), 404, "not-found"), ("Anna", 422, "invalid-request")):
        answer = await api.post("/v1/reminders", json=MEDICINE, headers={"X-Acting-Contact": stranger})
        assert_problem(answer, status, kind)
    assert (await api.get("/v1/reminders")).json()["items"] == []


async def test_who_changes_a_stock_is_recorded_and_must_be_allowed_to(api: httpx2.AsyncClient) -> None:
    acting, contact_id = await carer(api, may_edit=True)
    made = (await api.post("/v1/reminders", json=MEDICINE)).json()
    path = f"/v1/reminders/{made['id']}"
    assert (await api.put(f"{path}/stock", json={"left": 28}, headers=acting)).status_code == 200
    assert (await api.post(f"{path}/stock/refill", json={"amount": 28}, headers=acting)).status_code == 200
    edits = (await api.get(f"{path}/edits")).json()["items"]
    assert [(each["verb"], each["contact_id"]) for each in edits] == [("stocked", contact_id)] * 2
    assert await told(api) == ["Anna has written down how much there is of aspirin"] * 2
    user = (await api.get("/v1/users")).json()["items"][0]
    await api.patch(f"/v1/users/{user['id']}/contacts/{contact_id}", json={"may_edit_medicines": False})
    for answer in (
        await api.put(f"{path}/stock", json={"left": 1}, headers=acting),
        await api.delete(f"{path}/stock", headers=acting),
    ):
        assert_problem(answer, 403, "carer-may-not")
    assert (await api.get(f"{path}/stock")).json()["left"] == 56
