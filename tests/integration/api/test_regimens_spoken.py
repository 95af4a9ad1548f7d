"""Medicines as they are prescribed, said in plain words."""

from typing import Any

import httpx2
import pytest

from tests.integration.api.talk import Talk

SAID: dict[str, dict[str, Any]] = {
    "Remind me to take paracetamol when I need it, at most four a day.": {
        "as_needed": {"min_gap_minutes": None, "max_per_day": 4}
    },
    "Remind me to take my ibuprofen only if needed, no more than every six hours.": {
        "as_needed": {"min_gap_minutes": 360, "max_per_day": None}
    },
    "Remind me to take my pill every day at 9 in the morning, three weeks on and one week off.": {
        "times": ["09:00"],
        "recurrence": "FREQ=DAILY",
        "cycle": {"days_on": 21, "days_off": 7},
    },
    "Remind me to take my antibiotics 8 hours after I took the last one, the first at 7 in the morning.": {
        "times": ["07:00"],
        "interval": {"minutes": 480, "since": "taken"},
    },
}


@pytest.mark.parametrize("said", SAID)
async def test_regimen_is_stored_as_it_was_said(api: httpx2.AsyncClient, talk: Talk, said: str) -> None:
    task = await talk.say(said, confirm="never")
    assert (task["intent"], task["status"]) == ("medicine_reminder", "completed"), task["question"]
    [reminder] = (await api.get("/v1/reminders")).json()["items"]
    assert {name: reminder[name] for name in SAID[said]} == SAID[said]


async def test_as_needed_without_a_limit_is_asked_for_one(talk: Talk) -> None:
    task = await talk.say("Remind me to take paracetamol when I need it.")
    assert task["question"] == "How many may it be in 24 hours at most, or how many hours apart at least?"
