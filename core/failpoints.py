"""Named places at which a process can be made to die, so that tests can see what becomes of its work.

`FAILPOINT=after_claim:0.05` kills the process (SIGKILL: no clean-up) with that probability whenever it comes by; without
a number it does so the first time. Refused in production. Off, a failpoint costs one comparison.
"""

import os
import random
import signal
from enum import StrEnum

from core.config import Environment
from core.errors import ConfigurationError


class Failpoint(StrEnum):
    """Where work is between two places that know of it."""

    AFTER_COMMIT = "after_commit"  # rows are stored, their stream entries not yet
    AFTER_PUBLISH = "after_publish"  # entries are on the stream, nobody was answered yet
    AFTER_READ = "after_read"  # entries are delivered to this worker, nothing is claimed yet
    AFTER_CLAIM = "after_claim"  # rows are leased to this worker, nothing is done yet
    AFTER_INTENT = "after_intent"  # the ledger says that something is about to be done, nothing is done yet
    AFTER_ASKED = "after_asked"  # our row says that a booking system is about to be asked, it is not yet
    AFTER_SENDING = (
        "after_sending"  # our row says that it is about to leave for the booking system, no byte of it has yet
    )
    AFTER_ANSWER = "after_answer"  # the booking system has booked, our row does not know it
    AFTER_UID = "after_uid"  # our row knows what the booking is called there, nothing is read back yet
    AFTER_EFFECT = "after_effect"  # the outside knows, the ledger does not yet
    AFTER_SETTLE = "after_settle"  # the end is committed, the entry not acknowledged yet
    BEFORE_WEBHOOK = "before_webhook"  # a message is leased, nothing is sent yet
    IN_ANSWER = "in_answer"  # an answer to a due time is written, nothing of it is committed yet
    AFTER_ANSWERED = "after_answered"  # an answer to a due time is committed, nobody who gave it knows yet
    AFTER_WEBHOOK = "after_webhook"  # the receiver has answered, nothing is recorded yet


_armed: dict[Failpoint, float] = {}


def arm(environment: Environment) -> None:
    """Set the failpoint that the variable FAILPOINT names, if it names one.

    Raises:
        ConfigurationError: it can't be read, or this is production.
    """
    specification = os.environ.get("FAILPOINT", "").strip()
    if not specification:
        return
    if environment is Environment.PRODUCTION:
        raise ConfigurationError("FAILPOINT is set; nothing is made to die in production.")
    name, _, probability = specification.partition(":")
    try:
        _armed[Failpoint(name)] = float(probability or 1)
    except ValueError as error:
        known = ", ".join(Failpoint)
        raise ConfigurationError(
            f"FAILPOINT should be one of {known}, or one with a probability, as {Failpoint.AFTER_CLAIM}:0.1."
        ) from error


def reach(point: Failpoint) -> None:
    """Come by: die here if that is what is wanted."""
    if _armed and random.random() < _armed.get(point, 0.0):  # noqa: S311 - no secret
        os.kill(os.getpid(), signal.SIGKILL)
