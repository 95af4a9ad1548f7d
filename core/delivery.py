"""Deliveries as values: what became of a message to a webhook endpoint, over all its tries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DeliveryStatus(StrEnum):
    """`pending`: there will be another try; `delivered`: a try got through; `failed`: there is no more to come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTry:
    """One try; either `status_code` or `error_class` is set. `by_hand`: somebody asked for it, the schedule did not."""

    at: datetime
    by_hand: bool
    status_code: int | None
    latency_ms: int
    error_class: str | None
    response_head: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message to an endpoint, with its tries in their order; `id` is the `webhook-id` of all of them."""

    id: UUID
    endpoint_id: UUID | None
    type: str
    status: DeliveryStatus
    reason: str | None
    created_at: datetime
    next_try_at: datetime | None
    tries: Sequence[DeliveryTry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """What a list of deliveries is narrowed to."""

    status: DeliveryStatus | None = None
    type: str | None = None
