"""The reference: an endpoint that validates the same body, commits the same rows in groups and XADDs, and nothing else.

FastAPI, asyncpg and redis-py as one would write it by hand for speed: no caller's key, no understanding, no checks, one
statement for both tables (the event is written by the database's own trigger), one pipeline of XADDs, a short answer.
Run as `python -m bench.intake.reference` with PORT, DATABASE_URL (as asyncpg takes it), REDIS_URL, ACCOUNT_ID, USER_ID.
"""

import asyncio
import json
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from redis.asyncio import Redis

from api.schemas.requests import SubmitBody
from core.event_loop import run
from core.ids import make_id

_STREAM = "queue:{reference}"
_MOST_AT_ONCE = 200
_STORE = """
WITH given AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[])
    AS t (request_id, task_id, said, confirm, extra)
), stored AS (
  INSERT INTO requests (id, account_id, user_id, text, timezone, spoken_at, confirm, metadata,
                        queue, max_attempts, status, completed_at)
  SELECT request_id, $6, $7, said, 'Europe/London', $8, confirm, extra, 'activity', 5, 'completed', now() FROM given
)
INSERT INTO tasks (id, account_id, user_id, request_id, queue, status, intent, details, confidence, provider,
                   confirm, timezone, max_attempts, metadata, dispatched_at)
SELECT task_id, $6, $7, request_id, 'activity', 'queued', 'smalltalk', '{"kind": "greeting"}', 0.9, 'rules',
       confirm, 'Europe/London', 5, extra, now() FROM given
"""

_Waiting = tuple[SubmitBody, UUID, UUID, "asyncio.Future[None]"]


class _Store:
    """Commits what waits, group after group."""

    def __init__(self, pool: asyncpg.Pool, redis: Redis, account_id: UUID, user_id: UUID) -> None:
        self._pool = pool
        self._redis = redis
        self._account_id = account_id
        self._user_id = user_id
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()

    async def add(self, body: SubmitBody) -> UUID:
        request_id, task_id = make_id(), make_id()
        done = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((body, request_id, task_id, done))
        await done
        return request_id

    async def run_for_ever(self) -> None:
        while True:
            group = [await self._waiting.get()]
            while not self._waiting.empty() and len(group) < _MOST_AT_ONCE:
                group.append(self._waiting.get_nowait())
            await self._commit(group)
            for *_, done in group:
                done.set_result(None)

    async def _commit(self, group: Sequence[_Waiting]) -> None:
        await self._pool.execute(  # pyright: ignore[reportUnknownMemberType] - untyped in asyncpg
            _STORE,
            [request_id for _, request_id, _, _ in group],
            [task_id for _, _, task_id, _ in group],
            [body.text for body, *_ in group],
            [body.confirm.value for body, *_ in group],
            [json.dumps(body.metadata) for body, *_ in group],
            self._account_id,
            self._user_id,
            datetime.now(UTC),
        )
        pipeline = self._redis.pipeline(transaction=False)
        for _, _, task_id, _ in group:
            pipeline.xadd(_STREAM, {"kind": "task", "id": str(task_id)})
        await pipeline.execute()


def _create_app() -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        pool = await asyncpg.create_pool(  # pyright: ignore[reportUnknownMemberType] - untyped in asyncpg
            os.environ["DATABASE_URL"], min_size=2, max_size=2
        )
        redis = Redis.from_url(os.environ["REDIS_URL"])  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        app.state.store = _Store(pool, redis, UUID(os.environ["ACCOUNT_ID"]), UUID(os.environ["USER_ID"]))
        committing = asyncio.create_task(app.state.store.run_for_ever())
        yield
        committing.cancel()
        await redis.aclose()
        await pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.post("/v1/requests", status_code=202)
    async def submit(body: SubmitBody) -> JSONResponse:
        request_id = await app.state.store.add(body)
        return JSONResponse({"id": str(request_id), "text": body.text, "status": "open"}, status_code=202)

    return app


if __name__ == "__main__":
    config = uvicorn.Config(
        _create_app(), host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False
    )
    run(uvicorn.Server(config).serve())
