"""Who of the family hears of the person's medicines: said, read back, stored, looked up, taken back."""

from typing import Any

import httpx2
import pytest

from tests.integration.api.talk import Talk, asked_for, question_of, summary_of


class Kin(Talk):
    """A conversation of somebody who has a family."""

    def __init__(self, api: httpx2.AsyncClient, user_id: str) -> None:
        super().__init__(api)
        self.api, self.user_id = api, user_id

    async def add(self, name: str, **fields: Any) -> None:
        body = {"name": name, "channels": [f"mailto:{name.lower()}@x.example"], **fields}
        assert (await self.api.post(f"/v1/users/{self.user_id}/contacts", json=body)).status_code == 201

    async def topics(self) -> dict[str, list[str]]:
        items = (await self.api.get(f"/v1/users/{self.user_id}/contacts")).json()["items"]
        return {each["name"]: each["topics"] for each in items}


@pytest.fixture
async def kin(api: httpx2.AsyncClient, talk: Talk) -> Kin:
    [user] = (await api.get("/v1/users")).json()["items"]
    kin = Kin(api, user["id"])
    await kin.add("Anna", relation="daughter")
    await kin.add("Tom", relation="son")
    return kin


async def test_family_is_informed_about_the_medicines_after_a_yes(kin: Kin) -> None:
    task = await kin.say("Inform the family about the medicines")
    assert task["intent"] == "family_news"
    assert question_of(task, "awaiting_confirmation") == (
        "Shall I tell Anna and Tom from now on when you have taken a medicine, when you have not confirmed a medicine and when a "
        "medicine runs low?"
    )
    assert await kin.topics() == {"Anna": [], "Tom": []}
    assert summary_of(await kin.reply(task, "yes")).startswith("From now on I tell Anna and Tom when you have taken a")
    assert await kin.topics() == {name: ["missed", "refill", "taken"] for name in ("Anna", "Tom")}


async def test_no_stores_nothing(kin: Kin) -> None:
    task = await kin.say("Let my daughter know when I've taken my pills")
    assert "Shall I tell Anna from now on when you have taken a medicine?" in task["question"]
    assert (await kin.reply(task, "no"))["status"] == "cancelled"
    assert await kin.topics() == {"Anna": [], "Tom": []}


async def test_one_of_them_hears_no_more_and_it_can_be_taken_back(kin: Kin) -> None:
    task = await kin.say("Don't tell Tom about my medicines any more")
    question = question_of(task, "awaiting_confirmation")
    assert question.startswith(
        "Shall I no longer tell Tom when you have taken a medicine, when you have not confirmed a medicine,"
    )
    done = await kin.reply(task, "yes")
    assert summary_of(done).startswith("I no longer tell Tom")
    assert await kin.topics() == {"Anna": [], "Tom": ["message"]}
    undone = await kin.wait_for((await kin.post(f"/v1/tasks/{done['id']}/undo")).json())
    assert summary_of(undone) == "Tom hears of the same as before again."
    assert await kin.topics() == {"Anna": [], "Tom": []}


async def test_how_often_and_for_whom_is_asked(kin: Kin) -> None:
    task = await kin.say("Send Anna a summary of my medicines")
    assert asked_for(task) == "news"
    task = await kin.reply(task, "every week")
    assert "how the week with your medicines went" in question_of(task, "awaiting_confirmation")
    task = await kin.say("Send a summary every day")
    assert asked_for(task) == "recipient"
    task = await kin.reply(task, "my daughter")
    assert question_of(task, "awaiting_confirmation") == (
        "Shall I tell Anna from now on every day how your medicines went?"
    )


async def test_ambiguous_name_is_asked_and_the_right_one_is_changed(kin: Kin) -> None:
    await kin.add("Anna", relation="neighbour", channels=["mailto:other@x.example"])
    task = await kin.say("Send Anna a summary every week", confirm="never")
    assert task["options"] == ["Anna, your daughter", "Anna, your neighbour"]
    done = await kin.reply(task, "Anna, your neighbour")
    assert summary_of(done) == "From now on I tell Anna every Sunday how the week with your medicines went."
    items = (await kin.api.get(f"/v1/users/{kin.user_id}/contacts")).json()["items"]
    assert {each["relation"]: each["topics"] for each in items} == {
        "daughter": [],
        "son": [],
        "neighbour": ["missed", "refill", "weekly_summary"],
    }


async def test_stranger_is_asked_about_and_nothing_is_stored(kin: Kin) -> None:
    task = await kin.say("Tell Zebedee when I miss my pills", confirm="never")
    assert asked_for(task) == "recipient"
    assert await kin.topics() == {"Anna": [], "Tom": []}


async def test_who_hears_of_what_is_answered_from_what_is_stored(kin: Kin) -> None:
    assert summary_of(await kin.say("Who hears about my pills?")) == (
        "Nobody hears when you have taken a medicine, every day how your medicines went or every Sunday how the week with "
        "your medicines went. Anna and Tom hear when you have not confirmed a medicine and when a medicine runs low."
    )
    await kin.say("Let my daughter know when I've taken my pills", confirm="never")
    assert summary_of(await kin.say("Who gets told when I take my tablets?")) == (
        "Anna hears when you have taken a medicine."
    )
    assert summary_of(await kin.say("What does Tom hear?")).startswith(
        "Tom hears when you have not confirmed a medicine"
    )


async def test_words_of_two_people_are_two_wishes(kin: Kin) -> None:
    text = "Tell Anna when I don't take my pills and stop telling Tom about my medicines"
    body = {"text": text, "confirm": "never"}
    answer = await kin.api.post("/v1/requests", json=body, headers={"Prefer": "wait=20"})
    assert [each["intent"] for each in answer.json()["tasks"]] == ["family_news"] * 2
    assert await kin.topics() == {"Anna": [], "Tom": ["message"]}
    task = await kin.say("Tell Anna when I miss my pills but don't tell Tom", confirm="never")
    assert summary_of(task).endswith("Tell me by itself who shall hear of it no more.")
    assert await kin.topics() == {"Anna": [], "Tom": ["message"]}
    assert (await kin.say("Tell Anna I took my pills", confirm="always"))["intent"] == "family_notification"


async def test_what_is_so_already_is_said(kin: Kin) -> None:
    await kin.say("Tell my son if I miss my tablets", confirm="never")
    task = await kin.say("Tell my son if I miss my tablets", confirm="never")
    assert summary_of(task) == "Tom hears of that already."
    assert await kin.topics() == {"Anna": [], "Tom": []}
