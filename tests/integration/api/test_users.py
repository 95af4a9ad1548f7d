"""Users and their contacts."""

from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from core.config import Settings
from core.ids import make_id
from core.people import Account
from core.tenancy import unconfined
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.api.calling import calling
from tests.integration.api.promises import assert_problem

ROSE: dict[str, Any] = {
    "name": "Rose",
    "timezone": "Europe/London",
    "locale": "en-GB",
    "phone": "+44 20 7946 0000",
    "email": "rose@example.org",
    "channels": ["tel:+442079460000", "mailto:rose@example.org"],
    "preferences": {
        "large_print": True,
        "spoken": {"speed": 0.8},
        "meal_times": {"lunch": "13:00"},
        "bedtime": "22:00",
    },
}
ANNA: dict[str, Any] = {
    "name": "Anna",
    "relation": "daughter",
    "channels": ["mailto:anna@example.org", "ntfys://ntfy.sh/anna"],
    "topics": ["medicine"],
}


async def add_user(client: httpx2.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/v1/users", json={"name": "Rose", "timezone": "Europe/London", **fields})
    assert answer.status_code == 201
    return answer.json()


async def test_user_is_added_and_found(lasting: httpx2.AsyncClient) -> None:
    answer = await lasting.post("/v1/users", json=ROSE)
    user = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/users/{user['id']}"
    assert user.items() >= ROSE.items()
    assert (await lasting.get(answer.headers["Location"])).json() == user


async def test_user_needs_only_name_and_zone(lasting: httpx2.AsyncClient) -> None:
    user = await add_user(lasting)
    assert (user["locale"], user["phone"], user["channels"], user["preferences"]) == ("en-GB", None, [], {})


async def test_account_has_a_user_from_the_start(api: httpx2.AsyncClient) -> None:
    [user] = (await api.get("/v1/users")).json()["items"]
    task = (await api.post("/v1/requests", json={"text": "Good morning!"})).json()["tasks"][0]
    assert task["user_id"] == user["id"]


async def test_only_given_fields_change(lasting: httpx2.AsyncClient) -> None:
    user = (await lasting.post("/v1/users", json=ROSE)).json()
    answer = await lasting.patch(f"/v1/users/{user['id']}", json={"timezone": "Asia/Tokyo", "phone": None})
    changed = answer.json()
    assert answer.status_code == 200
    assert changed.pop("updated_at") > user.pop("updated_at")
    assert changed == {**user, "timezone": "Asia/Tokyo", "phone": None}


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"name": ""},
        {"timezone": "Nowhere"},
        {"timezone": None},
        {"locale": None},
        {"channels": None},
        {"preferences": None},
        {"preferences": {"meal_times": {"dinner": "06:30"}}},
        {"id": str(uuid4())},
        {"created_at": "2026-01-01T00:00:00Z"},
        {"name": "a\x00"},
    ],
)
async def test_wrong_change_changes_nothing(lasting: httpx2.AsyncClient, change: dict[str, Any]) -> None:
    user = await add_user(lasting)
    answer = await lasting.patch(f"/v1/users/{user['id']}", json={"email": "new@example.org", **change})
    assert_problem(answer, 422, "invalid-request")
    assert (await lasting.get(f"/v1/users/{user['id']}")).json() == user


async def test_hours_of_the_user_are_those_of_their_reminders(api: httpx2.AsyncClient) -> None:
    [user] = (await api.get("/v1/users")).json()["items"]
    said = {"text": "Remind me to take my aspirin after breakfast every day"}
    assert "8:30 in the morning" in (await api.post("/v1/parse", json=said)).json()["question"]
    await api.patch(f"/v1/users/{user['id']}", json={"preferences": {"meal_times": {"breakfast": "09:15"}}})
    [task] = (await api.post("/v1/requests", json=said)).json()["tasks"]
    assert (task["details"]["time"], task["status"]) == ("09:45", "queued")


async def test_preferences_come_back_as_they_were_given(lasting: httpx2.AsyncClient) -> None:
    said = {"diet": "vegetarian", "access_needs": ["no steps"], "usual_party_size": 2, "large_print": True}
    user = await add_user(lasting, preferences=said)
    assert user["preferences"] == {**said, "diet": ["vegetarian"]}
    changed = await lasting.patch(f"/v1/users/{user['id']}", json={"preferences": {"visit_reminders": False}})
    assert changed.json()["preferences"] == {"visit_reminders": False}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"usual_party_size": 0}, "/preferences/usual_party_size"),
        ({"marketing_consent": "yes"}, "/preferences/marketing_consent"),
        ({"favourite_places": [""]}, "/preferences/favourite_places/0"),
        ({"diet": 7}, "/preferences/diet"),
    ],
)
async def test_preference_of_no_meaning_is_refused(
    lasting: httpx2.AsyncClient, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await lasting.post("/v1/users", json={**ROSE, "preferences": wrong})
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_user_is_erased_with_their_contacts(lasting: httpx2.AsyncClient) -> None:
    user = await add_user(lasting)
    contact = (await lasting.post(f"/v1/users/{user['id']}/contacts", json=ANNA)).json()
    answer = await lasting.delete(f"/v1/users/{user['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    for path in (f"/v1/users/{user['id']}", f"/v1/users/{user['id']}/contacts/{contact['id']}"):
        assert_problem(await lasting.get(path), 404, "not-found")
    assert_problem(await lasting.delete(f"/v1/users/{user['id']}"), 404, "not-found")


async def test_default_user_is_erased_and_an_empty_one_is_meant_from_then_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.access.known_keys.KNOWN_SECONDS", 60.0)
    async with calling(settings) as api, calling(settings) as elsewhere:
        [user] = (await api.get("/v1/users")).json()["items"]
        assert (await api.patch(f"/v1/users/{user['id']}", json=ROSE)).status_code == 200
        assert (await api.post(f"/v1/users/{user['id']}/contacts", json=ANNA)).status_code == 201
        said = (await elsewhere.post("/v1/requests", json={"text": "I went for a walk."})).json()
        assert said["tasks"][0]["user_id"] == user["id"]
        assert (await api.delete(f"/v1/users/{user['id']}")).status_code == 204
        [following] = (await api.get("/v1/users")).json()["items"]
        assert following["id"] != user["id"]
        assert (following["name"], following["timezone"], following["phone"]) == ("Default user", "Europe/London", None)
        assert (await api.get(f"/v1/users/{following['id']}/contacts")).json()["items"] == []
        assert_problem(await api.get(f"/v1/requests/{said['id']}"), 404, "not-found")
        for process in (elsewhere, api):
            await check_is_meant(process, following["id"])
        assert_problem(await elsewhere.delete(f"/v1/users/{user['id']}"), 404, "not-found")


async def check_is_meant(api: httpx2.AsyncClient, user_id: str) -> None:
    """Whoever calls and names nobody means this user, and is recorded with them."""
    anna = (await api.post(f"/v1/users/{user_id}/contacts", json={"name": f"Anna {make_id()}"})).json()["id"]
    acting = {"X-Acting-Contact": anna}
    said = await api.post("/v1/requests", json={"text": "I went for a walk."}, headers=acting)
    assert said.json()["tasks"][0]["user_id"] == user_id
    log = (await api.get(f"/v1/users/{user_id}/access-log")).json()["items"]
    assert [each["actor"]["id"] for each in log][:1] == [anna]
    reminder = await api.post("/v1/reminders", json={"kind": "reminder", "subject": "tea", "times": ["08:00"]})
    assert reminder.json()["user_id"] == user_id
    moved = await api.post("/v1/reminders/move", json={"from_timezone": "UTC", "to_timezone": "Europe/Paris"})
    assert moved.status_code == 200
    assert (await api.get("/v1/adherence")).json()["user_id"] == user_id
    assert (await api.post("/v1/parse", json={"text": "Hello"})).status_code == 200


async def test_key_of_an_erasure_is_good_for_one_person(lasting: httpx2.AsyncClient) -> None:
    key = {"Idempotency-Key": make_id().hex}
    paths = [f"/v1/users/{(await add_user(lasting))['id']}" for _ in range(2)]
    for path in (paths[0], *paths):
        assert (await lasting.delete(path, headers=key)).status_code == 204
        assert_problem(await lasting.get(path), 404, "not-found")


# ------------------------------------------------------------------ contacts


async def test_contact_is_added_and_found(lasting: httpx2.AsyncClient) -> None:
    user = await add_user(lasting)
    answer = await lasting.post(f"/v1/users/{user['id']}/contacts", json=ANNA)
    contact = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/users/{user['id']}/contacts/{contact['id']}"
    assert contact.items() >= {**ANNA, "user_id": user["id"]}.items()
    assert (await lasting.get(answer.headers["Location"])).json() == contact


async def test_contact_added_by_key_has_consented(lasting: httpx2.AsyncClient) -> None:
    user = await add_user(lasting)
    contact = (await lasting.post(f"/v1/users/{user['id']}/contacts", json={"name": "Anna"})).json()
    assert contact["consented_at"] is not None
    assert contact["consent_source"] == "api key"


async def test_contact_is_changed_and_erased(lasting: httpx2.AsyncClient) -> None:
    user = await add_user(lasting)
    contact = (await lasting.post(f"/v1/users/{user['id']}/contacts", json=ANNA)).json()
    where = f"/v1/users/{user['id']}/contacts/{contact['id']}"
    changed = (await lasting.patch(where, json={"relation": None, "channels": ["tel:1234"]})).json()
    assert changed.pop("updated_at") > contact.pop("updated_at")
    assert changed == {**contact, "relation": None, "channels": ["tel:1234"]}
    assert (await lasting.delete(where)).status_code == 204
    assert_problem(await lasting.delete(where), 404, "not-found")
    assert_problem(await lasting.patch(where, json={"name": "Ann"}), 404, "not-found")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "Anna", "channels": ["tel:"]}, "/channels/0"),
        ({"name": "Anna", "channels": ["http://example.com"]}, "/channels/0"),
        ({"name": "Anna", "channels": ["tel:1", "file:///etc/passwd"]}, "/channels/1"),
        ({"name": "Anna", "topics": [""]}, "/topics/0"),
        ({"name": "Anna", "topics": ["taken", "misssed"]}, "/topics/1"),
        ({"name": "Anna", "consented_at": "2026-01-01T00:00:00Z"}, "/consented_at"),
    ],
)
async def test_malformed_contact_is_refused(lasting: httpx2.AsyncClient, body: dict[str, Any], pointer: str) -> None:
    user = await add_user(lasting)
    answer = await lasting.post(f"/v1/users/{user['id']}/contacts", json=body)
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await lasting.get(f"/v1/users/{user['id']}/contacts")).json()["items"] == []


async def test_contact_belongs_to_one_user(lasting: httpx2.AsyncClient) -> None:
    rose, iris = await add_user(lasting), await add_user(lasting, name="Iris")
    contact = (await lasting.post(f"/v1/users/{rose['id']}/contacts", json=ANNA)).json()
    assert_problem(await lasting.get(f"/v1/users/{iris['id']}/contacts/{contact['id']}"), 404, "not-found")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_unknown_user_has_no_contacts(shared: httpx2.AsyncClient, method: str) -> None:
    body = ANNA if method == "POST" else None
    answer = await shared.request(method, f"/v1/users/{uuid4()}/contacts", json=body)
    assert_problem(answer, 404, "not-found")


async def test_channel_in_the_clear_that_is_there_stays_and_no_other_is_taken(
    lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account
) -> None:
    """It came from a version before: who changes something else keeps it, and who has given it up does not get it back."""
    clear, by_mail = "json://hook.example.org:8080/anna", "mailto:anna@example.org"
    user_id = (await add_user(lasting))["id"]
    contact_id = (await lasting.post(f"/v1/users/{user_id}/contacts", json=ANNA)).json()["id"]
    whose = {"user_id": UUID(user_id), "account_id": lasting_account.id}
    with unconfined():
        async with lasting_units() as unit:
            await unit.users.change(UUID(user_id), {"channels": [clear]}, account_id=lasting_account.id)
            await unit.contacts.change(UUID(contact_id), {"channels": [clear]}, **whose)
    for where in (f"/v1/users/{user_id}", f"/v1/users/{user_id}/contacts/{contact_id}"):
        kept = await lasting.patch(where, json={"channels": [by_mail, clear]})
        assert (kept.status_code, kept.json()["channels"]) == (200, [by_mail, clear])
        for other in (f"{clear}2", "jsons://hook.example.org:8080/anna"):
            refused = await lasting.patch(where, json={"channels": [clear, other]})
            assert_problem(refused, 422, "invalid-request")
            assert refused.json()["errors"][0]["pointer"] == "/channels/1"
        assert (await lasting.patch(where, json={"channels": [by_mail]})).status_code == 200
        assert_problem(await lasting.patch(where, json={"channels": [clear]}), 422, "invalid-request")
    body = {"name": "Ben", "timezone": "UTC", "channels": [clear]}
    assert_problem(await lasting.post("/v1/users", json=body), 422, "invalid-request")
