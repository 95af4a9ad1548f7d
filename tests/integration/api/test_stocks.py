"""Stocks through the API and in words."""

from typing import Any

import httpx2
import pytest

from tests.integration.api.promises import assert_problem


async def add(api: httpx2.AsyncClient, subject: str = "aspirin", **more: Any) -> str:
    plan = {"times": ["08:00"], "recurrence": "FREQ=DAILY", "kind": "medicine"}
    return (await api.post("/v1/reminders", json={**plan, "subject": subject, **more})).json()["id"]


async def test_stock_is_set_filled_shown_and_forgotten(api: httpx2.AsyncClient) -> None:
    path = f"/v1/reminders/{await add(api, dosage='2 tablets')}/stock"
    assert (await api.get(path)).json()["left"] is None
    assert (await api.put(path, json={"left": 4})).json()["doses_left"] == 2
    filled = (await api.post(f"{path}/refill", json={"amount": 56})).json()
    assert (filled["left"], filled["doses_left"], filled["medicine"]) == (60, 30, "aspirin")
    assert filled["days_left"] in {30, 31}
    assert (await api.get(path)).json() == filled
    assert (await api.delete(path)).status_code == 204
    assert (await api.get(path)).json()["left"] is None


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [
        ("PUT", "", {"left": -1}),
        ("PUT", "", {"left": 1_000_000}),
        ("PUT", "", {}),
        ("POST", "/refill", {"amount": 0}),
        ("POST", "/refill", {"amount": "many"}),
    ],
)
async def test_amount_that_makes_no_sense_is_refused(
    api: httpx2.AsyncClient, method: str, tail: str, body: dict[str, Any]
) -> None:
    path = f"/v1/reminders/{await add(api)}/stock"
    assert_problem(await api.request(method, path + tail, json=body), 422, "invalid-request")


async def test_plain_reminder_has_no_stock(api: httpx2.AsyncClient) -> None:
    path = f"/v1/reminders/{await add(api, kind='reminder', subject='call Tom')}/stock"
    assert_problem(await api.put(path, json={"left": 3}), 409, "occurrence-answered")
