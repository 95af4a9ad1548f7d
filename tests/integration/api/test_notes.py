"""What the person did or wants bought: noted once, shared where asked, erased with the person."""

import pytest

from core.config import Settings
from core.domain import Queue
from tests.integration.api.family import Family, Json, family


async def notes(home: Family, **query: str) -> list[Json]:
    return (await home.get("/v1/notes", user_id=home.user_id, **query))["items"]


async def share_lunch(home: Family) -> Json:
    details = {"message": "I had lunch with Ruth", "share_with": "everyone"}
    return await home.do("activity_note", Queue.ACTIVITY, **details)


async def test_activity_is_noted(settings: Settings) -> None:
    async with family(settings) as home:
        task = await home.say("I went for a walk this morning.")
        [note] = await notes(home, kind="activity")
        assert await notes(home, kind="shopping") == []
        assert await home.log() == []
    assert (task["status"], task["result"]["summary"]) == ("completed", 'I noted: "I went for a walk this morning."')
    assert (note["text"], note["task_id"]) == ("I went for a walk this morning", task["id"])


async def test_activity_is_shared_where_asked(settings: Settings) -> None:
    async with family(settings) as home:
        await home.add("Anna")
        await home.add("Tom")
        task = await share_lunch(home)
    assert task["result"]["summary"] == 'I noted: "I had lunch with Ruth." I told Anna and Tom.'
    assert sorted(home.server.recipients) == ["anna@example.org", "tom@example.org"]
    assert home.server.letters[0]["Subject"] == "News from Rose"
    assert home.server.letters[0].get_content().strip() == 'Rose wanted you to know: "I had lunch with Ruth."'


async def test_contact_who_was_part_of_it_is_not_told(settings: Settings) -> None:
    async with family(settings) as home:
        await home.add("Ruth")
        task = await home.say("I had lunch with Ruth.")
    assert (task["status"], home.server.letters) == ("completed", [])


async def test_contact_who_wants_to_know_is_told_unasked(settings: Settings) -> None:
    async with family(settings) as home:
        await home.add("Anna", topics=["Activity"])
        await home.add("Tom")
        await home.say("I went for a walk this morning.")
    assert home.server.recipients == ["anna@example.org"]


async def test_note_is_kept_where_nobody_could_be_told(settings: Settings) -> None:
    async with family(settings, at_envelope=["550 Unknown"]) as home:
        await home.add("Anna")
        task = await share_lunch(home)
        [note] = await notes(home)
    assert (task["status"], note["text"]) == ("failed", "I had lunch with Ruth")
    assert task["error"]["detail"].startswith('I noted: "I had lunch with Ruth." I could not reach Anna.')


async def test_shopping_is_noted_and_nothing_is_pretended(settings: Settings) -> None:
    async with family(settings) as home:
        task = await home.say("Order two loaves of bread.")
        [note] = await notes(home, kind="shopping")
    assert task["result"]["summary"] == "I noted two loaves of bread on your list. I can't order things myself yet."
    assert (note["text"], note["quantity"]) == ("two loaves of bread", None)


async def test_whoever_shops_is_told(settings: Settings) -> None:
    async with family(settings) as home:
        await home.add("Tom", topics=["shopping"])
        await home.say("Put milk and eggs on my shopping list.")
    [letter] = home.server.letters
    assert letter["Subject"] == "Shopping for Rose"
    assert letter.get_content().strip() == 'This is on Rose\'s shopping list now: "Milk and eggs."'


async def test_order_of_before_is_answered_honestly(settings: Settings) -> None:
    async with family(settings) as home:
        task = await home.say("Where is my order?")
        assert await notes(home) == []
    assert task["result"]["summary"].startswith("I can't look up orders yet")


async def test_note_is_erased(settings: Settings) -> None:
    async with family(settings) as home:
        await home.say("I went for a walk this morning.")
        [note] = await notes(home)
        assert await home.get(f"/v1/notes/{note['id']}") == note
        assert (await home.api.delete(f"/v1/notes/{note['id']}")).status_code == 204
        assert await notes(home) == []


@pytest.mark.parametrize("path", ["notes", "notifications"])
async def test_erasing_the_person_erases_it_all(settings: Settings, path: str) -> None:
    async with family(settings) as home:
        await home.add("Anna")
        await share_lunch(home)
        [item] = (await home.get(f"/v1/{path}", user_id=home.user_id))["items"]
        assert (await home.api.delete(f"/v1/users/{home.user_id}")).status_code == 204
        assert (await home.api.get(f"/v1/{path}/{item['id']}")).status_code == 404
        assert (await home.get(f"/v1/{path}", user_id=home.user_id))["items"] == []


async def test_neighbour_sees_neither_notes_nor_messages(settings: Settings) -> None:
    async with family(settings) as home:
        await home.add("Anna")
        await share_lunch(home)
        own = {path: (await home.get(f"/v1/{path}"))["items"] for path in ("notes", "notifications")}
        async with home.neighbour() as api:
            for path, [item] in own.items():
                assert (await api.get(f"/v1/{path}")).json()["items"] == []
                assert (await api.get(f"/v1/{path}/{item['id']}")).status_code == 404
            assert (await api.delete(f"/v1/notes/{own['notes'][0]['id']}")).status_code == 404
        assert len(await notes(home)) == 1
