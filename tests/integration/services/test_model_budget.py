"""What models may cost in a day: one sum for all processes, one alert, and the grammar when it is spent."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal

import httpx2
import pytest
from sqlalchemy import text

from core.ability import AbilitySpec
from core.config import Settings
from core.domain import DegradedReason
from core.errors import UnavailableError
from core.metrics import Metrics
from providers.base import ModelCall, ParseContext, ParsedTask, Parsing
from repositories.database import Database
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.factory import open_services
from services.model_budget import ModelBudget
from services.request_service import RequestState, Submission

HELLO = Submission(text="Hello there", metadata={})


def call(dollars: str | None) -> ModelCall:
    cost = None if dollars is None else int(Decimal(dollars) * 1_000_000)
    return ModelCall(provider="far", model="m", outcome="answered", latency_ms=1, cost_microdollars=cost)


@dataclass
class Model:
    """A remote provider whose every answer costs forty cents."""

    name: str = "far"
    is_remote: bool = True
    said: list[str] = field(default_factory=list)

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        self.said.append(text)
        tasks = (ParsedTask(intent="smalltalk", details={}, confidence=0.9),)
        return Parsing(tasks=tasks, provider=self.name, calls=(call("0.40"),))


def budget_over(
    unit_of_work: UnitOfWorkFactory, *, limit: str = "1", alert_at: str = "0.5", metrics: Metrics | None = None
) -> ModelBudget:
    return ModelBudget(
        unit_of_work=unit_of_work, metrics=metrics or Metrics(), limit=Decimal(limit), alert_at=Decimal(alert_at)
    )


def alerts(metrics: Metrics) -> float:
    return metrics.registry.get_sample_value("grandma_model_cost_alerts_total") or 0.0


@asynccontextmanager
async def say(settings: Settings, model: Model, *, times: int) -> AsyncGenerator[list[RequestState]]:
    """What becomes of the same words said several times, with a limit of a dollar."""
    limited = settings.model_copy(update={"ai_max_cost_per_day": Decimal(1)})
    async with open_services(limited, owner="api", provider=model) as services:
        account = await services.accounts.ensure_default()
        yield [await services.requests.submit(HELLO, account=account) for _ in range(times)]


async def test_all_processes_add_to_one_sum_and_one_of_them_tells(unit_of_work: UnitOfWorkFactory) -> None:
    metrics = [Metrics(), Metrics()]
    budgets = [budget_over(unit_of_work, metrics=each) for each in metrics]
    await asyncio.gather(*(budgets[number % 2].count([call("0.04"), call("0.01")]) for number in range(18)))
    spending = await budgets[0].look()
    assert (spending.spent, spending.is_spent) == (Decimal("0.9"), False)
    assert sum(alerts(each) for each in metrics) == 1


async def test_spent_budget_leaves_the_sentence_to_the_grammar(settings: Settings) -> None:
    model = Model()
    async with say(settings, model, times=4) as states:
        tasks = [state.tasks[0] for state in states]
    assert [task.provider for task in tasks] == ["far", "far", "far", "rules"]
    assert [task.degraded_reason for task in tasks] == [None, None, None, DegradedReason.BUDGET_SPENT]
    assert (len(model.said), tasks[-1].degraded, tasks[-1].intent) == (3, True, "smalltalk")


async def test_sum_outlives_processes_and_ends_with_its_day(settings: Settings, database: Database) -> None:
    model = Model()
    async with say(settings, model, times=3):
        pass
    async with say(settings, model, times=1) as [state]:
        assert state.tasks[0].provider == "rules"
    async with database.transaction() as session:
        await session.execute(text("UPDATE model_spending SET day = day - 1"))
    async with say(settings, model, times=1) as [state]:
        assert state.tasks[0].provider == "far"


async def test_what_has_no_known_price_counts_as_nothing(unit_of_work: UnitOfWorkFactory) -> None:
    budget = budget_over(unit_of_work)
    await budget.count([call(None)] * 1_000)
    assert (await budget.look()).spent == 0


@pytest.mark.parametrize(("limit", "is_spent"), [("0", False), ("5", True)])
async def test_limit_of_nothing_is_none(unit_of_work: UnitOfWorkFactory, limit: str, is_spent: bool) -> None:
    budget = budget_over(unit_of_work, limit=limit)
    await budget.count([call("5")])
    assert await budget.is_spent() is is_spent


class AwayAtFirst(UnitOfWorkFactory):
    """Transactions on a database that is away the first time."""

    is_away = True

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        if self.is_away:
            self.is_away = False
            raise UnavailableError("Away.")
        async with super().__call__() as unit:
            yield unit


async def test_what_could_not_be_added_is_added_with_the_next(database: Database) -> None:
    budget = budget_over(AwayAtFirst(database))
    await budget.count([call("0.1")])
    await budget.count([call("0.2")])
    assert (await budget.look()).spent == Decimal("0.3")


async def test_operator_sees_how_the_day_stands(api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory) -> None:
    await budget_over(unit_of_work).count([call("80")])
    answer = await api.get("/v1/admin/spending")
    assert answer.json() == {"spent": 80.0, "limit": 100.0, "alert_at": 75.0, "is_spent": False}
    metrics = (await api.get("/metrics")).text
    assert "grandma_model_spent_today_dollars 80.0" in metrics
    assert "grandma_model_budget_spent 0.0" in metrics
