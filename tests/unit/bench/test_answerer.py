"""Questions are answered over the API, and the history says what is known of each answer."""

import json
import random
from pathlib import Path

import httpx2
import pytest

from bench.chaos.abilities.outing import PLACES
from bench.chaos.answerer import Answerer
from bench.chaos.brief import with_ports
from bench.chaos.history import HistoryWriter, Replied, read_folder


class Api:
    """Has one question, and answers every reply to it in the same way."""

    def __init__(self, status: int | None) -> None:
        self._status = status
        self.heard: list[str] = []

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            assert request.url.params["status"] == "needs_input"
            return httpx2.Response(200, json={"items": [{"id": "one"}]})
        assert (request.url.path, request.headers["authorization"]) == ("/v1/tasks/one/reply", "Bearer secret")
        self.heard.append(json.loads(request.content)["text"])
        if self._status is None:
            raise httpx2.ReadError("gone")
        return httpx2.Response(self._status)


@pytest.mark.parametrize(("status", "known"), [(200, "ok"), (409, "fail"), (503, "info"), (None, "info")])
async def test_history_says_what_is_known_of_an_answer(tmp_path: Path, status: int | None, known: str) -> None:
    api, history = Api(status), HistoryWriter(tmp_path / "run.jsonl")
    brief = with_ports(seed=1, tasks=1, hanging=0, per_second=1, lease_seconds=1)
    async with httpx2.AsyncClient(base_url="http://api.test", transport=httpx2.MockTransport(api.handle)) as http:
        await Answerer(brief, http=http, history=history, chance=random.Random(1)).answer_all("secret")
    events = [event for event in read_folder(tmp_path) if isinstance(event, Replied)]
    ends = [event for event in events if event.type != "invoke"]
    assert {(event.task, event.type) for event in ends} == {("one", known)}
    assert sorted(f"The {event.answer}." for event in ends) == sorted(api.heard)
    assert {event.answer for event in events} <= {*PLACES}
