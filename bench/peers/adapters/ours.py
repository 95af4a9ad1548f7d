"""This project, whole: real worker processes, registry, details model, leases, epochs, events, settled rows.

`one` stores a request and a task through the repositories and rings, as the endpoint does, without its HTTP and
its understanding of words; `many` copies such a row. What runs is `bench/noop_worker.py` with the ability of `bench/noop/`.
"""
import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = os.environ.get("OURS_VENV") or str(ROOT / ".venv")
CONCURRENCY = os.environ.get("OURS_CONCURRENCY", "256")
INFO = {
    "store": "both", "packages": ["sqlalchemy", "asyncpg", "redis", "pydantic", "uvloop"], "venv": VENV,
    "concurrency": f"--concurrency {CONCURRENCY} (default 64)",
    "results": "task row with status and result, three rows of history; then XACK and XDEL",
    "bulk": "multi-row INSERT with events, pipelined XADD", "delivery": "built in: lease of 10 s (default 15 s)",
    "share": 1.0, "kill_n": 4000, "env": {"PYTHONPATH": str(ROOT), "BENCH_LEASE_SECONDS": "10"},
}
STATES = ("queued", "running", "retrying", "scheduled")

if os.environ.get("BENCH_SIDE") == "peer":
    from bench import noop_tasks
    from bench.noop_worker import read_settings
    from repositories.schema import upgrade_schema


@asynccontextmanager
async def producer():
    url = os.environ.get("OURS_WEBHOOK_URL") or None
    async with noop_tasks.open_producer(read_settings(), webhook_url=url) as opened:
        yield opened


async def setup():
    settings = read_settings()
    await asyncio.to_thread(upgrade_schema, settings.database_url)
    await noop_tasks.prepare(settings)


def worker(n):
    return [["-m", "bench.noop_worker", "--concurrency", CONCURRENCY]] * n


def done(store):
    left = " OR ".join(f"EXISTS (SELECT FROM tasks WHERE status = '{each}')" for each in STATES)
    if store.sql(f"SELECT {left}"):
        return False
    return not any(store.client.xlen(key) for key in store.client.scan_iter("queue:*", _type="stream"))
