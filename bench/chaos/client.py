"""`python -m bench.chaos.client INDEX OF`: a caller that sends its share of the plan and never gives up lightly.

Whatever goes wrong, it asks again under the same key; an answer that never came is an unknown outcome in the history.
"""

import asyncio
import random
import sys
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx2

from bench.chaos.brief import Brief, is_enough, load_brief
from bench.chaos.history import HistoryWriter, Kind, Submitted
from bench.chaos.plan import Planned, make_plan
from core.event_loop import run

_AT_ONCE = 24
_PATIENCE_SECONDS = 120.0
_ACCEPTED = {HTTPStatus.OK, HTTPStatus.ACCEPTED}
_OTHER_WORDS = "Run the green errand once more."


class Client:
    """One process of callers."""

    def __init__(self, name: str, brief: Brief, *, http: httpx2.AsyncClient, history: HistoryWriter) -> None:
        self._name = name
        self._brief = brief
        self._http = http
        self._history = history

    async def send_all(self, plan: Iterator[Planned]) -> None:
        """Send them on their beat, or as fast as they are answered where that is slower."""
        began = asyncio.get_running_loop().time()

        async def send_next() -> None:
            for planned in plan:
                await asyncio.sleep(began + planned.number / self._brief.per_second - asyncio.get_running_loop().time())
                await self.send(planned)

        await asyncio.gather(*(send_next() for _ in range(_AT_ONCE)))

    async def send(self, planned: Planned) -> None:
        """Send one until it is answered, as often and in as many ways as is planned."""
        body = self._body_of(planned)
        await asyncio.gather(*(self._submit(planned, body) for _ in range(1 + planned.twice)))
        if planned.other_body:
            await self._submit(planned, {**body, "text": _OTHER_WORDS})

    def _body_of(self, planned: Planned) -> dict[str, Any]:
        body: dict[str, Any] = {"text": planned.text, "confirm": "never", "metadata": dict(planned.metadata)}
        if planned.receiver:
            body["webhook_url"] = self._brief.receiver_url(planned.receiver, planned.account)
        if planned.in_person:
            body["user_id"] = self._brief.people[planned.account]
        return body

    async def _submit(self, planned: Planned, body: Mapping[str, Any]) -> None:
        """Ask until there is an answer that decides."""
        headers = {
            "Authorization": f"Bearer {self._brief.keys[planned.account]}",
            "Idempotency-Key": planned.key,
        }
        until = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        while asyncio.get_running_loop().time() < until:
            self._note(planned, body, "invoke")
            try:
                answer = await self._http.post("/v1/requests", json=body, headers=headers)
            except httpx2.TransportError:
                self._note(planned, body, "info")
            else:
                if self._decide(planned, body, answer):
                    return
            await asyncio.sleep(random.uniform(0.1, 1.0))

    def _decide(self, planned: Planned, body: Mapping[str, Any], answer: httpx2.Response) -> bool:
        if answer.status_code in _ACCEPTED:
            self._note(planned, body, "ok", answer=answer)
            return True
        # A 5xx may come after the commit, and 409 says that the first call is still under way; the others did nothing.
        is_unknown = answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status_code == HTTPStatus.CONFLICT
        self._note(planned, body, "info" if is_unknown else "fail", answer=answer)
        return answer.status_code not in {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS} and not is_unknown

    def _note(
        self, planned: Planned, body: Mapping[str, Any], kind: Kind, *, answer: httpx2.Response | None = None
    ) -> None:
        state: dict[str, Any] = answer.json() if kind == "ok" and answer is not None else {}
        event = Submitted(
            process=self._name,
            type=kind,
            account=planned.account,
            key=planned.key,
            body=body["text"],
            status=answer.status_code if answer is not None else None,
            request=state.get("id"),
            tasks=tuple(task["id"] for task in state.get("tasks", [])),
        )
        self._history.write(event)


async def _main(index: int, of: int) -> None:
    brief, folder = load_brief()
    history = HistoryWriter(folder / f"client-{index}.jsonl")
    limits = httpx2.Limits(max_connections=2 * _AT_ONCE, max_keepalive_connections=_AT_ONCE)
    async with httpx2.AsyncClient(base_url=brief.api_url, timeout=20, limits=limits) as http:
        client = Client(f"client-{index}", brief, http=http, history=history)
        await client.send_all(_share(brief, folder, index=index, of=of))


def _share(brief: Brief, folder: Path, *, index: int, of: int) -> Iterator[Planned]:
    """Every so-manieth request, until there are tasks enough and every nemesis has had its turn."""
    tasks = 0
    for planned in make_plan(seed=brief.seed, hanging=brief.hanging, lease_seconds=brief.lease_seconds):
        if tasks >= brief.tasks and is_enough(folder):
            return
        tasks += planned.tasks
        if planned.number % of == index:
            yield planned


if __name__ == "__main__":
    run(_main(int(sys.argv[1]), int(sys.argv[2])))
