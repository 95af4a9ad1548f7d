"""Tasks: look at them, and every verb in every state."""

import asyncio
from typing import Any

import httpx2
import pytest

from core.domain import FINAL, TaskStatus
from core.people import Account
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.api.promises import assert_problem
from tests.integration.api.states import QUESTION, put_task

BODIES = {"reply": {"text": "four people"}, "resolve": {"outcome": "completed", "note": "I rang them: it is booked."}}

GOOD = {
    ("reply", TaskStatus.NEEDS_INPUT): (200, {"needs_input"}),
    ("reply", TaskStatus.AWAITING_CONFIRMATION): (200, {"needs_input", "awaiting_confirmation"}),
    ("confirm", TaskStatus.AWAITING_CONFIRMATION): (200, {"queued"}),
    ("redrive", TaskStatus.FAILED): (201, {"queued"}),
    ("resolve", TaskStatus.NEEDS_PERSON): (200, {"completed"}),
    ("cancel", TaskStatus.NEEDS_INPUT): (200, {"cancelled"}),
    ("cancel", TaskStatus.AWAITING_CONFIRMATION): (200, {"cancelled"}),
    ("cancel", TaskStatus.SCHEDULED): (200, {"cancelled"}),
    ("cancel", TaskStatus.QUEUED): (200, {"cancelled"}),
    ("cancel", TaskStatus.RUNNING): (200, {"cancelled"}),
    ("cancel", TaskStatus.RETRYING): (200, {"cancelled"}),
    ("cancel", TaskStatus.CANCELLED): (200, {"cancelled"}),
}


def refusal(verb: str, status: TaskStatus) -> str:
    """The type of the 409."""
    if verb == "redrive":
        return "task-not-failed"
    if status in FINAL:
        return "task-finished"
    return {"resolve": "task-needs-no-person", "cancel": "task-needs-person"}.get(verb, "task-not-asking")


EVERY = [(verb, status) for verb in ("reply", "confirm", "cancel", "redrive", "resolve") for status in TaskStatus]


@pytest.mark.parametrize(("verb", "status"), [each for each in EVERY if each not in GOOD])
async def test_verb_in_wrong_state_is_a_conflict(
    lasting: httpx2.AsyncClient,
    lasting_units: UnitOfWorkFactory,
    lasting_account: Account,
    verb: str,
    status: TaskStatus,
) -> None:
    task = await put_task(lasting_units, lasting_account, status)
    before = (await lasting.get(f"/v1/tasks/{task.id}")).json()
    answer = await lasting.post(f"/v1/tasks/{task.id}/{verb}", json=BODIES.get(verb))
    assert_problem(answer, 409, refusal(verb, status))
    assert (await lasting.get(f"/v1/tasks/{task.id}")).json() == before


async def test_task_for_which_something_is_being_done_is_not_cancelled(
    lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account
) -> None:
    task = await put_task(lasting_units, lasting_account, TaskStatus.RUNNING)
    async with lasting_units() as unit:
        await unit.effects.add_intent(f"task:{task.id}:book", task_id=task.id, epoch=task.epoch)
    answer = await lasting.post(f"/v1/tasks/{task.id}/cancel")
    assert_problem(answer, 409, "task-busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert (await lasting.get(f"/v1/tasks/{task.id}")).json()["status"] == "running"


async def test_of_two_who_answer_at_once_one_is_heard(lasting: httpx2.AsyncClient) -> None:
    task = await put(lasting, "Book a table at Olive Garden tomorrow at 7pm.")
    path, words = f"/v1/tasks/{task['id']}/reply", {"text": "for four people"}
    answers = await asyncio.gather(*(lasting.post(path, json=words) for _ in range(4)))
    assert [answer.status_code for answer in answers].count(200) == 1
    kinds = {answer.json()["type"] for answer in answers if answer.status_code == 409}
    assert kinds <= {"urn:grandma:problem:task-busy", "urn:grandma:problem:task-not-asking"}


@pytest.mark.parametrize(("verb", "status"), GOOD)
async def test_verb_in_right_state_moves_the_task(
    lasting: httpx2.AsyncClient,
    lasting_units: UnitOfWorkFactory,
    lasting_account: Account,
    verb: str,
    status: TaskStatus,
) -> None:
    task = await put_task(lasting_units, lasting_account, status)
    answer = await lasting.post(f"/v1/tasks/{task.id}/{verb}", json=BODIES.get(verb))
    wanted_status, wanted_states = GOOD[verb, status]
    assert answer.status_code == wanted_status
    assert answer.json()["status"] in wanted_states


async def put(api: httpx2.AsyncClient, text: str, **fields: Any) -> dict[str, Any]:
    """The first task of what was said."""
    answer = await api.post("/v1/requests", json={"text": text, **fields})
    assert answer.status_code == 202
    return answer.json()["tasks"][0]


async def test_task_looks_the_same_wherever_it_is_shown(api: httpx2.AsyncClient) -> None:
    task = await put(api, "Book a table.", metadata={"order": [1, 2.5, None, "é"]})
    alone = (await api.get(f"/v1/tasks/{task['id']}")).json()
    listed = (await api.get("/v1/tasks")).json()["items"]
    asked = (await api.get(f"/v1/requests/{task['request_id']}")).json()["tasks"]
    assert [alone] == listed == asked == [task]
    assert task["metadata"] == {"order": [1, 2.5, None, "é"]}
    assert task["created_at"].endswith("Z")


async def test_list_is_narrowed(api: httpx2.AsyncClient) -> None:
    asking, greeting = await put(api, "Book a table."), await put(api, "Good morning!")
    user_id, request_id = asking["user_id"], asking["request_id"]

    async def ids(query: str) -> list[str]:
        return [task["id"] for task in (await api.get(f"/v1/tasks?{query}")).json()["items"]]

    assert await ids(f"user_id={user_id}") == [greeting["id"], asking["id"]]
    assert await ids("status=needs_input") == await ids(f"request_id={request_id}") == [asking["id"]]
    assert await ids("intent=smalltalk") == [greeting["id"]]
    assert await ids("intent=smalltalk&status=needs_input") == await ids("intent=juggling") == []


async def test_question_is_answered_step_by_step(lasting: httpx2.AsyncClient) -> None:
    task = await put(lasting, "Book a table at Olive Garden tomorrow at 7pm.")
    assert (task["status"], task["asks_for"]) == ("needs_input", "party_size")
    answer = (await lasting.post(f"/v1/tasks/{task['id']}/reply", json={"text": "four people, please"})).json()
    assert answer["details"]["party_size"] == 4
    assert answer["status"] == "queued"
    assert answer["version"] > task["version"]


async def test_reply_that_says_nothing_is_asked_again(lasting: httpx2.AsyncClient) -> None:
    task = await put(lasting, "Book a table at Olive Garden tomorrow at 7pm.")
    again = (await lasting.post(f"/v1/tasks/{task['id']}/reply", json={"text": "fish and chips"})).json()
    assert again["status"] == "needs_input"
    assert again["question"].endswith(task["question"])
    assert again["question"] != task["question"]


@pytest.mark.parametrize("words", ["never mind", "Forget it."])
async def test_never_mind_cancels(lasting: httpx2.AsyncClient, words: str) -> None:
    task = await put(lasting, "Book a table.")
    assert (await lasting.post(f"/v1/tasks/{task['id']}/reply", json={"text": words})).json()["status"] == "cancelled"


async def test_second_reply_to_finished_task_is_refused(lasting: httpx2.AsyncClient) -> None:
    task = await put(lasting, "Book a table.")
    await lasting.post(f"/v1/tasks/{task['id']}/reply", json={"text": "never mind"})
    again = await lasting.post(f"/v1/tasks/{task['id']}/reply", json={"text": "four people"})
    assert_problem(again, 409, "task-finished")
    assert "cancelled" in again.json()["detail"]


@pytest.mark.parametrize("text", ["", "  ", "a" * 4001, "\x00", None, 4])
async def test_malformed_reply_is_refused(lasting: httpx2.AsyncClient, text: object) -> None:
    task = await put(lasting, "Book a table.")
    assert_problem(await lasting.post(f"/v1/tasks/{task['id']}/reply", json={"text": text}), 422, "invalid-request")
    assert (await lasting.get(f"/v1/tasks/{task['id']}")).json() == task


async def test_read_back_is_confirmed_or_refused_in_words(lasting: httpx2.AsyncClient) -> None:
    sentence = "Book a table for 4 at Olive Garden tomorrow at 7pm."
    first, second = await put(lasting, sentence, confirm="always"), await put(lasting, sentence, confirm="always")
    assert first["status"] == "awaiting_confirmation"
    assert (await lasting.post(f"/v1/tasks/{first['id']}/reply", json={"text": "Yes, please."})).json()[
        "status"
    ] == "queued"
    refused = (await lasting.post(f"/v1/tasks/{second['id']}/reply", json={"text": "no"})).json()
    assert refused["status"] == "cancelled"


async def test_caller_may_say_that_all_is_confirmed(lasting: httpx2.AsyncClient) -> None:
    task = await put(lasting, "Book a table for 4 at Olive Garden tomorrow at 7pm.", confirm="never")
    assert task["status"] == "queued"


async def test_redriven_task_is_a_new_one_once(
    lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account
) -> None:
    failed = await put_task(lasting_units, lasting_account, TaskStatus.FAILED)
    answer = await lasting.post(f"/v1/tasks/{failed.id}/redrive")
    task = answer.json()
    assert answer.headers["Location"] == f"/v1/tasks/{task['id']}"
    assert (task["redrive_of"], task["request_id"], task["attempt"]) == (str(failed.id), str(failed.request_id), 0)
    again = await lasting.post(f"/v1/tasks/{failed.id}/redrive")
    assert_problem(again, 409, "task-redriven")
    assert task["id"] in again.json()["detail"]


@pytest.mark.parametrize("outcome", ["completed", "failed", "cancelled"])
async def test_person_settles_what_nobody_knows(
    lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account, outcome: str
) -> None:
    unknown = await put_task(lasting_units, lasting_account, TaskStatus.NEEDS_PERSON)
    note = "I rang them."
    task = (await lasting.post(f"/v1/tasks/{unknown.id}/resolve", json={"outcome": outcome, "note": note})).json()
    assert task["status"] == outcome
    told = task["result"]["summary"] if outcome == "completed" else task["error"]["detail"]
    assert told == note


async def test_history_is_told_in_order(
    lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account
) -> None:
    task = await put_task(lasting_units, lasting_account, TaskStatus.COMPLETED)
    events = (await lasting.get(f"/v1/tasks/{task.id}/events")).json()["items"]
    assert [(each["from"], each["to"]) for each in events] == [
        (None, "queued"),
        ("queued", "running"),
        ("running", "completed"),
    ]
    assert [each["seq"] for each in events] == [1, 2, 3]
    assert events[-1]["type"] == "task.completed"


async def test_question_is_shown(
    lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account
) -> None:
    task = await put_task(lasting_units, lasting_account, TaskStatus.NEEDS_INPUT)
    shown = (await lasting.get(f"/v1/tasks/{task.id}")).json()
    assert (shown["question"], shown["asks_for"]) == (QUESTION.text, QUESTION.slot)
