"""Browsers are added by whoever helps a person, and are then one of their channels."""

import os
from typing import Any

import httpx2
import pytest

from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import as_member, join
from tests.integration.api.test_users import add_user
from tests.outside.push_service import Browser


def a_browser() -> dict[str, Any]:
    return Browser("https://push.example.net/push/" + os.urandom(8).hex()).subscription


async def channels_of(client: httpx2.AsyncClient, path: str) -> list[str]:
    return (await client.get(path)).json()["channels"]


async def test_browser_becomes_a_channel_until_it_is_forgotten(lasting: httpx2.AsyncClient) -> None:
    assert len((await lasting.get("/v1/push/key")).json()["public_key"]) == 87
    user = f"/v1/users/{(await add_user(lasting, channels=['tel:+442079460000']))['id']}"
    browser = a_browser()
    first = await lasting.post(f"{user}/push-subscriptions", json=browser)
    again = await lasting.post(f"{user}/push-subscriptions", json=browser)
    subscription = first.json()
    assert (first.status_code, again.status_code, again.json()) == (201, 200, subscription)
    assert await channels_of(lasting, user) == ["tel:+442079460000", subscription["channel"]]
    assert (await lasting.get(f"{user}/push-subscriptions")).json()["items"] == [subscription]
    gone = await lasting.delete(f"{user}/push-subscriptions/{subscription['id']}")
    assert (gone.status_code, await channels_of(lasting, user)) == (204, ["tel:+442079460000"])
    assert_problem(await lasting.delete(f"{user}/push-subscriptions/{subscription['id']}"), 404, "not-found")


async def test_browser_that_is_given_to_somebody_else_is_theirs_alone(lasting: httpx2.AsyncClient) -> None:
    user = f"/v1/users/{(await add_user(lasting))['id']}"
    contact = (await lasting.post(f"{user}/contacts", json={"name": "Anna"})).json()
    browser = a_browser()
    await lasting.post(f"{user}/push-subscriptions", json=browser)
    given = (await lasting.post(f"{user}/push-subscriptions", json={**browser, "contact_id": contact["id"]})).json()
    assert await channels_of(lasting, user) == []
    assert await channels_of(lasting, f"{user}/contacts/{contact['id']}") == [given["channel"]]


async def test_browser_that_two_people_share_is_a_channel_of_each(api: httpx2.AsyncClient) -> None:
    browser, people = a_browser(), [(await add_user(api, name=name))["id"] for name in ("Bob", "Cyd")]
    carers = [
        as_member(await join(api, person, role="carer-manager", email=f"{number}@example.org"))
        for number, person in enumerate(people)
    ]
    made = [
        await api.post(f"/v1/users/{person}/push-subscriptions", json=browser, headers=carer)
        for person, carer in zip(people, carers, strict=True)
    ]
    assert [each.status_code for each in made] == [201, 201]
    first, second = [each.json() for each in made]
    again = await api.post(f"/v1/users/{people[0]}/push-subscriptions", json=browser)
    assert (again.status_code, again.json(), first["id"] != second["id"]) == (200, first, True)
    gone = await api.delete(f"/v1/users/{people[0]}/push-subscriptions/{first['id']}", headers=carers[0])
    assert gone.status_code == 204
    assert [await channels_of(api, f"/v1/users/{person}") for person in people] == [[], [second["channel"]]]


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"endpoint": "https://127.0.0.1/push"}, "/endpoint"),
        ({"endpoint": "file:///etc/passwd"}, "/endpoint"),
        ({"keys": {"p256dh": "AAAA", "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}, "/keys/p256dh"),
        ({"keys": {"p256dh": "!", "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}, "/keys/p256dh"),
    ],
)
async def test_browser_that_could_never_be_sent_to_is_refused(
    lasting: httpx2.AsyncClient, changed: dict[str, Any], pointer: str
) -> None:
    user = await add_user(lasting)
    answer = await lasting.post(f"/v1/users/{user['id']}/push-subscriptions", json={**a_browser(), **changed})
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_browser_that_nobody_has_added_is_no_channel(lasting: httpx2.AsyncClient) -> None:
    user = await add_user(lasting)
    channels = ["mailto:rose@example.org", "webpush:0193a0c4-7777-7aaa-8bbb-222222222222"]
    answer = await lasting.patch(f"/v1/users/{user['id']}", json={"channels": channels})
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == "/channels/1"
