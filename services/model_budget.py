"""What may be spent on language models in a day, by all processes together (ADR 0019).

It is looked at before a model is asked, and counted after. So it may be exceeded by what was under way when it ran out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import structlog

from core.ability import AbilitySpec
from core.domain import DegradedReason
from core.errors import UnavailableError
from core.idempotency import unguarded
from core.metrics import Metrics
from providers.base import ModelCall, ParseContext, Parsing, Provider
from repositories.unit_of_work import UnitOfWorkFactory

logger = structlog.stdlib.get_logger(__name__)

MICRODOLLARS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """How a day stands, in dollars. `limit` and `alert_at` are None where there is none."""

    spent: Decimal
    limit: Decimal | None
    alert_at: Decimal | None

    @property
    def is_spent(self) -> bool:
        """Whether no model is asked any more today."""
        return self.limit is not None and self.spent >= self.limit


class ModelBudget:
    """The budget of a day, for all that is said. `limit` and `alert_at` are in dollars, 0 for none."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, metrics: Metrics, limit: Decimal, alert_at: Decimal) -> None:
        self._unit_of_work = unit_of_work
        self._metrics = metrics
        self._limit = limit or None
        self._alert_at = alert_at or None
        self._owed = 0

    async def look(self) -> Spending:
        """How today stands."""
        async with self._unit_of_work.reading() as unit:
            spent = await unit.model_spending.get_today()
        return Spending(spent=_dollars(spent), limit=self._limit, alert_at=self._alert_at)

    async def is_spent(self) -> bool:
        """Whether no model may be asked any more today."""
        return self._limit is not None and (await self.look()).is_spent

    async def count(self, calls: Iterable[ModelCall]) -> None:
        """Add what these calls cost, as far as that is known. Where the database can't take it now, with the next ones."""
        self._owed += sum(call.cost_microdollars or 0 for call in calls)
        if not self._owed:
            return
        added, self._owed = self._owed, 0
        try:
            with unguarded():  # it is spent, whatever becomes of the call
                async with self._unit_of_work() as unit:
                    spent = await unit.model_spending.add_today(added)
        except UnavailableError:
            self._owed += added
            return
        self._tell(before=_dollars(spent - added), after=_dollars(spent))

    def _tell(self, *, before: Decimal, after: Decimal) -> None:
        """Sums only rise, and each is seen by one process: whoever crosses a line is the only one that day."""
        if self._alert_at is not None and before < self._alert_at <= after:
            self._metrics.cost_alerts.inc()
            logger.warning("models have cost much today", spent=str(after), alert_at=str(self._alert_at))
        if self._limit is not None and before < self._limit <= after:
            logger.warning("the budget for models is spent, the grammar answers until midnight UTC", spent=str(after))


class BudgetedProvider:
    """A remote provider that is asked while the budget lasts; after that `offline` answers."""

    def __init__(self, provider: Provider, *, offline: Provider, budget: ModelBudget) -> None:
        self._provider = provider
        self._offline = offline
        self._budget = budget

    @property
    def name(self) -> str:
        return self._provider.name

    @property
    def is_remote(self) -> bool:
        return self._provider.is_remote

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        """See `Provider`."""
        if await self._budget.is_spent():
            parsing = await self._offline.parse(text, context=context, abilities=abilities)
            return replace(parsing, degraded_reason=DegradedReason.BUDGET_SPENT)
        parsing = await self._provider.parse(text, context=context, abilities=abilities)
        await self._budget.count(parsing.calls)
        return parsing


def _dollars(microdollars: int) -> Decimal:
    return Decimal(microdollars) / MICRODOLLARS
