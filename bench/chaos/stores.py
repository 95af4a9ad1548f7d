"""The private PostgreSQL and Redis of a run, and what a nemesis may do to them."""

import signal
from pathlib import Path
from typing import Any

import psutil
from redis.asyncio import Redis

from bench.chaos.waiting import until
from core.embedded.postgres import PostgresServer
from core.embedded.redis import RedisServer
from core.locks import make_data_folder, make_private_folder
from repositories.schema import upgrade_schema


class Stores:
    """Both servers: PostgreSQL with fsync on, Redis with its append-only file synced every second."""

    def __init__(self, data: Path) -> None:
        self.data = data
        make_data_folder(data)
        make_private_folder(data / "servers")
        self._postgres = PostgresServer(data_dir=data, folder=data / "servers")
        self._redis = RedisServer(data_dir=data, folder=data / "servers", program=None)
        self.database_url = ""
        self.redis_url = ""

    def start(self) -> None:
        """Start both, with the newest schema."""
        self.start_postgres()
        self.start_redis()
        upgrade_schema(self.database_url)

    def start_postgres(self) -> None:
        """Start PostgreSQL where it was before."""
        self.database_url = self._at_the_same_place(self.database_url, self._postgres.ensure_running())

    def start_redis(self) -> None:
        """Start Redis where it was before."""
        self.redis_url = self._at_the_same_place(self.redis_url, self._redis.ensure_running())

    def stop_postgres(self) -> None:
        """End every session and stop it in good order."""
        self._postgres.stop()

    def stop_redis(self) -> None:
        """Stop it; its file stays."""
        self._redis.stop()

    async def crash_postgres(self, data_directory: str) -> None:
        """Let it fall without a checkpoint, so that it has to recover when it is started again."""
        pid_file = Path(data_directory) / "postmaster.pid"
        postmaster = psutil.Process(int(pid_file.read_text(encoding="utf-8").splitlines()[0]))
        postmaster.send_signal(signal.SIGQUIT)
        await until(lambda: not postmaster.is_running(), what="PostgreSQL is down")

    async def command_redis(self, *words: str) -> Any:
        """Give Redis one command, over a connection of its own."""
        redis: Any = Redis.from_url(self.redis_url, protocol=2, socket_timeout=5)  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        try:
            return await redis.execute_command(*words)
        finally:
            await redis.aclose()

    def stop(self) -> None:
        """Stop both."""
        self.stop_redis()
        self.stop_postgres()

    def _at_the_same_place(self, before: str, now: str) -> str:
        if before and before != now:
            raise RuntimeError(f"A server that was at {before} came back at {now}.")
        return now
