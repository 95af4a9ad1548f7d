"""Stores the reminder that a task asks for, once, and says what was stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from core.domain import Question, Task
from core.ids import make_id
from core.outcome import Asks, AsksToConfirm, Completed, Outcome
from core.reminder import Due, NewReminder, Reminder, ReminderKind, ReminderStatus
from core.when import to_local
from repositories.unit_of_work import UnitOfWork
from services.ability import TakesBack, Tools, Wish
from services.booking.wording import join_spoken
from services.effect_ledger import Response
from services.reminder.how_often import question_count
from services.reminder.plan import find_next, iterate_due
from services.reminder.recorded import record_once
from services.reminder.regimen_words import describe_regimen
from services.reminder.reminder_service import ReminderService
from services.reminder.timing import Subject, Timing, make_reminder, to_our_clock
from services.reminder.wording import describe_clock, describe_plan, describe_usually, name_of
from services.task_view import instant_text


async def store_reminder(tools: Tools, wish: Wish[Any], subject: Subject, *, timing: Timing) -> Outcome:
    """Store it with its first due times; ask for what is open; say so where it is stored already."""
    said = make_reminder(subject, timing, wish.task, reminder_id=make_id(), now=wish.now)
    if isinstance(said, Question):
        return ask(wish, said)
    if not wish.task.confirmed and (question := await _find_miscount(tools, wish, said)):
        return AsksToConfirm(question=question)
    service = ReminderService(unit_of_work=tools.unit_of_work, clock=tools.clock)
    async with tools.unit_of_work() as unit:
        await unit.users.hold(wish.task.user_id, account_id=wish.task.account_id)
        stored = await record_once(unit, wish, "store", change=lambda: _store(unit, service, wish, said=said))
    summary = str(stored["summary"]) + _say_passed(said, timing) + _say_tied(said)
    first = stored["next"]
    return Completed(
        summary=summary,
        data={each: stored[each] for each in ("reminder", "next")},
        scheduled_for=datetime.fromisoformat(first) if isinstance(first, str) else None,
    )


async def undo_storing(tools: Tools, done: Task) -> TakesBack | str:
    """It is stopped; one that was there before stays."""
    async with tools.unit_of_work() as unit:
        made = await unit.reminders.find_by_task(done.id)
    if made is None:
        return "You had that reminder before, so there is nothing to take back."
    return TakesBack(intent="reminder_cancel", details={"seen": {str(made.id): made.version}})


async def _find_miscount(tools: Tools, wish: Wish[Any], said: NewReminder) -> Question | None:
    """Details have no count: whether the times are as many as were said only the sentence tells."""
    async with tools.unit_of_work() as unit:
        request = await unit.requests.get(wish.task.request_id, account_id=wish.task.account_id)
    return question_count(request.text, said)


def ask(wish: Wish[Any], question: Question, *, drops: Sequence[str] = ()) -> Asks:
    """Ask, keeping all that is known but the detail in doubt and what the answer makes void (`drops`)."""
    doubtful = {question.slot, *drops} if question.slot else {*drops}
    return Asks(question=question, details=wish.details.model_dump(mode="json", exclude_none=True, exclude=doubtful))


async def _store(unit: UnitOfWork, service: ReminderService, wish: Wish[Any], *, said: NewReminder) -> Response:
    await unit.reminders.hold_user(said.user_id)
    real = to_our_clock(said, offset=wish.task.clock_offset, now=wish.now)
    same = _find_same(await unit.reminders.list_of_user(said.user_id, account_id=said.account_id), real)
    today = to_local(wish.now, said.timezone).date()
    if same:
        upcoming = find_next(same, after=wish.now - wish.task.clock_offset)
        usually = describe_usually(same, today=today)
        return _response(f"You have that already: {name_of(same)}, {usually}.", same, upcoming)
    await service.add_within(unit, real)
    first = next(iterate_due(said, after=None if said.at else wish.now), None)
    lead = "I'll remind you" if first else "I'll keep in mind that you take"
    summary = f"{lead} {_describe(said, first, wish)}."
    return _response(summary, said, first)


def _describe(said: NewReminder, first: Due | None, wish: Wish[Any]) -> str:
    if first is None:
        dosage = f" ({said.dosage})" if said.dosage else ""
        return f"{name_of(said)}{dosage} {describe_regimen(said)}"
    plan = describe_plan(said, first, today=to_local(wish.now, said.timezone).date())
    if said.kind is ReminderKind.MEDICINE:
        dosage = f" ({said.dosage})" if said.dosage else ""
        colon = ":" if said.regimen.phases else ""
        return f"to take {name_of(said)}{dosage}{colon} {plan}"
    return f"{plan}: {name_of(said)}"


def _say_tied(said: NewReminder) -> str:
    """That the times follow hours of the person's own."""
    regimen = said.regimen
    ties = [*regimen.tied_to, *(tie for phase in regimen.phases for tie in phase.tied_to)]
    names = list(dict.fromkeys(str(tie.to) for tie in ties))
    return f" It moves with your {join_spoken(names, last='and')}." if names else ""


def _say_passed(said: NewReminder, timing: Timing) -> str:
    """What was asked for today and can't come any more."""
    passed = [f"{at:%H:%M}" for at in timing.times if said.times and f"{at:%H:%M}" not in said.times]
    if not passed:
        return ""
    clock = describe_clock(passed)
    return f" {clock[0].upper()}{clock[1:]} {'have' if len(passed) > 1 else 'has'} passed today."


def _find_same(known: Sequence[Reminder], wanted: NewReminder) -> Reminder | None:
    """The active reminder of the same thing at the same times."""
    return next((each for each in known if each.status is ReminderStatus.ACTIVE and _key(each) == _key(wanted)), None)


def _key(reminder: NewReminder) -> tuple[object, ...]:
    on = None if reminder.recurrence or reminder.at else reminder.starts_on
    subject = " ".join(reminder.subject.casefold().split())
    return (
        reminder.kind,
        subject,
        reminder.timezone,
        tuple(reminder.times),
        reminder.recurrence,
        on,
        reminder.at,
        reminder.regimen,
    )


def _response(summary: str, reminder: NewReminder, upcoming: Due | None) -> Response:
    return {
        "summary": summary,
        "reminder": reminder_view(reminder),
        "next": instant_text(upcoming.at) if upcoming else None,
    }


def reminder_view(reminder: NewReminder) -> dict[str, JsonValue]:
    """A reminder as results show it."""
    return {
        "id": str(reminder.id),
        "kind": str(reminder.kind),
        "subject": reminder.subject,
        "dosage": reminder.dosage,
        "times": list(reminder.times),
        "recurrence": reminder.recurrence,
        "starts_on": reminder.starts_on.isoformat(),
        "at": instant_text(reminder.at) if reminder.at else None,
        "timezone": reminder.timezone,
    }
