"""Real sentences through the whole product: accepted, understood, done, with a worker beside the API."""

import asyncio
import secrets
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from bench.ground import Figures
from bench.load import open_caller
from bench.rounds import Stage, prepare, run_round
from bench.tables import show, table
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from deploy.demo.processes import Processes, find_free_port, managed_processes
from deploy.demo.stores import private_folder
from repositories.schema import upgrade_schema

_RATIOS = tuple(
    (f"{kind}: {ours}", f"floor: {floor}")
    for kind in ("small talk", "table")
    for ours, floor in (("requests/s", "durable_enqueue/1/16"), ("tasks/s", "durable_consume/256/4"))
)


def measure(*, quick: bool) -> Figures:
    """Rounds of the floor and of the product on the same servers."""
    rounds, requests = (1, 100) if quick else (3, 400)
    with private_folder() as folder:
        blank = dict.fromkeys(Settings.model_fields, "")
        settings = load_settings(env_file=None, **{**blank, "data_dir": str(folder / "data")})
        with embedded_servers(settings) as running:
            database_url, redis_url = str(running.database_url), str(running.redis_url)
            upgrade_schema(database_url)
            key, port = secrets.token_urlsafe(32), find_free_port()
            given = {
                "DATABASE_URL": database_url,
                "REDIS_URL": redis_url,
                "DATA_DIR": str(folder / "data"),
                "HOST": "127.0.0.1",
                "PORT": str(port),
                "DEV_AUTH_TOKEN": key,
            }
            with managed_processes(folder=folder, settings=given) as processes:
                processes.start_api().wait_until_logged("Application startup complete")
                found = asyncio.run(_measure(processes, given, rounds=rounds, requests=requests))
    return {"rounds": found}


def render(figures: Figures) -> str:
    """The tables."""
    rounds: list[Figures] = figures["rounds"]
    spreads = [(name, sorted(each[name] for each in rounds)) for name in rounds[0]]
    rows = [(name, show(values[len(values) // 2]), show(values[0]), show(values[-1])) for name, values in spreads]
    beside = [
        (f"{ours} : {floor}", f"{sorted(each[ours] / each[floor] for each in rounds)[len(rounds) // 2]:.4f}")
        for ours, floor in _RATIOS
    ]
    words = (
        "One API process with the offline provider, one worker, caller and floor share the machine. *requests/s*: 16 "
        "callers at once POST while the worker works them off. *done*: from before the POST to `completed_at` of its "
        "task; *paced* is 10 a second. *tasks/s*: a backlog is worked off by one worker, `--concurrency 64`."
    )
    return "\n\n".join(
        [words, table(("figure", "median", "lowest", "highest"), rows), table(("beside the floor", "ratio"), beside)]
    )


async def _measure(
    processes: Processes, given: dict[str, str], *, rounds: int, requests: int
) -> list[dict[str, float]]:
    base_url, database_url = f"http://127.0.0.1:{given['PORT']}", given["DATABASE_URL"]
    async with open_caller(base_url, key=given["DEV_AUTH_TOKEN"], database_url=database_url) as caller:
        stage = Stage(
            processes=processes,
            caller=caller,
            redis_url=given["REDIS_URL"],
            floor_dsn=await _make_database(database_url, "floor"),
            requests=requests,
            floor_seconds=0.5,
        )
        await prepare(stage)
        return [await run_round(stage) for _ in range(rounds)]


async def _make_database(url: str, name: str) -> str:
    """A database beside the product's, in the same server; its DSN as asyncpg takes it."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.exec_driver_sql(f"CREATE DATABASE {name}")
    await engine.dispose()
    return urlunsplit(urlsplit(url.replace("+asyncpg", ""))._replace(path=f"/{name}"))
