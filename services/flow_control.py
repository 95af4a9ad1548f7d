"""Says no before anything is written: too many calls, too much of one account, too much in all (ADR 0016)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.caller import Caller
from core.config import Settings
from core.errors import LimitError, OverloadedError, QuotaExceededError
from core.lanes import Lanes
from core.rate_limit import Limit, RateLimiter, Taken
from core.roles import Role
from services.depth_sampler import DepthSampler

ACCOUNT_RETRY_SECONDS = 30.0
TOTAL_RETRY_SECONDS = 10.0


_MORE_FOR: Mapping[Role, int] = {Role.STAFF: 60, Role.ADMIN: 120}
"""Calls a minute of those who work with many people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many rows may be queued; 0: no bound."""

    per_account: int = 0
    total: int = 0


def refuse_too_many(taken: Taken | None) -> None:
    """Raises LimitError where a call that was counted is one too many."""
    if taken is not None and taken.wait > 0:
        limit = taken.limit
        raise LimitError(f"At most {limit.per_minute} calls a minute are allowed.", retry_after=taken.wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often who may call (DESIGN.md section 3).

    `keys`: all keys of an account together; `people`: who has logged in, but for those whose role has more.
    """

    keys: Limit
    people: Limit

    def of_people(self, role: Role) -> Limit:
        """The limit of somebody who has logged in."""
        per_minute = max(self.people.per_minute, _MORE_FOR.get(role, 0)) if self.people.per_minute else 0
        return Limit(str(role), per_minute, max(self.people.burst, per_minute if role in _MORE_FOR else 0))


def rates_of(settings: Settings) -> Rates:
    """What the settings say."""
    keys, people = settings.rate_limit_per_minute, settings.ai_rate_limit_per_minute
    return Rates(
        keys=Limit("account", keys, keys), people=Limit("person", people, max(people, settings.ai_rate_limit_burst))
    )


class FlowControl:
    """One per process; about exact, since what others have queued is known from a sample."""

    def __init__(self, *, lanes: Lanes, sampler: DepthSampler, limiter: RateLimiter, rates: Rates, caps: Caps) -> None:
        self._rates = rates
        self._lanes = lanes
        self._sampler = sampler
        self._limiter = limiter
        self._caps = caps

    async def count_call(self, caller: Caller) -> Taken | None:
        """Count a call: people who have logged in each by themselves, keys by their account; None where none is counted."""
        if caller.member_id is not None:
            return await self._limiter.take(str(caller.member_id), self._rates.of_people(caller.role))
        return await self._limiter.take(str(caller.account.id), self._rates.keys)

    async def count_call_of_calendar(self, user_id: UUID) -> Taken | None:
        """Count a call by the link to somebody's calendar, as often as keys may call: it uses up nobody else's calls."""
        return await self._limiter.take(f"calendar:{user_id}", self._rates.keys._replace(name="calendar"))

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
