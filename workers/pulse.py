"""The sign of life of an event loop, for those who can't ask it: another thread, and the supervisor of the process."""

import asyncio
import os
import socket
import time

import structlog

logger = structlog.stdlib.get_logger(__name__)

BEAT_SECONDS = 0.5
LAG_WORTH_A_LINE = 1.0
"""How late the loop may come to its own beat before the log says that something holds it up."""


class Pulse:
    """Beats twice a second while the loop runs. Where systemd watches the process, it hears every beat."""

    def __init__(self) -> None:
        self._beat_at = time.monotonic()
        self._notify = os.environ.get("NOTIFY_SOCKET", "")

    @property
    def silence(self) -> float:
        """Seconds since the last beat; from any thread."""
        return time.monotonic() - self._beat_at

    async def beat_for_ever(self) -> None:
        """Beat until cancelled."""
        while True:
            self._beat_at = time.monotonic()
            self._tell_supervisor()
            await asyncio.sleep(BEAT_SECONDS)
            lag = self.silence - BEAT_SECONDS
            if lag > LAG_WORTH_A_LINE:
                logger.warning("the event loop was held up", seconds=round(lag, 1))

    def _tell_supervisor(self) -> None:
        """The protocol of sd_notify(3): with `WatchdogSec=` systemd restarts a process that says nothing any more."""
        if not self._notify:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as supervisor:
                supervisor.connect(self._notify.replace("@", "\0", 1) if self._notify[0] == "@" else self._notify)
                supervisor.send(b"READY=1\nWATCHDOG=1")
        except OSError as error:
            logger.warning("the supervisor could not be told", error=str(error))
