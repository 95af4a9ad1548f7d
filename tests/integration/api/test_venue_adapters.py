"""A venue says where it is in its booking system; what can't be so is refused when it is said."""

from typing import Any

import httpx2
import pytest

from tests.integration.api.promises import assert_problem

CALCOM: dict[str, str] = {"event_type": "12"}
EASY: dict[str, str] = {"base_url": "https://salon.example.com", "service": "1", "provider": "2"}


def venue(adapter: str, settings: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Silver Scissors", "kind": "salon", "services": ["haircut"], "adapter": adapter} | {
        "adapter_settings": settings
    }


@pytest.mark.parametrize(
    ("adapter", "settings", "pointer", "says"),
    [
        ("calcom", {}, "", "event_type is missing"),
        ("calcom", {"event_type": "twelve"}, "", "'twelve' is no id of an event type"),
        ("calcom", {"event_type:haircut": "-1"}, "", "'-1' is no id of an event type"),
        ("calcom", CALCOM | {"color": "red"}, "/color", "no such setting"),
        ("calcom", CALCOM | {"api_key": "cal_live_012345"}, "/api_key", "no such setting"),
        ("calcom", CALCOM | {"slots_version": "newest"}, "/slots_version", "expected form"),
        ("calcom", CALCOM | {"guest_email": "nobody"}, "/guest_email", "expected form"),
        ("calcom", CALCOM | {"base_url": "http://cal.example.com"}, "/base_url", "https"),
        ("calcom", CALCOM | {"base_url": "https://127.0.0.1"}, "/base_url", "private"),
        ("calcom", CALCOM | {"base_url": "https://cal.internal"}, "/base_url", "local name"),
        ("calcom", CALCOM | {"base_url": "https://me:secret@cal.example.com"}, "/base_url", "password"),
        ("easyappointments", {"service": "1", "provider": "2"}, "/base_url", "required"),
        ("easyappointments", {"base_url": "https://salon.example.com", "service": "1"}, "", "provider is missing"),
        ("easyappointments", EASY | {"base_url": "https://169.254.169.254"}, "/base_url", "private"),
        ("easyappointments", EASY | {"service:perm": "0x1"}, "", "'0x1' is no id of a service"),
    ],
)
async def test_settings_that_lead_nowhere_are_refused(
    shared: httpx2.AsyncClient, adapter: str, settings: dict[str, str], pointer: str, says: str
) -> None:
    answer = await shared.post("/v1/venues", json=venue(adapter, settings))
    assert_problem(answer, 422, "invalid-request")
    (problem,) = answer.json()["errors"]
    assert problem["pointer"] == f"/adapter_settings{pointer}"
    assert says in problem["detail"]


async def test_settings_can_be_changed_and_are_looked_at_again(api: httpx2.AsyncClient) -> None:
    made = await api.post("/v1/venues", json=venue("calcom", CALCOM))
    assert made.status_code == 201
    path = f"/v1/venues/{made.json()['id']}"
    assert_problem(await api.patch(path, json={"adapter": "easyappointments"}), 422, "invalid-request")
    changed = await api.patch(path, json={"adapter": "easyappointments", "adapter_settings": EASY})
    assert changed.json()["adapter_settings"] == EASY
