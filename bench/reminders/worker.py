"""`python -m bench.reminders.worker`: the real worker, whose push channel is the plainest there is.

BENCH_CLOCK names a file by which its clock can be stepped; FAILPOINT makes it die, as in the product's own worker.
"""

import os
from pathlib import Path

from bench.chaos.clock import SteppedClock
from bench.reminders.sink import PlainChannel
from core.config import load_settings
from core.event_loop import run
from core.failpoints import arm
from core.keys import with_development_keys
from core.logging import configure_logging
from core.signals import leave_on_signals
from services import outgoing_channels
from workers.pool import WorkerOptions, run_worker


def main() -> None:
    """Work until told to stop."""
    configure_logging()
    leave_on_signals()
    settings = with_development_keys(load_settings(env_file=None))
    arm(settings.environment)
    outgoing_channels.GotifyChannel = PlainChannel  # what is measured comes before it
    clock = os.environ.get("BENCH_CLOCK")
    run(run_worker(settings, WorkerOptions(), clock=SteppedClock(Path(clock)) if clock else None))


if __name__ == "__main__":
    main()
