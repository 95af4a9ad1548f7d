"""A conversation with the product over HTTP, as a person has it: say, hear, reply."""

from typing import Any

import httpx2

from tests.integration.waiting import eventually

NOW = "2026-11-20T09:30:00"
"""A Friday morning."""
RESTS = {"needs_input", "awaiting_confirmation", "completed", "failed", "cancelled"}


class Talk:
    """Says things to the product and hears what it answers."""

    def __init__(self, api: httpx2.AsyncClient) -> None:
        self._api = api

    async def say(self, text: str, **fields: Any) -> dict[str, Any]:
        answer = await self._api.post(
            "/v1/requests", json={"text": text, "now": NOW, **fields}, headers={"Prefer": "wait=20"}
        )
        assert answer.status_code == 200, answer.text
        [task] = answer.json()["tasks"]
        return task

    async def reply(self, task: dict[str, Any], text: str) -> dict[str, Any]:
        answer = await self._api.post(f"/v1/tasks/{task['id']}/reply", json={"text": text})
        assert answer.status_code == 200, answer.text
        return await self.wait_for(answer.json())

    async def wait_for(self, task: dict[str, Any]) -> dict[str, Any]:
        """The task once it rests."""
        return await eventually(lambda: self._find_resting(task["id"])) or {}

    async def post(self, path: str, **body: Any) -> httpx2.Response:
        return await self._api.post(path, json=body or None)

    async def add_venue(self, **fields: Any) -> None:
        answer = await self._api.post("/v1/venues", json=fields)
        assert answer.status_code == 201, answer.text

    async def list_bookings(self, query: str = "status=confirmed") -> list[dict[str, Any]]:
        return (await self._api.get(f"/v1/bookings?{query}")).json()["items"]

    async def _find_resting(self, task_id: str) -> dict[str, Any] | None:
        task = (await self._api.get(f"/v1/tasks/{task_id}")).json()
        return task if task["status"] in RESTS else None


def question_of(task: dict[str, Any], status: str) -> str:
    assert task["status"] == status, task
    return task["question"]


def asked_for(task: dict[str, Any]) -> str:
    assert task["status"] == "needs_input", task
    return task["asks_for"]


def summary_of(task: dict[str, Any]) -> str:
    assert task["status"] == "completed", task
    return task["result"]["summary"]
