"""What was taken and what was not, as callers read it."""

import csv
import io
from datetime import UTC, datetime, timedelta

import httpx2
import pypdf
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.medicationstatement import MedicationStatement

from core.regimen import AsNeeded, Regimen
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem
from tests.integration.api.talk import Talk, summary_of
from tests.integration.house import House
from tests.integration.services.records.history import History

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
RANGE = {"since": "2026-11-16", "until": "2026-11-23"}
FORMULA = '=HYPERLINK("http://evil.example","aspirin")'


@pytest.fixture
async def history(api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, database: Database) -> History:
    """A few doses of the account's default user."""
    account = await default_account(unit_of_work)
    history = History(House(unit_of_work, account_id=account.id, user_id=account.default_user_id), database)
    aspirin, other = await history.add_reminder(), await history.add_reminder(FORMULA, dosage="@2 tablets")
    for day, fate in enumerate(["taken", "taken", "late", "- waiting"]):
        await history.live(aspirin, NOON + timedelta(days=day), fate)
    await history.live(other, NOON, "missed")
    await history.live(other, NOON - timedelta(days=30), "missed")
    return history


def read_csv(answer: httpx2.Response) -> list[list[str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_adherence_is_counted_by_medicine(api: httpx2.AsyncClient, history: History) -> None:
    answer = (await api.get("/v1/adherence", params=RANGE)).json()
    assert (answer["since"], answer["until"]) == ("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z")
    counted = {each["medicine"]: (each["planned"], each["taken"], each["late"]) for each in answer["medicines"]}
    assert counted == {FORMULA: (1, 0, 0), "aspirin": (3, 2, 1)}
    assert answer["total"] == {
        "planned": 4,
        "taken": 2,
        "late": 1,
        "skipped": 0,
        "missed": 1,
        "unknown": 0,
        "taken_share": 0.5,
    }
    assert [day["date"] for day in answer["medicines"][1]["days"]] == ["2026-11-18", "2026-11-19", "2026-11-20"]


async def test_adherence_is_narrowed_to_a_reminder(api: httpx2.AsyncClient, history: History) -> None:
    everything = (await api.get("/v1/adherence", params=RANGE)).json()
    [reminder_id] = everything["medicines"][1]["reminder_ids"]
    found = (await api.get("/v1/adherence", params={**RANGE, "reminder_id": reminder_id})).json()
    assert found["medicines"] == everything["medicines"][1:]
    instants = {"since": "2026-11-19T12:00:00Z", "until": "2026-11-20T12:00:00+00:00"}
    found = (await api.get("/v1/adherence", params={**instants, "reminder_id": reminder_id})).json()
    assert found["total"]["planned"] == 1


async def test_csv_has_a_line_for_each_medicine(api: httpx2.AsyncClient, history: History) -> None:
    lines = read_csv(await api.get("/v1/adherence", params={**RANGE, "format": "csv"}))
    assert lines == [
        ["medicine", "planned", "taken", "late", "skipped", "missed", "unknown", "taken_share", "as_needed"],
        ["'" + FORMULA, "1", "0", "0", "0", "1", "0", "0.0000", "0"],
        ["aspirin", "3", "2", "1", "0", "0", "0", "0.6667", "0"],
        ["All medicines", "4", "2", "1", "0", "1", "0", "0.5000", "0"],
    ]
    by_header = await api.get("/v1/adherence", params=RANGE, headers={"Accept": "text/html, text/csv;q=0.9"})
    assert read_csv(by_header) == lines


async def test_csv_has_a_line_for_each_dose(api: httpx2.AsyncClient, history: History) -> None:
    asked = {**RANGE, "format": "csv", "detail": "doses"}
    head, *lines = read_csv(await api.get("/v1/adherence", params=asked))
    assert [line[:6] for line in lines] == [
        ["2026-11-18", "12:00", "aspirin", "", "yes", "taken"],
        ["2026-11-18", "12:00", "'" + FORMULA, "'@2 tablets", "yes", "missed"],
        ["2026-11-19", "12:00", "aspirin", "", "yes", "taken"],
        ["2026-11-20", "12:00", "aspirin", "", "yes", "late"],
    ]
    assert head[6:] == ["taken_at", "told_at", "answered_at", "answered_via", "timezone"]
    assert lines[0][6:] == ["", "2026-11-18T12:00:01+00:00", "2026-11-18T12:05:00+00:00", "words", "Europe/London"]
    assert lines[1][8:10] == ["", ""]


async def test_fhir_says_no_more_than_was_recorded(api: httpx2.AsyncClient, history: History) -> None:
    answer = await api.get("/v1/adherence", params=RANGE, headers={"Accept": "application/fhir+json"})
    assert answer.headers["content-type"] == "application/fhir+json"
    bundle = Bundle.model_validate_json(answer.content)
    patient, *statements = [each["resource"] for each in answer.json()["entry"]]
    assert bundle.get_resource_type() == "Bundle"
    assert (patient["resourceType"], patient["id"]) == ("Patient", str(history.house.user_id))
    for each in statements:
        MedicationStatement.model_validate(each)
        assert each["subject"] == {"reference": f"urn:uuid:{history.house.user_id}"}
        assert each["medicationCodeableConcept"].keys() == {"text"}
    said = [(each["status"], each["medicationCodeableConcept"]["text"], "note" in each) for each in statements]
    assert said == [
        ("completed", "aspirin", False),
        ("unknown", FORMULA, False),
        ("completed", "aspirin", False),
        ("completed", "aspirin", True),
    ]
    assert statements[0]["effectiveDateTime"] == "2026-11-18T12:00:00+00:00"
    assert statements[0]["dateAsserted"] == "2026-11-18T12:05:00+00:00"
    assert "dateAsserted" not in statements[1]
    assert statements[1]["dosage"] == [{"text": "@2 tablets"}]
    assert statements[1]["statusReason"] == [{"text": "The person was reminded, and nobody confirmed it"}]


async def test_fhir_tells_what_was_skipped_never_told_and_needed(api: httpx2.AsyncClient, history: History) -> None:
    reminder = await history.add_reminder("insulin", timezone="Asia/Tokyo")
    regimen = Regimen(as_needed=AsNeeded(max_per_day=2))
    needed = await history.add_reminder("spray", times=(), recurrence=None, regimen=regimen)
    await history.live(reminder, NOON + timedelta(days=3), "skipped")
    await history.live(reminder, NOON + timedelta(days=3, hours=1), "unknown")
    await history.live(needed, NOON + timedelta(days=3, hours=2), "taken early")
    params = {"since": "2026-11-21", "until": "2026-11-22", "format": "fhir"}
    _, *statements = [each["resource"] for each in (await api.get("/v1/adherence", params=params)).json()["entry"][:4]]
    skipped, unknown, spray = (MedicationStatement.model_validate(each) for each in statements[-3:])
    assert (skipped.status, unknown.status, spray.status) == ("not-taken", "unknown", "completed")
    assert statements[-3]["effectiveDateTime"] == "2026-11-21T21:00:00+09:00"
    assert statements[-1]["dosage"] == [{"asNeededBoolean": True}]


async def test_pdf_has_the_same_numbers(api: httpx2.AsyncClient, history: History) -> None:
    answer = await api.get("/v1/adherence", params={**RANGE, "format": "pdf"})
    assert answer.headers["content-type"] == "application/pdf"
    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "aspirin 3 2 1 0 0 0" in text
    assert "All medicines 4 2 1 0 1 0" in text
    again = await api.get("/v1/adherence", params=RANGE, headers={"Accept": "application/pdf"})
    assert again.content == answer.content


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"since": "yesterday"}, "query:since"),
        ({"since": "2026-11-19T12:00:00"}, "query:since"),
        ({"since": "2026-02-30"}, "query:since"),
        ({"until": "9999-12-31"}, "query:until"),
        ({"until": ""}, "query:until"),
        ({"since": "2026-11-19", "until": "2026-11-19"}, "query:until"),
        ({"since": "2020-01-01", "until": "2026-01-01"}, "query:since"),
        ({"format": "xls"}, "query:format"),
        ({"reminder_id": "all"}, "query:reminder_id"),
    ],
)
async def test_malformed_range_is_refused(shared: httpx2.AsyncClient, params: dict[str, str], pointer: str) -> None:
    answer = await shared.get("/v1/adherence", params=params)
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_records_of_another_account_are_never_shown(
    api: httpx2.AsyncClient, services: Services, history: History
) -> None:
    _, key = await add_account(history.house.unit_of_work, services)
    theirs = {"Authorization": f"Bearer {key}"}
    assert (await api.get("/v1/adherence", params=RANGE, headers=theirs)).json()["medicines"] == []
    for asked in ({"user_id": str(history.house.user_id)}, {"user_id": NOBODYS_ID}):
        for form in ("json", "csv", "pdf", "fhir"):
            answer = await api.get("/v1/adherence", params={**asked, "format": form}, headers=theirs)
            assert_problem(answer, 404, "not-found")
    mine = (await api.get("/v1/adherence", params=RANGE)).json()["medicines"][0]["reminder_ids"][0]
    assert_problem(await api.get("/v1/adherence", params={"reminder_id": mine}, headers=theirs), 404, "not-found")


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("How have I done with my pills lately?", "you have"),
        ("Did mum take her pills in the last seven days?", "the person has"),
    ],
)
async def test_words_are_answered_from_the_same_numbers(
    api: httpx2.AsyncClient, talk: Talk, history: History, asked: str, who: str
) -> None:
    now = datetime.now(UTC)
    reminder = await history.add_reminder("tablets", timezone="UTC")
    for days, fate in ((1, "taken"), (2, "late"), (3, "missed"), (9, "missed")):
        await history.live(reminder, now - timedelta(days=days), fate)
    task = await talk.say(asked, timezone="UTC", now=now.isoformat())
    assert task["intent"] == "adherence_lookup"
    since = (now - timedelta(days=6)).date().isoformat()
    total = (await api.get("/v1/adherence", params={"since": since})).json()["total"]
    assert f"{who} confirmed {total['taken'] + total['late']} of {total['planned']} doses" in summary_of(task)
    assert {name: task["result"][name] for name in ("planned", "taken", "late", "missed")} == {
        name: total[name] for name in ("planned", "taken", "late", "missed")
    }
    assert total["planned"] >= 3
