"""`python -m bench.chaos.worker`: the real worker with the errand ability, by a clock that CHAOS_CLOCK can step."""

import os
from pathlib import Path

from bench.chaos import abilities
from bench.chaos.clock import SteppedClock
from core.config import load_settings
from core.event_loop import run
from core.keys import with_development_keys
from core.logging import configure_logging
from core.signals import leave_on_signals
from services.registry import FAMILIES
from workers.pool import WorkerOptions, run_worker


def main() -> None:
    """Work until told to stop."""
    configure_logging()
    leave_on_signals()
    settings = with_development_keys(load_settings(env_file=None))
    clock = SteppedClock(Path(os.environ["CHAOS_CLOCK"]))
    run(run_worker(settings, WorkerOptions(), families=(*FAMILIES, abilities), clock=clock))


if __name__ == "__main__":
    main()
