"""`python -m bench.noop_worker`: a real worker, all loops, whose only ability is the no-op."""

import argparse
import os
from pathlib import Path

import bench.noop
from core.config import Settings, load_settings
from core.domain import Queue
from core.event_loop import run
from core.failpoints import arm
from core.keys import with_development_keys
from core.logging import configure_logging
from core.signals import leave_on_signals
from workers.pool import WorkerOptions, run_worker


def read_settings() -> Settings:
    """The servers of the harness (`BENCH_PG_DSN`, `BENCH_REDIS_URL`) and what else is set for them; nothing of this shell's own."""
    blank = dict.fromkeys(Settings.model_fields, "")
    given = {
        "database_url": os.environ["BENCH_PG_DSN"],
        "redis_url": os.environ["BENCH_REDIS_URL"],
        "lease_seconds": os.environ.get("BENCH_LEASE_SECONDS", ""),
        "retention_days": os.environ.get("BENCH_RETENTION_DAYS", ""),
        "webhook_allow_private": "1",
        "data_dir": str(Path(os.environ["BENCH_LEDGER"]).with_name("data")),
    }
    return with_development_keys(load_settings(env_file=None, **{**blank, **given}))


def main() -> None:
    """Run until ended, as `worker.py` does."""
    parser = argparse.ArgumentParser(prog="bench.noop_worker")
    parser.add_argument("--concurrency", type=int, required=True)
    parser.add_argument("--queues", type=lambda names: tuple(map(Queue, names.split(","))), default=tuple(Queue))
    given = parser.parse_args()
    configure_logging()
    leave_on_signals()
    settings = read_settings()
    arm(settings.environment)
    options = WorkerOptions(concurrency=given.concurrency, queues=given.queues)
    run(run_worker(settings, options, families=[bench.noop]))


if __name__ == "__main__":
    main()
