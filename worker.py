"""`python -m worker`: one worker process. Any number of them, any subset of queues, on any machine."""

import core.loading  # noqa: F401 # pyright: ignore[reportUnusedImport] - before all others

# isort: split
import argparse
import sys

from core.config import load_settings
from core.domain import Queue
from core.embedded import embedded_servers
from core.errors import ConfigurationError, UnavailableError
from core.event_loop import run
from core.failpoints import arm
from core.keys import with_development_keys
from core.logging import configure_logging
from core.signals import leave_on_signals
from workers.pool import DEFAULT_CONCURRENCY, WorkerOptions, reseal, run_worker


def _queues(text: str) -> tuple[Queue, ...]:
    try:
        return tuple(Queue(name.strip()) for name in text.split(",") if name.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; the queues are {', '.join(Queue)}") from error


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _read_options(arguments: list[str]) -> WorkerOptions | None:
    """How to work; None: not at all, but seal stored data anew."""
    parser = argparse.ArgumentParser(prog="worker", description="Runs the tasks of Grandma's AI Assistant.")
    parser.add_argument(
        "--queues", type=_queues, default=tuple(Queue), help=f"comma separated; all by default: {','.join(Queue)}"
    )
    parser.add_argument(
        "--concurrency",
        type=_positive,
        default=DEFAULT_CONCURRENCY,
        help=f"attempts at a time for each queue (default {DEFAULT_CONCURRENCY})",
    )
    parser.add_argument("--once", action="store_true", help="do what there is to do and exit (cron, Lambda)")
    parser.add_argument(
        "--reseal", action="store_true", help="seal stored data anew with the first of ENCRYPTION_KEYS, and exit"
    )
    given = parser.parse_args(arguments)
    if given.reseal:
        return None
    return WorkerOptions(queues=given.queues, concurrency=given.concurrency, once=given.once)


def main() -> int:
    """Run one worker; the exit status is 2 where a setting is wrong or the database is not there."""
    options = _read_options(sys.argv[1:])
    configure_logging()
    leave_on_signals()
    try:
        with embedded_servers(with_development_keys(load_settings())) as settings:
            arm(settings.environment)
            if options is None:
                print(run(reseal(settings)))
            else:
                run(run_worker(settings, options))
    except (ConfigurationError, UnavailableError) as error:
        print(f"worker: {error.detail}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
