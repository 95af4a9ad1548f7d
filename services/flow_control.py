"""Says no before anything is written: too many calls, too much of one account, too much in all (ADR 0016)."""

from dataclasses import dataclass
from uuid import UUID

from core.errors import LimitError, OverloadedError, QuotaExceededError
from core.lanes import Lanes
from core.rate_limit import RateLimiter
from services.depth_sampler import DepthSampler

ACCOUNT_RETRY_SECONDS = 30.0
TOTAL_RETRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many rows may be queued; 0: no bound."""

    per_account: int = 0
    total: int = 0


class FlowControl:
    """One per process; about exact, since what others have queued is known from a sample."""

    def __init__(self, *, lanes: Lanes, sampler: DepthSampler, limiter: RateLimiter, caps: Caps) -> None:
        self._lanes = lanes
        self._sampler = sampler
        self._limiter = limiter
        self._caps = caps

    async def count_call(self, account_id: UUID) -> None:
        """Raises LimitError where the account has called too often within a minute."""
        wait = await self._limiter.take(account_id)
        if wait:
            raise LimitError(f"At most {self._limiter.per_minute} calls a minute are allowed.", retry_after=wait)

    async def admit(self, account_id: UUID) -> None:
        """Let one more thing be stored.

        Raises:
            QuotaExceededError: too much of the account is queued.
            OverloadedError: too much is queued in all.
        """
        if self._find_refusal(account_id):
            await self._sampler.refresh()  # much may have been done since the last look
            if refusal := self._find_refusal(account_id):
                raise refusal

    def _find_refusal(self, account_id: UUID) -> LimitError | None:
        caps = self._caps
        if caps.per_account and self._lanes.depth_of(account_id) >= caps.per_account:
            return QuotaExceededError(
                f"{caps.per_account} tasks of this account are waiting. Go on when some of them are done.",
                retry_after=ACCOUNT_RETRY_SECONDS,
            )
        if caps.total and self._lanes.total >= caps.total:
            return OverloadedError(
                "Too many tasks are waiting. Nothing was stored; try again in a moment.",
                retry_after=TOTAL_RETRY_SECONDS,
            )
        return None
