"""Somebody who talks to the assistant about reminders, over HTTP."""

from dataclasses import dataclass
from typing import Any

import httpx2

from tests.integration.waiting import eventually


@dataclass
class Talk:
    """Somebody talking to the assistant, at any time of the caller's clock."""

    api: httpx2.AsyncClient
    now: str | None = None

    async def say(self, text: str, **options: Any) -> dict[str, Any]:
        """The task of a sentence, as it rests."""
        body = {"text": text, **({"now": self.now} if self.now else {}), **options}
        answer = await self.api.post("/v1/requests", json=body, headers={"Prefer": "wait=20"})
        assert answer.status_code == 200, answer.text
        [task] = answer.json()["tasks"]
        return task

    async def reply(self, task: dict[str, Any], text: str) -> dict[str, Any]:
        answer = await self.api.post(f"/v1/tasks/{task['id']}/reply", json={"text": text})
        assert answer.status_code == 200, answer.text
        return await self.rest(answer.json())

    async def confirm(self, task: dict[str, Any]) -> dict[str, Any]:
        answer = await self.api.post(f"/v1/tasks/{task['id']}/confirm")
        assert answer.status_code == 200, answer.text
        return await self.rest(answer.json())

    async def rest(self, task: dict[str, Any]) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            found = (await self.api.get(f"/v1/tasks/{task['id']}")).json()
            return None if found["status"] in {"queued", "running", "retrying"} else found

        found = await eventually(look)
        assert found is not None
        return found

    async def done(self, text: str, **options: Any) -> dict[str, Any]:
        task = await self.say(text, **options)
        assert task["status"] == "completed", task
        return task["result"]

    async def occurrences(self, **params: Any) -> list[dict[str, Any]]:
        return (await self.api.get("/v1/occurrences", params=params)).json()["items"]

    async def reminders(self) -> list[dict[str, Any]]:
        return (await self.api.get("/v1/reminders")).json()["items"]

    async def wait_for(self, status: str) -> dict[str, Any]:
        found = await eventually(lambda: self.occurrences(status=status))
        return found[0]
