"""Private PostgreSQL and Redis where none is configured.

```
 first process ──► starts the servers ─┐
 later ones    ──► attach              ├─► all hold `holders` together; the last one to let go stops the servers
```
`<data_dir>/servers/` holds the locks, the notes and the logs. Whoever starts or stops anything holds `change` alone, and
so sees the servers either up or down. A server's life and a holder's life are locks that end with their processes
(`core/locks.py`): one that was killed counts as gone at once, and what it left running is found by the next.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from core.config import Settings
from core.embedded.postgres import PostgresServer
from core.embedded.redis import RedisServer
from core.errors import ConfigurationError
from core.locks import hold_together, is_held, locked, make_data_folder, make_private_folder, open_lock

__all__ = ["embedded_servers"]


@contextmanager
def embedded_servers(settings: Settings) -> Generator[Settings]:
    """The same settings with both URLs set: as configured, else those of private servers that run inside the block.

    Enter it before the event loop starts, for it waits. `embedded_database` of what it yields says whether the
    database is one of ours. Data and servers are shared by all processes with the same `data_dir`.

    Raises:
        ConfigurationError: a server can't be started; one line says why, and where its log is.
    """
    if settings.database_url is not None and settings.redis_url is not None:
        yield settings
        return
    data_dir = settings.data_dir.resolve()
    folder = data_dir / "servers"
    try:
        make_data_folder(data_dir)
        make_private_folder(folder)
        os.close(open_lock(folder / "change"))
    except OSError as error:
        raise ConfigurationError(f"DATA_DIR {data_dir} can't be used: {error}") from error
    postgres = PostgresServer(data_dir=data_dir, folder=folder)
    redis = RedisServer(data_dir=data_dir, folder=folder, program=settings.redis_server)
    holder = -1
    try:
        with locked(folder / "change"):
            holder = hold_together(folder / "holders")
            redis_url = redis.ensure_running() if settings.redis_url is None else None
            database_url = postgres.ensure_running() if settings.database_url is None else None
        yield settings.with_servers(database_url=database_url, redis_url=redis_url)
    finally:
        _let_go(holder, folder=folder, servers=(postgres, redis))


def _let_go(holder: int, *, folder: Path, servers: tuple[PostgresServer, RedisServer]) -> None:
    with locked(folder / "change"):
        if holder >= 0:
            os.close(holder)
        if not is_held(folder / "holders"):
            for server in servers:
                server.stop()
