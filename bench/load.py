"""Callers: POST sentences and look up when their tasks were done."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import httpx2
from sqlalchemy import text

from repositories.database import Database

_PAUSE_SECONDS = 0.05
_PATIENCE_SECONDS = 120.0
_DONE = text(
    "SELECT request_id, max(completed_at) AS at FROM tasks WHERE request_id = ANY(:ids) "
    "GROUP BY request_id HAVING bool_and(status = 'completed')"
)
_DRAINED = text(
    "SELECT count(DISTINCT t.id) AS tasks, extract(epoch FROM max(t.completed_at) - min(e.at)) AS seconds "
    "FROM tasks t JOIN task_events e ON e.task_id = t.id AND e.type = 'task.running' WHERE t.request_id = ANY(:ids)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One accepted request, by the caller's clock, which is that of the database's machine."""

    request_id: UUID
    posted_at: datetime
    answered_at: datetime

    @property
    def answer_ms(self) -> float:
        """How long the 202 took."""
        return (self.answered_at - self.posted_at).total_seconds() * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """A backlog worked off: from the start of its first task to the end of its last."""

    tasks: int
    seconds: float


class Caller:
    """A client of the API that also reads the truth from its database."""

    def __init__(self, http: httpx2.AsyncClient, database: Database) -> None:
        self._http = http
        self._database = database

    async def add_venue(self, name: str) -> None:
        """A restaurant that never gets full."""
        body = {"name": name, "kind": "restaurant", "capacity": 10_000}
        (await self._http.post("/v1/venues", json=body)).raise_for_status()

    async def post_all(self, sentences: Sequence[str], *, at_once: int) -> list[Posted]:
        """All of them, so many under way at any time."""
        waiting = list(reversed(sentences))
        posted: list[Posted] = []

        async def call() -> None:
            while waiting:
                posted.append(await self._post(waiting.pop()))

        await asyncio.gather(*(call() for _ in range(at_once)))
        return posted

    async def post_paced(self, sentences: Sequence[str], *, per_second: float) -> list[Posted]:
        """One after the other begins on the beat, whatever became of those before."""
        start = asyncio.get_running_loop().time()

        async def call(number: int, text: str) -> Posted:
            await asyncio.sleep(start + number / per_second - asyncio.get_running_loop().time())
            return await self._post(text)

        return await asyncio.gather(*(call(number, text) for number, text in enumerate(sentences)))

    async def time_client(self, *, calls: int, at_once: int) -> float:
        """Calls per second against a route that does nothing: what this client could measure at most."""
        left = list(range(calls))

        async def call() -> None:
            while left:
                left.pop()
                (await self._http.get("/health/live")).raise_for_status()

        began = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(at_once)))
        return calls / (time.perf_counter() - began)

    async def wait_for_done(self, posted: Sequence[Posted]) -> dict[UUID, datetime]:
        """When the last task of each request was completed.

        Raises:
            RuntimeError: some are not completed within two minutes.
        """
        ids = [each.request_id for each in posted]
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            async with self._database.transaction() as session:
                done = {row.request_id: row.at for row in await session.execute(_DONE, {"ids": ids})}
            if len(done) == len(ids):
                return done
            await asyncio.sleep(_PAUSE_SECONDS)
        raise RuntimeError("Some tasks were not completed within two minutes; look at the logs.")

    async def read_drain(self, posted: Sequence[Posted]) -> Drained:
        """How fast these, all completed by now, were worked off."""
        async with self._database.transaction() as session:
            row = (await session.execute(_DRAINED, {"ids": [each.request_id for each in posted]})).one()
        return Drained(tasks=row.tasks, seconds=float(row.seconds))

    async def _post(self, text: str) -> Posted:
        posted_at = datetime.now(UTC)
        answer = await self._http.post("/v1/requests", json={"text": text, "confirm": "never"})
        answer.raise_for_status()
        answered_at = datetime.now(UTC)
        return Posted(request_id=UUID(answer.json()["id"]), posted_at=posted_at, answered_at=answered_at)


@asynccontextmanager
async def open_caller(base_url: str, *, key: str, database_url: str) -> AsyncGenerator[Caller]:
    """A caller with connections of its own."""
    headers = {"Authorization": f"Bearer {key}"}
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=64)
    database = Database(database_url, pool_size=2)
    try:
        async with httpx2.AsyncClient(base_url=base_url, headers=headers, timeout=30, limits=limits) as http:
            yield Caller(http, database)
    finally:
        await database.close()
