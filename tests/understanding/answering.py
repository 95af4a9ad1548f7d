"""Answers as the product gives them offline, in this process and without any server."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.clock import SystemClock
from core.ids import make_id
from core.metrics import Metrics
from core.people import User
from core.safety import listen
from core.task_request import TaskRequest
from providers.rules import RulesProvider
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import Tools
from services.access.default_user import DefaultUser
from services.intent_processor import IntentProcessor, Situation
from services.registry import find_abilities, make_services
from services.safety import EMERGENCY
from services.surroundings import Surroundings, SurroundingsReader
from services.task_router import TaskRouter
from tests.understanding.rows import Answer, Row

_NOBODY = make_id()
_ALONE = Surroundings(
    user=User(
        id=_NOBODY,
        account_id=_NOBODY,
        name="Rose",
        timezone="Europe/London",
        locale="en-GB",
        phone=None,
        email=None,
        channels=(),
        preferences={},
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
    ),
    names={},
)


async def answer_all(rows: Sequence[Row]) -> list[Answer]:
    """What each sentence is understood as; of several wishes the first."""
    processor = _processor()
    return [await _answer(row, processor) for row in rows]


async def _answer(row: Row, processor: IntentProcessor) -> Answer:
    heard = listen(row.text)
    if heard.is_doubtful:  # what is asked besides changes nothing of what is understood
        heard = replace(heard, is_doubtful=False)
    if heard.alarm is not None:  # whom to tell of it is looked up, which nothing here is about
        return Answer(intent=EMERGENCY, confidence=1.0, details={})
    situation = Situation(
        account_id=_NOBODY,
        user_id=_NOBODY,
        now=row.now.replace(tzinfo=ZoneInfo(row.timezone)),
        timezone=row.timezone,
        about=_ALONE,
    )
    wish, *_ = (await processor.understand(row.text, situation=situation, heard=heard)).wishes
    return Answer(
        intent=wish.intent,
        confidence=wish.confidence,
        details=wish.details,
        question=wish.question.text if wish.question else None,
    )


class _WithoutHistory(IntentProcessor):
    """Asks of nobody what is usual for them: that changes what a question offers, not whether it is asked."""

    async def _propose(self, wish: TaskRequest, situation: Situation) -> TaskRequest:
        return wish


def _processor() -> IntentProcessor:
    """With a database that is never called: who speaks and what they can name is given."""
    unit_of_work = UnitOfWorkFactory(Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing", pool_size=1))
    tools = Tools(clock=SystemClock(), unit_of_work=unit_of_work, booking_systems={}, abilities=())
    return _WithoutHistory(
        provider=RulesProvider(),
        offline=RulesProvider(),
        router=TaskRouter(make_services(find_abilities(), tools=tools)),
        surroundings=SurroundingsReader(unit_of_work=unit_of_work, default_user=DefaultUser(unit_of_work=unit_of_work)),
        unit_of_work=unit_of_work,
        metrics=Metrics(),
    )
