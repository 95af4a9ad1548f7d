"""Where model and grammar read different things in the same words, the person hears it before anything is done or kept."""

from typing import Any

import pytest

from core.clock import SystemClock
from core.domain import ConfirmPolicy, TaskStatus
from core.task_request import TaskRequest
from providers.base import ParseContext, ParsedTask
from providers.spans import WireAnswer, understand_answer
from services.ability import Tools
from services.admission import admit
from services.registry import find_abilities, make_services
from tests.unit.providers.spans.reading import read_all, wish
from tests.unit.providers.understanding import NOW
from tests.unit.services.activity.test_talk import NO_DATABASE

TOOLS = Tools(clock=SystemClock(), unit_of_work=NO_DATABASE, booking_systems={}, abilities=())
SERVICES = {each.intent: each for each in make_services(find_abilities(), tools=TOOLS)}
ABILITIES = [service.spec() for service in SERVICES.values()]
DINNER = "Book a table for 4 at Olive Garden tomorrow at 7pm"
AGREED = {"party_size": "4", "venue": "Olive Garden", "date": "tomorrow", "time": "7pm"}
UNDERSTOOD = {"party_size": 4, "venue": "Olive Garden", "date": "2026-11-19", "time": "19:00"}
TELL = "Tell Anna that Tom comes tomorrow at 5pm"
PILL = "Remind me to take my aspirin every day at 8am, my son takes his at 9pm"


async def read_first(text: str, intent: str, **slots: Any) -> ParsedTask:
    return (await read_all(text, wish(intent, **slots), abilities=ABILITIES))[0]


def read_against(grammar: dict[str, Any]) -> ParsedTask:
    """A faithful quotation of DINNER, where the grammar has read these details."""
    known = {name: value for name, value in grammar.items() if value is not None}
    offline = ParsedTask(intent="restaurant_booking", details=known, confidence=0.9)
    answer = WireAnswer.model_validate({"wishes": [wish(words=DINNER, **AGREED)]})
    context = ParseContext(now=NOW, timezone="Europe/London")
    [task] = understand_answer(answer, DINNER, context=context, abilities=ABILITIES, grammar=[offline])
    return task


def state_of(task: ParsedTask, confirm: ConfirmPolicy = ConfirmPolicy.AUTO) -> TaskStatus:
    understood = TaskRequest(
        intent=task.intent,
        details=task.details,
        confidence=task.confidence,
        provider="openai",
        inferred=task.inferred,
        is_disputed=task.is_disputed,
    )
    return admit(understood, service=SERVICES[task.intent], confirm=confirm).status


DISPUTES = {
    "recipient": (TELL, "family_notification", {"recipient": "Tom", "message": "comes tomorrow at 5pm"}),
    "day to tell": (
        TELL,
        "family_notification",
        {"recipient": "Anna", "message": "Tom comes", "date": "tomorrow", "time": "5pm"},
    ),
    "intent": ("Tell Anna that I take my aspirin at 8am", "medicine_reminder", {"medicine": "aspirin", "time": "8am"}),
    "hour of a medicine": (
        PILL,
        "medicine_reminder",
        {"medicine": "aspirin", "time": "9pm", "recurrence": "every day"},
    ),
}


@pytest.mark.parametrize(("text", "intent", "slots"), DISPUTES.values(), ids=DISPUTES.keys())
async def test_disagreement_lowers_confidence_and_is_read_back(text: str, intent: str, slots: dict[str, Any]) -> None:
    task = await read_first(text, intent, **slots)
    assert (task.intent, task.is_disputed) == (intent, True)
    assert task.confidence < 0.6
    assert state_of(task) in {TaskStatus.AWAITING_CONFIRMATION, TaskStatus.NEEDS_INPUT}


@pytest.mark.parametrize(
    "other", [{"date": "2026-11-20"}, {"time": "20:00"}, {"venue": "Bella"}, {"party_size": 5}, {"date": None}], ids=str
)
async def test_any_other_value_of_the_grammar_is_a_dispute(other: dict[str, Any]) -> None:
    task = read_against({**UNDERSTOOD, **other})
    assert (task.is_disputed, task.confidence < 0.6, state_of(task)) == (True, True, TaskStatus.AWAITING_CONFIRMATION)


async def test_agreement_goes_ahead() -> None:
    task = read_against(UNDERSTOOD)
    assert (task.is_disputed, state_of(task)) == (False, TaskStatus.QUEUED)
    pill = await read_first(
        "Remind me to take my aspirin every day at 8am",
        "medicine_reminder",
        medicine="aspirin",
        time="8am",
        recurrence="every day",
    )
    assert (pill.is_disputed, state_of(pill)) == (False, TaskStatus.QUEUED)


async def test_caller_who_wants_no_read_back_gets_none() -> None:
    task = read_against({**UNDERSTOOD, "time": "20:00"})
    assert state_of(task, ConfirmPolicy.NEVER) is TaskStatus.QUEUED
