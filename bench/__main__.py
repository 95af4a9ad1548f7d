"""`python -m bench`: measures the product beside the floor and writes `bench/RESULTS.md`."""

import argparse
import asyncio
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from bench.load import open_caller
from bench.report import render
from bench.rounds import Figures, Stage, prepare, run_round
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from deploy.demo.processes import Processes, find_free_port, managed_processes
from deploy.demo.stores import private_folder
from repositories.schema import upgrade_schema

_RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    rounds: int
    requests: int
    floor_seconds: float
    write: bool


def main() -> int:
    """Measure, print, write."""
    options = _read_options()
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
                base_url = f"http://127.0.0.1:{port}"
                processes.start_api().wait_until_logged("Application startup complete")
                rounds = asyncio.run(
                    _measure(options, processes, base_url=base_url, key=key, urls=(database_url, redis_url))
                )
    page = render(rounds)
    print(page)
    if options.write:
        _RESULTS.write_text(page, encoding="utf-8")
    return 0


async def _measure(
    options: _Options, processes: Processes, *, base_url: str, key: str, urls: tuple[str, str]
) -> list[Figures]:
    database_url, redis_url = urls
    async with open_caller(base_url, key=key, database_url=database_url) as caller:
        stage = Stage(
            processes=processes,
            caller=caller,
            redis_url=redis_url,
            floor_dsn=await _make_database(database_url, "floor"),
            requests=options.requests,
            floor_seconds=options.floor_seconds,
        )
        await prepare(stage)
        rounds: list[Figures] = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds} …", file=sys.stderr, flush=True)
            rounds.append(await run_round(stage))
        return rounds


async def _make_database(url: str, name: str) -> str:
    """A database beside the product's, in the same server; its DSN as asyncpg takes it."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.exec_driver_sql(f"CREATE DATABASE {name}")
    await engine.dispose()
    return urlunsplit(urlsplit(url.replace("+asyncpg", ""))._replace(path=f"/{name}"))


def _read_options() -> _Options:
    parser = argparse.ArgumentParser(prog="bench", description="Measures the product beside the floor.")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--requests", type=int, default=400, help="requests of one measurement")
    parser.add_argument("--floor-seconds", type=float, default=0.5, help="how long a cell of the floor is measured")
    parser.add_argument("--no-write", action="store_true", help="leave RESULTS.md as it is")
    given = parser.parse_args()
    return _Options(
        rounds=given.rounds, requests=given.requests, floor_seconds=given.floor_seconds, write=not given.no_write
    )


if __name__ == "__main__":
    sys.exit(main())
