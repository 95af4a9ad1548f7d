"""Due times through the API: what they look like, and what can be answered when."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import update

from core.ids import make_id
from repositories.database import Database
from repositories.models import OccurrenceRow
from tests.integration.api.promises import assert_problem


async def due_time(api: httpx2.AsyncClient, *, minutes: float = 90, kind: str = "medicine") -> dict[str, Any]:
    """A due time so many minutes from now."""
    at = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
    body = {"kind": kind, "subject": "aspirin", "at": at}
    reminder = (await api.post("/v1/reminders", json=body)).json()
    [occurrence] = (await api.get("/v1/occurrences", params={"reminder_id": reminder["id"]})).json()["items"]
    return occurrence


async def told(api: httpx2.AsyncClient, database: Database) -> dict[str, Any]:
    """A due time that the person was told a minute ago."""
    occurrence = await due_time(api, minutes=0.5)
    now = datetime.now(UTC)
    statement = update(OccurrenceRow).where(OccurrenceRow.id == UUID(occurrence["id"]))
    async with database.transaction() as session:
        await session.execute(statement.values(told_at=now - timedelta(minutes=1), due_at=now + timedelta(minutes=9)))
    return occurrence


async def post(api: httpx2.AsyncClient, occurrence: dict[str, Any], verb: str, **options: Any) -> httpx2.Response:
    return await api.post(f"/v1/occurrences/{occurrence['id']}/{verb}", **options)


async def test_due_time_shows_what_its_reminder_says(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api)
    assert (occurrence["subject"], occurrence["kind"], occurrence["slot"]) == ("aspirin", "medicine", "at")
    assert (occurrence["status"], occurrence["told_at"], occurrence["late"]) == ("planned", None, False)
    assert (await api.get(f"/v1/occurrences/{occurrence['id']}")).json() == occurrence


async def test_taken_is_recorded_once(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api)
    first, second = await post(api, occurrence, "taken"), await post(api, occurrence, "taken")
    assert first.json()["status"] == "taken"
    assert first.json()["answered_via"] == "api"
    assert second.json() == first.json()


async def test_skip_is_recorded_once_and_rules_out_taken(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api)
    first, second = await post(api, occurrence, "skip"), await post(api, occurrence, "skip")
    assert first.json() == second.json()
    assert first.json()["status"] == "skipped"
    assert_problem(await post(api, occurrence, "taken"), 409, "occurrence-answered")


async def test_taken_long_before_its_time_is_refused(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api, minutes=60 * 8)
    assert_problem(await post(api, occurrence, "taken"), 409, "occurrence-not-due")


async def test_what_was_not_told_yet_does_not_wait(api: httpx2.AsyncClient) -> None:
    assert_problem(await post(api, await due_time(api), "snooze"), 409, "occurrence-not-due")


async def test_plain_reminder_is_not_taken(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api, kind="reminder")
    assert_problem(await post(api, occurrence, "taken"), 409, "occurrence-answered")


@pytest.mark.parametrize(("body", "minutes"), [(None, 15), ({}, 15), ({"minutes": 5}, 5), ({"minutes": 90}, 90)])
async def test_snooze_waits_as_long_as_was_asked(
    api: httpx2.AsyncClient, database: Database, body: dict[str, Any] | None, minutes: int
) -> None:
    occurrence = await told(api, database)
    options = {} if body is None else {"json": body}
    snoozed = (await post(api, occurrence, "snooze", **options)).json()
    waits = datetime.fromisoformat(snoozed["snoozed_until"]) - datetime.now(UTC)
    assert snoozed["status"] == "snoozed"
    assert abs(waits - timedelta(minutes=minutes)) < timedelta(minutes=1)


async def test_dose_that_has_waited_too_long_does_not_wait(api: httpx2.AsyncClient, database: Database) -> None:
    occurrence = await told(api, database)
    ago = datetime.now(UTC) - timedelta(minutes=121)
    statement = update(OccurrenceRow).where(OccurrenceRow.id == UUID(occurrence["id"]))
    async with database.transaction() as session:
        await session.execute(statement.values(told_at=ago, scheduled_for=ago))
    assert_problem(await post(api, occurrence, "snooze"), 409, "occurrence-not-due")


async def test_same_snooze_again_changes_nothing(api: httpx2.AsyncClient, database: Database) -> None:
    occurrence = await told(api, database)
    first = await post(api, occurrence, "snooze")
    assert (await post(api, occurrence, "snooze")).json() == first.json()


async def test_answered_due_time_does_not_wait(api: httpx2.AsyncClient, database: Database) -> None:
    occurrence = await told(api, database)
    await post(api, occurrence, "taken")
    assert_problem(await post(api, occurrence, "snooze"), 409, "occurrence-answered")


@pytest.mark.parametrize("body", [{"minutes": 0}, {"minutes": 121}, {"minutes": "soon"}, {"hours": 1}])
async def test_snooze_of_no_sensible_length_is_refused(shared: httpx2.AsyncClient, body: dict[str, Any]) -> None:
    answer = await shared.post(f"/v1/occurrences/{make_id()}/snooze", json=body)
    assert_problem(answer, 422, "invalid-request")


async def test_list_is_narrowed_by_status_and_time(api: httpx2.AsyncClient) -> None:
    soon, later = await due_time(api, minutes=30), await due_time(api, minutes=120)
    await post(api, soon, "taken")
    between = {"from": soon["scheduled_for"], "to": later["scheduled_for"]}
    for params, expected in (
        ({"status": "taken"}, [soon]),
        ({"status": "planned"}, [later]),
        (between, [soon]),
        ({"from": later["scheduled_for"]}, [later]),
        ({"user_id": soon["user_id"]}, [later, soon]),
        ({"user_id": str(make_id())}, []),
    ):
        found = (await api.get("/v1/occurrences", params=params)).json()["items"]
        assert [each["id"] for each in found] == [each["id"] for each in expected]


@pytest.mark.parametrize(
    "params", [{"status": "forgotten"}, {"from": "yesterday"}, {"to": "2026-11-21T09:00:00"}, {"reminder_id": "7"}]
)
async def test_filter_that_means_nothing_is_refused(shared: httpx2.AsyncClient, params: dict[str, str]) -> None:
    assert_problem(await shared.get("/v1/occurrences", params=params), 422, "invalid-request")


async def test_pages_follow_each_other(api: httpx2.AsyncClient) -> None:
    expected = [(await due_time(api, minutes=30 + number))["id"] for number in range(3)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await api.get("/v1/occurrences", params={"limit": 2, **cursor})).json()
        seen += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == expected[::-1]


@pytest.mark.parametrize(("method", "verb"), [("GET", ""), ("POST", "/taken"), ("POST", "/skip"), ("POST", "/snooze")])
async def test_unknown_due_time_is_not_found(shared: httpx2.AsyncClient, method: str, verb: str) -> None:
    answer = await shared.request(method, f"/v1/occurrences/{make_id()}{verb}")
    assert_problem(answer, 404, "not-found")


async def test_answer_says_who_gave_it_and_when_it_was_taken(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api, minutes=30)
    contact = (await api.post(f"/v1/users/{occurrence['user_id']}/contacts", json={"name": "Anna"})).json()["id"]
    at = (datetime.now(UTC) - timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
    taken = (await post(api, occurrence, "taken", json={"contact_id": contact, "taken_at": at})).json()
    assert (taken["answered_by"], taken["answered_via"], taken["taken_at"]) == (contact, "api", at)
    assert_problem(await post(api, occurrence, "skip", json={"contact_id": str(make_id())}), 404, "not-found")


@pytest.mark.parametrize("verb", ["taken", "correct"])
async def test_time_that_can_not_be_right_is_refused(api: httpx2.AsyncClient, verb: str) -> None:
    occurrence = await due_time(api, minutes=30)
    more = {} if verb == "taken" else {"answer": "taken"}
    if verb == "correct":
        await post(api, occurrence, "taken")
    now = datetime.now(UTC)
    times = [(now + timedelta(hours=9)).isoformat(), (now - timedelta(days=2)).isoformat(), "yesterday"]
    wrong = [({"taken_at": each}, "/taken_at") for each in times] + [({"agian": True}, "/agian")]
    for body, field in wrong:
        answer = await post(api, occurrence, verb, json={**more, **body})
        assert_problem(answer, 422, "invalid-request")
        assert [each["pointer"] for each in answer.json()["errors"]] == [field]


async def test_same_medicine_twice_in_a_short_while_is_a_question(api: httpx2.AsyncClient) -> None:
    first, second = await due_time(api, minutes=10), await due_time(api, minutes=60)
    await post(api, first, "taken")
    doubt = await post(api, second, "taken")
    assert_problem(doubt, 409, "dose-taken-twice")
    assert "You told me at" in doubt.json()["detail"]
    assert (await post(api, second, "taken", json={"again": True})).json()["status"] == "taken"


async def test_wrong_answers_are_corrected_and_all_of_them_are_kept(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api, minutes=30)
    assert_problem(await post(api, occurrence, "correct", json={"answer": "skipped"}), 409, "occurrence-answered")
    await post(api, occurrence, "taken")
    for answer in ("skipped", "missed", "taken"):
        corrected = (await post(api, occurrence, "correct", json={"answer": answer})).json()
        assert corrected["status"] == answer
        assert (corrected["taken_at"] is None) == (answer != "taken")
    earlier = (datetime.now(UTC) - timedelta(minutes=20)).isoformat()
    moved = (await post(api, occurrence, "correct", json={"answer": "taken", "taken_at": earlier})).json()
    assert datetime.fromisoformat(moved["taken_at"]) == datetime.fromisoformat(earlier)
    same = (await post(api, occurrence, "correct", json={"answer": "taken"})).json()
    assert same == moved, "the same again changes nothing"
    given = (await api.get(f"/v1/occurrences/{occurrence['id']}/answers")).json()["items"]
    assert [(each["answer"], each["corrects"]) for each in given] == [
        ("taken", False),
        ("skipped", True),
        ("missed", True),
        ("taken", True),
        ("taken", True),
    ]


async def test_plain_reminder_has_no_answer_to_correct(api: httpx2.AsyncClient) -> None:
    occurrence = await due_time(api, kind="reminder")
    assert_problem(await post(api, occurrence, "correct", json={"answer": "taken"}), 409, "occurrence-answered")
