"""`make load`: one user, then 50 users who think, then 50 who don't, over the product as real processes on loopback.

Exits 1 where a target is not met; `--write` writes bench/LOAD.md.
"""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx2
import psutil
from sqlalchemy import text

from bench.ground import ROOT
from bench.page import describe_machine
from bench.under_load.judging import Figures, Run, count_ends, render, targets
from bench.under_load.stages import LOCUST, Person, Stage, run_stage
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from deploy.demo.processes import Processes, find_free_port, managed_processes
from deploy.demo.stores import private_folder
from repositories.database import Database
from repositories.schema import upgrade_schema

PAGE: Final = ROOT / "bench" / "LOAD.md"
USERS: Final = 50
CALLS_A_MINUTE: Final = 120_000
"""The limit of the client: more than twice what its busiest minute has (docs/operations.md)."""
_PATIENCE_SECONDS: Final = 600.0
_STATUSES = text("SELECT request_id::text AS id, array_agg(status) AS statuses FROM tasks GROUP BY request_id")
_UNDER_WAY = text("SELECT EXISTS (SELECT FROM tasks WHERE status IN ('queued', 'running', 'retrying'))")


def measure(*, seconds: float) -> Figures:
    """All stages, one after the other, and the count at the end."""
    with private_folder() as folder:
        blank = dict.fromkeys(Settings.model_fields, "")
        settings = load_settings(env_file=None, **{**blank, "data_dir": str(folder / "data")})
        with embedded_servers(settings) as running:
            database_url, key, port = str(running.database_url), secrets.token_urlsafe(32), find_free_port()
            upgrade_schema(database_url)
            given = {
                "DATABASE_URL": database_url,
                "REDIS_URL": str(running.redis_url),
                "DATA_DIR": str(folder / "data"),
                "HOST": "127.0.0.1",
                "PORT": str(port),
                "DEV_AUTH_TOKEN": key,
                "RATE_LIMIT_PER_MINUTE": str(CALLS_A_MINUTE),
            }
            with managed_processes(folder=folder, settings=given) as processes:
                base_url = f"http://127.0.0.1:{port}"
                return _measure(processes, base_url, key, database_url=database_url, folder=folder, seconds=seconds)


def _measure(
    processes: Processes, base_url: str, key: str, *, database_url: str, folder: Path, seconds: float
) -> Figures:
    api, worker = processes.start_api(), processes.start_worker("64")
    api.wait_until(lambda: _is_ready(base_url), what="the API to be ready", seconds=120)
    people = _prepare(base_url, key)
    stages = (
        Stage(name="warm", who="Caller", users=1, seconds=max(3.0, seconds / 10), thinks=(0.05, 0.15)),
        Stage(name="one", who="Caller", users=1, seconds=seconds / 2, thinks=(0.05, 0.15)),
        Stage(name="many", who="Caller", users=USERS, seconds=seconds, thinks=(1.0, 3.0)),
        Stage(name="writers", who="Writer", users=USERS, seconds=seconds / 2),
    )
    runs: dict[str, Run] = {}
    for stage in stages:
        print(f"{stage.name}: {stage.users} at once for {stage.seconds:.0f} s …", file=sys.stderr, flush=True)
        runs[stage.name] = run_stage(stage, people, base_url=base_url, api=psutil.Process(api.pid), folder=folder)
        asyncio.run(_wait_for_rest(database_url))
    worker.check_alive()
    statuses, stored = asyncio.run(_read_ends(database_url))
    accepted = [each for name in ("one", "many", "writers") for each in runs[name].accepted]
    return Figures(
        one=runs["one"],
        many=runs["many"],
        writers=runs["writers"],
        ends=count_ends(accepted, statuses),
        stored=stored - len(runs["warm"].accepted),
    )


def _prepare(base_url: str, key: str) -> Sequence[Person]:
    """People with family, and for each a key of their own."""
    people: list[Person] = []
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=base_url, headers=headers, timeout=60) as http:
        for number in range(USERS):
            user = _made(http.post("/v1/users", json={"name": f"Rose {number}", "timezone": "Europe/London"}))
            for name, relation in (("Anna", "daughter"), ("Tom", "son")):
                contact = {"name": name, "relation": relation, "channels": [f"mailto:{name.lower()}@example.org"]}
                _made(http.post(f"/v1/users/{user['id']}/contacts", json=contact))
            made = _made(http.post("/v1/keys", json={"name": f"app {number}"}))
            people.append(Person(user_id=user["id"], key=made["secret"]))
    return people


def _made(response: httpx2.Response) -> dict[str, str]:
    response.raise_for_status()
    return response.json()


def _is_ready(base_url: str) -> bool:
    try:
        return httpx2.get(f"{base_url}/health/ready").is_success
    except httpx2.TransportError:
        return False


async def _wait_for_rest(database_url: str) -> None:
    """Until nothing is under way, or for ten minutes: what is left then is counted as such."""
    database = Database(database_url, pool_size=1)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                async with database.transaction() as session:
                    if not await session.scalar(_UNDER_WAY):
                        return
                await asyncio.sleep(0.5)
    except TimeoutError:
        return
    finally:
        await database.close()


async def _read_ends(database_url: str) -> tuple[dict[str, list[str]], int]:
    """The statuses of the tasks of each request, and how many requests there are."""
    database = Database(database_url, pool_size=1)
    try:
        async with database.transaction() as session:
            statuses = {row.id: list(row.statuses) for row in await session.execute(_STATUSES)}
            return statuses, await session.scalar(text("SELECT count(*) FROM requests")) or 0
    finally:
        await database.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.under_load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the 50 users call (default 60)")
    parser.add_argument("--write", action="store_true", help="write bench/LOAD.md")
    given = parser.parse_args()
    if not LOCUST.exists():
        print("Locust is not installed: run `make load`.", file=sys.stderr)
        return 2
    load = psutil.getloadavg()[0]
    figures = measure(seconds=given.seconds)
    loads = f"load average before the run {load:.1f}, at its end {psutil.getloadavg()[0]:.1f}"
    page = render(figures, machine=f"{describe_machine()}; {loads}.")
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")
    return 0 if all(good for _, _, good in targets(figures)) else 1


if __name__ == "__main__":
    sys.exit(main())
