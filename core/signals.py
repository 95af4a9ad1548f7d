"""What being told to stop means for a process of ours."""

import signal
import sys
from types import FrameType


def leave_on_signals() -> None:
    """Let SIGTERM and SIGINT unwind the program, so that what it opened is closed, and end it with status 0.

    Event loops put handlers of their own in place while they run; this one is for before and after.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    sys.exit(0)
