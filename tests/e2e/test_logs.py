"""That the search through all logs finds what it is there for."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.e2e.logs import Logs
from tests.e2e.processes import running

HOME = "http://api.test"


@pytest.mark.parametrize(
    "line",
    [
        "told Anna",
        '{"event": "told", "text": "I\'m \\"fine\\" caf\\u00e9"}',
        "GET /v1/notes?text=I%27m%20%22fine%22%20caf%C3%A9",
    ],
)
def test_line_that_tells_something_is_found_in_whatever_form(tmp_path: Path, line: str) -> None:
    logs, log = Logs(("Anna", 'I\'m "fine" café')), tmp_path / "log"
    log.write_text(f"worker started\n{line}\ncall answered\n")
    logs.keep(log, of="a worker")
    [found] = logs.find_personal()
    assert line in found
    assert "test_line_that_tells_something" in found


def test_names_are_words_and_what_was_written_before_is_of_another_process(tmp_path: Path) -> None:
    logs, log = Logs(("Rose", "prose")), tmp_path / "log"
    log.write_text("told Rose\nPrimrose arose in proses\n")
    logs.keep(log, start=len("told Rose\n"))
    assert list(logs.find_personal()) == []


def test_what_a_client_says_and_hears_is_looked_for_in_what_processes_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = Logs(())
    answer = httpx2.Response(200, json={"tasks": [{"status": "completed", "details": {"medicine": "Digoxin"}}]})
    with (
        logs.listen(),
        httpx2.Client(transport=httpx2.MockTransport(lambda _: answer), base_url=HOME) as client,
    ):
        client.post("/v1/requests", json={"text": "I took my drops.", "confirm": "never"})
    monkeypatch.setattr("tests.e2e.processes.LOGS", logs)
    said = "print('never completed'); print('Digoxin'); print('I took my drops.')"
    with running(["python", "-c", said], environment={}, log=tmp_path / "log") as process:
        process.wait_for_end()
    assert sorted(each.rpartition(": ")[2] for each in logs.find_personal()) == ["Digoxin", "I took my drops."]


def test_words_of_the_api_and_of_the_logs_themselves_tell_nothing(tmp_path: Path) -> None:
    document = {"parameters": [{"in": "header", "name": "Prefer"}], "examples": [{"text": "Started server process"}]}
    heard = {"tasks": [{"summary": "completed", "name": "task_id", "item": "answered", "medicine": "Digoxin"}]}
    logs, log = Logs(("event",)), tmp_path / "log"
    with (
        logs.listen(),
        httpx2.Client(transport=httpx2.MockTransport(_answering(document, heard)), base_url=HOME) as client,
    ):
        client.get("/openapi.json")
        client.post("/v1/requests", json={"text": "kind", "metadata": {"kind": "errand"}})
    ours = (
        '{"kind": "task", "event": "work completed", "intents": ["errand"]}',
        '{"route": "/v1/tasks/{task_id}", "event": "call answered"}',
        "Started server process -H 'Prefer: wait=10'",
    )
    theirs = ('{"event": "told", "event_of": {"Digoxin": 1}}', '{"told": "an event"}')
    log.write_text("\n".join((*ours, *theirs)))
    logs.keep(log)
    assert sorted(each.partition(": ")[2] for each in logs.find_personal()) == sorted(theirs)


def _answering(document: object, heard: object) -> Callable[[httpx2.Request], httpx2.Response]:
    return lambda request: httpx2.Response(200, json=document if request.url.path == "/openapi.json" else heard)
