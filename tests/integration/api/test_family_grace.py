"""A message to the family waits for a moment in which it can be taken back."""

from core.config import Settings
from tests.integration.api.family import Family, Json, family
from tests.integration.waiting import eventually


async def test_message_can_be_taken_back_before_it_goes(settings: Settings) -> None:
    async with family(settings.model_copy(update={"family_grace_seconds": 600})) as home:
        await home.add("Anna")
        first = await home.say("Tell Anna that I am fine", confirm="auto")
        second = await home.say("Tell Anna that I am ill", confirm="auto")
        assert (first["status"], first["scheduled_for"]) == ("scheduled", None)
        assert first["result"]["summary"] == "I will tell Anna in 600 seconds. Say no if I shall not."
        cancelled = await home.api.post(f"/v1/tasks/{first['id']}/cancel")
        taken_back = await home.api.post(f"/v1/tasks/{second['id']}/reply", json={"text": "No, don't"})
        assert [each.json()["status"] for each in (cancelled, taken_back)] == ["cancelled", "cancelled"]
        assert (await home.api.post(f"/v1/tasks/{first['id']}/undo")).status_code == 409
        sent = await home.say("Tell Anna that I am home", confirm="never")
        assert sent["status"] == "completed"
        assert [letter.get_content().count("home") for letter in home.server.letters] == [1]


async def test_message_goes_when_the_moment_is_over(settings: Settings) -> None:
    async with family(settings.model_copy(update={"family_grace_seconds": 0.5})) as home:
        await home.add("Anna")
        waiting = await home.say("Tell Anna that I am fine", confirm="auto")
        assert waiting["status"] == "scheduled"
        done = await finished(home, waiting)
        assert done["result"]["summary"] == 'I told Anna: "I am fine."'
        assert len(home.server.letters) == 1


async def finished(home: Family, task: Json) -> Json:
    async def look() -> Json | None:
        found = await home.task(task)
        return found if found["status"] == "completed" else None

    found = await eventually(look)
    assert found is not None
    return found
