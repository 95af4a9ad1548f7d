"""Those who answer what tasks ask: often two at once with different words, and again where nobody knows whether they were heard."""

import asyncio
import random
from http import HTTPStatus

import httpx2

from bench.chaos.abilities.outing import PLACES
from bench.chaos.brief import Brief
from bench.chaos.history import HistoryWriter, Kind, Replied

_PAUSE_SECONDS = 1.0
_TWO_SHARE = 0.4
_AT_ONCE = 16


class Answerer:
    """Looks for questions in all accounts, over the API."""

    def __init__(
        self, brief: Brief, *, http: httpx2.AsyncClient, history: HistoryWriter, chance: random.Random
    ) -> None:
        self._brief = brief
        self._http = http
        self._history = history
        self._chance = chance
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def answer_for_ever(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.gather(*(self.answer_all(key) for key in self._brief.keys.values()))
            await asyncio.sleep(_PAUSE_SECONDS)

    async def answer_all(self, key: str) -> None:
        """Answer what is asked in the account of this key just now."""
        headers = {"Authorization": f"Bearer {key}"}
        try:
            page = await self._http.get("/v1/tasks", params={"status": "needs_input", "limit": 200}, headers=headers)
        except httpx2.TransportError:
            return
        if page.status_code != HTTPStatus.OK:
            return
        replies = [
            self._reply(task["id"], answer, headers)
            for task in page.json()["items"]
            for answer in self._chance.sample(PLACES, k=1 + (self._chance.random() < _TWO_SHARE))
        ]
        await asyncio.gather(*replies)

    async def _reply(self, task: str, answer: str, headers: dict[str, str]) -> None:
        async with self._room:
            self._note(task, answer, "invoke")
            try:
                call = self._http.post(f"/v1/tasks/{task}/reply", json={"text": f"The {answer}."}, headers=headers)
                status = (await call).status_code
            except httpx2.TransportError:
                self._note(task, answer, "info")
                return
        # A 5xx may come after the commit; the others did nothing.
        is_unknown = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        self._note(task, answer, "ok" if status == HTTPStatus.OK else "info" if is_unknown else "fail")

    def _note(self, task: str, answer: str, kind: Kind) -> None:
        self._history.write(Replied(process="run", type=kind, task=task, answer=answer))
