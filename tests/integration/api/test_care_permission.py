"""Who may change the person's medicines: allowed and withdrawn in words and by the API, and both sides are told."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest

from core.config import Settings
from services.services import Services
from tests.integration.api.test_care_edits import MEDICINE
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker
from tests.unit.providers.every_ability import understand_any


@pytest.fixture
async def worker(services: Services, settings: Settings) -> AsyncGenerator[None]:
    async with running_worker(services, settings):
        yield


async def anna(api: httpx2.AsyncClient) -> tuple[str, str]:
    """The paths of Rose, who has mail, and of Anna, her daughter, who has too."""
    user = (await api.get("/v1/users")).json()["items"][0]
    rose = f"/v1/users/{user['id']}"
    await api.patch(rose, json={"name": "Rose", "channels": ["mailto:rose@x.example"]})
    body = {"name": "Anna", "relation": "daughter", "channels": ["mailto:anna@x.example"]}
    contact = (await api.post(f"{rose}/contacts", json=body)).json()
    return rose, f"{rose}/contacts/{contact['id']}"


async def told(api: httpx2.AsyncClient) -> dict[str, list[str]]:
    """What was told of permissions, by who was told."""
    items = (await api.get("/v1/notifications")).json()["items"]
    of_it = [each for each in items if "change" in each["text"]]
    return {name: [each["text"] for each in of_it if each["recipient"] == name] for name in ("Rose", "Anna")}


async def say(api: httpx2.AsyncClient, text: str) -> dict[str, Any]:
    answer = await api.post("/v1/requests", json={"text": text}, headers={"Prefer": "wait=20"})
    [task] = answer.json()["tasks"]
    return task


async def confirm(api: httpx2.AsyncClient, task: dict[str, Any]) -> dict[str, Any]:
    assert task["status"] == "awaiting_confirmation", task
    await api.post(f"/v1/tasks/{task['id']}/confirm")

    async def look() -> dict[str, Any] | None:
        found = (await api.get(f"/v1/tasks/{task['id']}")).json()
        return found if found["status"] == "completed" else None

    found = await eventually(look)
    assert found is not None
    return found


async def may_edit(api: httpx2.AsyncClient, contact: str) -> bool:
    return (await api.get(contact)).json()["may_edit_medicines"]


@pytest.mark.usefixtures("worker")
async def test_permission_is_given_and_withdrawn_in_words_and_both_hear(api: httpx2.AsyncClient) -> None:
    _, contact = await anna(api)
    asked = await say(api, "My daughter may change my reminders")
    assert asked["question"].startswith(
        "Shall I let Anna set up, change and stop your medicines' reminders from now on?"
    )
    assert await may_edit(api, contact) is False
    given = await confirm(api, asked)
    assert given["result"]["summary"] == "Anna may change your medicines."
    acting = {"X-Acting-Contact": contact.rpartition("/")[2]}
    assert (await api.post("/v1/reminders", json=MEDICINE, headers=acting)).status_code == 201
    assert (await say(api, "Who may change my medicines?"))["result"]["summary"].startswith(
        "Anna may change your medicines"
    )
    taken = await confirm(api, await say(api, "Anna may not change my pills any more"))
    assert taken["result"]["summary"] == "Anna may no longer change your medicines."
    assert (await api.post("/v1/reminders", json=MEDICINE, headers=acting)).status_code == 403
    assert {name: len(texts) for name, texts in (await told(api)).items()} == {"Rose": 2, "Anna": 2}


async def test_permission_by_the_api_is_told_to_both_once(api: httpx2.AsyncClient) -> None:
    _, contact = await anna(api)
    for _ in range(2):
        await api.patch(contact, json={"may_edit_medicines": True})
    await api.patch(contact, json={"relation": "child"})
    assert await told(api) == {
        "Rose": ["Rose, Anna may change your medicines from now on. If you do not want that, tell me."],
        "Anna": ["Rose lets you change the reminders of medicines from now on; each change is told."],
    }


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("My daughter may change my reminders", "care_permission"),
        ("Anna may not change my pills any more", "care_permission"),
        ("Let Anna manage my medicines", "care_permission"),
        ("I don't want Tom to change my medicines any longer", "care_permission"),
        ("Tom is no longer allowed to change my reminders", "care_permission"),
        ("Who may change my medicines?", "care_permission"),
        ("Can you change my pill reminder to 9 in the morning?", "reminder_change"),
        ("Move my pill reminder to 9 in the morning", "reminder_change"),
        ("Let my daughter know when I've taken my pills", "family_news"),
        ("Tell Anna that I may change my pills", "family_notification"),
    ],
)
async def test_words_of_permission_are_told_from_others(said: str, intent: str) -> None:
    assert (await understand_any(said)).intent == intent
