"""What a channel's system says later about a message that it took, as values."""

from dataclasses import dataclass
from enum import StrEnum


class DeliveryState(StrEnum):
    """How far it has come. The two last are final: what is reported after them, out of order, changes nothing."""

    TAKEN = "taken"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """One report. `channel` is the scheme of the channel whose system reports, `reason` a plain sentence."""

    state: DeliveryState
    channel: str
    provider_id: str
    reason: str | None = None
