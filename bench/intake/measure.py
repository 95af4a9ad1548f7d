"""Ours and the reference in turn, on the same servers: how many requests one API process takes, and how fast."""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from api.app import make_first_key
from bench.intake.driver import Drive, Order
from bench.intake.sentences import list_bodies
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from core.keys import with_development_keys
from deploy.demo.processes import CHECKOUT, find_free_port
from deploy.demo.stores import private_folder
from repositories.schema import upgrade_schema

CLIENTS = 64
_START_SECONDS = 30.0
_WARM_SECONDS = 2.0
_PAUSE_SECONDS = 0.02
_LIMITS = {"RATE_LIMIT_PER_MINUTE": "10000000"}
"""Every call is counted, none is refused."""

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where both are measured: the URLs of a migrated database each and of one Redis, and a folder for logs."""

    folder: Path
    database_url: str
    reference_url: str
    redis_url: str
    key: str
    """DEV_AUTH_TOKEN."""
    issued_key: str


@contextmanager
def open_place() -> Generator[Place]:
    """Private servers, gone afterwards."""
    with private_folder() as folder:
        blank = dict.fromkeys(Settings.model_fields, "")
        settings = load_settings(env_file=None, **{**blank, "data_dir": str(folder / "data")})
        with embedded_servers(settings) as running:
            own = str(running.database_url)
            reference = asyncio.run(_make_database(own, "intake_reference"))
            for url in (own, reference):
                upgrade_schema(url)
            yield Place(
                folder=folder,
                database_url=own,
                reference_url=reference,
                redis_url=str(running.redis_url),
                key=secrets.token_urlsafe(32),
                issued_key=asyncio.run(
                    make_first_key(with_development_keys(running), "bench", operates=False)
                ).get_secret_value(),
            )


def measure(place: Place, *, seconds: float = 4.0) -> Figures:
    """One round: the reference, ours, ours with a key and limits, and that once more with a sampler inside that tells what its
    time goes into.

    Each process is warm before it is measured: the first requests of its life pay for what is made ready once.
    """
    with _reference(place) as (port, process):
        figures = _figures("reference", *_drive(place, port, process, seconds=seconds))
    with _ours(place, "run_server") as (port, process):
        figures |= _figures("ours", *_drive(place, port, process, seconds=seconds))
    figures["ours / reference: requests/s"] = figures["ours: requests/s"] / figures["reference: requests/s"]
    figures["reference / ours: CPU of the API"] = (
        figures["reference: CPU ms a request"] / figures["ours: CPU ms a request"]
    )
    gated = replace(place, key=place.issued_key)
    with _ours(place, "run_server", **_LIMITS) as (port, process):
        figures |= _figures("ours, with a key and limits", *_drive(gated, port, process, seconds=seconds))
    shares = place.folder / "shares.json"
    with _ours(place, "bench.intake.sampled", SHARES=str(shares), **_LIMITS) as (port, process):
        _drive(gated, port, process, seconds=seconds)
    figures |= {f"share of {part}": share for part, share in json.loads(shares.read_text()).items()}
    return figures


def _figures(name: str, drive: Drive, cpu: float) -> Figures:
    return {
        f"{name}: requests/s": drive.per_second,
        f"{name}: p50 ms": drive.p50_ms,
        f"{name}: p95 ms": drive.p95_ms,
        f"{name}: p99 ms": drive.p99_ms,
        f"{name}: refused": drive.refused,
        f"{name}: CPU ms a request": cpu,
        f"{name}: client's share of a core": drive.client_cpu,
    }


def _drive(place: Place, port: int, process: psutil.Process, *, seconds: float) -> tuple[Drive, float]:
    """What came of it, and the CPU milliseconds of the API for each answer."""
    _order(place, port, seconds=_WARM_SECONDS)
    before = _cpu_seconds(process)
    drive = _order(place, port, seconds=seconds)
    return drive, (_cpu_seconds(process) - before) * 1000 / drive.answers


def _order(place: Place, port: int, *, seconds: float) -> Drive:
    order = Order(
        port=port, key=place.key, path="/v1/requests", bodies=[*list_bodies()], clients=CLIENTS, seconds=seconds
    )
    done = subprocess.run(
        [sys.executable, "-m", "bench.intake.driver"],
        input=json.dumps(asdict(order)),
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return Drive(**json.loads(done.stdout))


@contextmanager
def _ours(place: Place, module: str, **extra: str) -> Generator[tuple[int, psutil.Process]]:
    given = {
        "DATABASE_URL": place.database_url,
        "REDIS_URL": place.redis_url,
        "DATA_DIR": str(place.folder / "data"),
        "DEV_AUTH_TOKEN": place.key,
        "HOST": "127.0.0.1",
        **extra,
    }
    with _serving(place, module, given) as serving:
        yield serving


@contextmanager
def _reference(place: Place) -> Generator[tuple[int, psutil.Process]]:
    account_id, user_id = asyncio.run(_prepare_reference(place.reference_url))
    given = {
        "DATABASE_URL": place.reference_url.replace("+asyncpg", ""),
        "REDIS_URL": place.redis_url,
        "ACCOUNT_ID": account_id,
        "USER_ID": user_id,
    }
    with _serving(place, "bench.intake.reference", given) as serving:
        yield serving


@contextmanager
def _serving(place: Place, module: str, given: Mapping[str, str]) -> Generator[tuple[int, psutil.Process]]:
    """A process that listens, ended in good order."""
    port = find_free_port()
    blank = {name.upper(): "" for name in Settings.model_fields}
    environment = {**os.environ, **blank, "PYTHONPATH": str(CHECKOUT), **given, "PORT": str(port)}
    with (place.folder / f"{module}.log").open("ab") as log:
        command = [sys.executable, "-m", module]
        process = subprocess.Popen(command, cwd=place.folder, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_listening(process, port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_until_listening(process: subprocess.Popen[bytes], port: int) -> None:
    """Raises RuntimeError where the process ends or takes too long."""
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with closing(socket.socket()) as probe:
            probe.settimeout(_START_SECONDS)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                probe.sendall(b"GET /health/live HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                if probe.recv(64).startswith(b"HTTP/1.1"):
                    return
        time.sleep(_PAUSE_SECONDS)
    raise RuntimeError("A server did not start; look at its log.")


async def _make_database(url: str, name: str) -> str:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.exec_driver_sql(f"CREATE DATABASE {name}")
    await engine.dispose()
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def _prepare_reference(url: str) -> tuple[str, str]:
    """An account with a user, where there is none yet; their ids."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO accounts (id, name, default_user_id, signing_secret) "
                "VALUES (gen_random_uuid(), 'reference', gen_random_uuid(), 'sealed') ON CONFLICT DO NOTHING"
            )
        )
        await connection.execute(
            text(
                "INSERT INTO users (id, account_id, name, timezone, locale) "
                "SELECT default_user_id, id, 'Rose', 'Europe/London', 'en-GB' FROM accounts ON CONFLICT DO NOTHING"
            )
        )
        row = (await connection.execute(text("SELECT id, default_user_id FROM accounts"))).one()
    await engine.dispose()
    return str(row.id), str(row.default_user_id)


def _cpu_seconds(process: psutil.Process) -> float:
    used = process.cpu_times()
    return used.user + used.system
