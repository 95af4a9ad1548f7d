"""Which channel of a message comes next: a pure function of what was tried before."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from pydantic import JsonValue

Try = Mapping[str, JsonValue]

TRIES_EACH = 3
"""So often is a channel tried that does not answer, before the next one gets its turn."""


class TryOutcome(StrEnum):
    """Why a try came to nothing."""

    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


def next_channel(count: int, tried: Sequence[Try], *, without: Collection[int] = ()) -> int | None:
    """The position of the channel whose turn it is; None where all of them, `without` these, have refused.

    The first one that was tried less than three times; where there is none, the one that was tried least.
    """
    refused = [each["position"] for each in tried if each["outcome"] == TryOutcome.REFUSED]
    left = [position for position in range(count) if position not in refused and position not in without]
    times = Counter(str(each["position"]) for each in tried)
    fresh = [position for position in left if times[str(position)] < TRIES_EACH]
    return fresh[0] if fresh else min(left, key=lambda position: times[str(position)], default=None)


def goes_on_at_once(count: int, tried: Sequence[Try], *, without: Collection[int] = ()) -> bool:
    """Whether the next channel is tried in the same attempt: after a refusal, and where it was not tried before."""
    following = next_channel(count, tried, without=without)
    if following is None or not tried:
        return False
    return tried[-1]["outcome"] == TryOutcome.REFUSED or all(each["position"] != following for each in tried)
