"""The API with a sampler inside: what one process spends its CPU on, by parts of the way of a request.

A timer that runs with the process's CPU time interrupts it; the innermost frame that belongs to a part tells which one
it is in. On leaving, the shares are written to the file that SHARES names.
"""

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import greenlet

import run_server

_EVERY_SECONDS = 0.002
_PARTS = (
    ("limits", ("/core/rate_limit.py", "/services/flow_control.py")),
    ("who asks", ("/services/access/account_service.py", "/services/access/known_keys.py", "/core/api_key.py")),
    ("what they may", ("/api/people_gate.py", "/api/permissions.py", "/core/tenancy.py", "/core/caller.py")),
    ("logs and counts", ("/structlog/", "/logging/", "/prometheus_client/", "/core/logging.py")),
    ("parsing", ("/providers/", "/core/when/", "/services/intent_processor.py", "/services/ability.py")),
    ("commit", ("/services/intake.py", "/services/first_tasks.py", "/services/durable_work.py", "/core/queue.py")),
    ("about whom", ("/services/surroundings.py",)),
    ("validation", ("/fastapi/_compat/", "/pydantic/", "/api/schemas/", "/json/")),
    ("commit", ("/repositories/", "/sqlalchemy/", "/asyncpg/", "/redis/")),
    ("HTTP", ("/api/", "/fastapi/", "/starlette/", "/uvicorn/", "/httptools/")),
)
_found: Counter[str] = Counter()


def _note(number: int, frame: FrameType | None) -> None:
    del number
    _found[_part_of(frame)] += 1


def _part_of(frame: FrameType | None) -> str:
    """The part of the innermost frame that has one; what is nobody's is the event loop's."""
    for part, paths in _PARTS:
        current, green = frame, greenlet.getcurrent()
        while current is not None:
            if any(path in current.f_code.co_filename for path in paths):
                return part
            current = current.f_back
            if current is None and green.parent is not None:
                green = green.parent
                current = green.gr_frame
    return "event loop"


def main() -> int:
    """Serve, sampled from the first moment on; what the start costs is sampled away by taking many requests."""
    signal.signal(signal.SIGPROF, _note)
    signal.setitimer(signal.ITIMER_PROF, _EVERY_SECONDS, _EVERY_SECONDS)
    try:
        return run_server.main()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        whole = sum(_found.values())
        shares = {part: number / whole for part, number in _found.most_common()}
        Path(os.environ["SHARES"]).write_text(json.dumps(shares), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
