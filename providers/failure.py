"""A remote provider that could not answer, and what it cost."""

from collections.abc import Sequence
from enum import Enum

from core.errors import TransientError
from providers.base import ModelCall


class Fault(Enum):
    """What a failure says of the other side."""

    AWAY = "away"  # not reached, too slow, overloaded, or no answer that can be used
    CLOSED = "closed"  # the key, the quota or the model is refused: trying again soon is pointless
    UNWILLING = "unwilling"  # it works, but not for this sentence


class ProviderFailedError(TransientError):
    """The provider has no answer to this sentence; `calls` are the calls that it made none the less."""

    def __init__(
        self, detail: str, *, fault: Fault, calls: Sequence[ModelCall] = (), retry_after: float | None = None
    ) -> None:
        super().__init__(detail, retry_after=retry_after)
        self.fault = fault
        self.calls = tuple(calls)
