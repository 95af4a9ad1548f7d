"""Where model and grammar read different things in the same words, the person hears it before anything is done or kept."""

from typing import Any

import pytest

from core.clock import SystemClock
from core.domain import ConfirmPolicy, TaskRequest, TaskStatus
from providers.base import ParsedTask
from services.ability import Tools
from services.admission import admit
from services.registry import find_abilities, make_services
from tests.unit.providers.spans.reading import read_all, wish
from tests.unit.services.activity.test_talk import NO_DATABASE

TOOLS = Tools(clock=SystemClock(), unit_of_work=NO_DATABASE, booking_systems={}, abilities=())
SERVICES = {each.intent: each for each in make_services(find_abilities(), tools=TOOLS)}
ABILITIES = [service.spec() for service in SERVICES.values()]
DINNER = "Book a table for 4 at Olive Garden tomorrow at 7pm, not Friday at 8pm"
AGREED = {"party_size": "4", "venue": "Olive Garden", "date": "tomorrow", "time": "7pm"}
TELL = "Tell Anna that Tom comes tomorrow at 5pm"
PILL = "Remind me to take my aspirin every day at 8am, my son takes his at 9pm"


async def read_first(text: str, intent: str, **slots: Any) -> ParsedTask:
    return (await read_all(text, wish(intent, **slots), abilities=ABILITIES))[0]


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
    "date": (DINNER, "restaurant_booking", {**AGREED, "date": "Friday"}),
    "time": (DINNER, "restaurant_booking", {**AGREED, "time": "8pm"}),
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


async def test_agreement_goes_ahead() -> None:
    task = await read_first("Book a table for 4 at Olive Garden tomorrow at 7pm", "restaurant_booking", **AGREED)
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
    task = await read_first(DINNER, "restaurant_booking", **{**AGREED, "time": "8pm"})
    assert state_of(task, ConfirmPolicy.NEVER) is TaskStatus.QUEUED
