"""The ladders of an account hold for what has none of its own."""

from datetime import timedelta

import httpx2

from core.escalation import CRITICAL, USUAL, Escalation, Ladders
from core.profile import Profile
from services.reminder.ladder import ladder_of
from services.services import Services
from tests.integration.api.promises import assert_problem
from tests.unit.services.reminder.plans import reminder

QUICK = {"steps": [{"after_minutes": 2, "tell": "carer"}], "window_minutes": 30, "snooze_minutes": 5}


async def test_ladders_of_an_account_are_set_shown_and_taken_away(api: httpx2.AsyncClient) -> None:
    before = (await api.get("/v1/ladders")).json()
    assert (before["escalation"], before["holds"]["steps"][0]["after_minutes"]) == (None, 10)
    put = await api.put("/v1/ladders", json={"escalation": QUICK})
    assert put.status_code == 200, put.text
    after = (await api.get("/v1/ladders")).json()
    assert after == put.json()
    assert (after["holds"], after["holds_for_critical"]) == (after["escalation"], before["holds_for_critical"])
    steps = [{"after_minutes": 5, "tell": "main"}, {"after_minutes": 5, "tell": "carer"}]
    assert_problem(await api.put("/v1/ladders", json={"escalation": {**QUICK, "steps": steps}}), 422, "invalid-request")
    assert (await api.put("/v1/ladders", json={})).json() == before


async def test_workers_read_what_was_set(api: httpx2.AsyncClient, services: Services) -> None:
    account = await services.accounts.ensure_default()
    await api.put("/v1/ladders", json={"escalation": QUICK})
    found = await services.ladders.get(account.id)
    assert found.escalation is not None
    assert found.escalation.snooze == timedelta(minutes=5)


def test_nearer_ladders_go_before_those_of_the_account() -> None:
    common = Ladders(escalation=Escalation.model_validate(QUICK))
    own = Escalation(steps=(), window_minutes=60)
    plain, critical = reminder(), reminder(critical=True)
    assert ladder_of(plain, None, common) == common.escalation
    assert ladder_of(critical, None, common) == CRITICAL
    assert ladder_of(plain, Profile(escalation=own), common) == own
    assert ladder_of(reminder(escalation=own), None, common) == own
    assert ladder_of(plain) == USUAL
