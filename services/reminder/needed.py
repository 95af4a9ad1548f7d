"""Medicines that are taken as needed: whether one may be taken by the rule that the person gave, and what was taken.

Before: the rule is said, never advice. After the fact: what was swallowed is always recorded, also where it was too soon,
and then those who hear of missed doses are told.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from core.clock import Clock
from core.domain import Message, Repeat
from core.dose_answer import Said
from core.errors import ConflictError
from core.new_notification import new_notification
from core.notification import Topic
from core.people import User
from core.profile import read_profile
from core.regimen import AsNeeded
from core.reminder import Due, OccurrenceOutcome, Reminder, ReminderStatus
from core.when import describe_day, describe_time, to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.answering import Answering
from services.reminder.as_needed import Allowance, find_allowance
from services.reminder.occurrence_answers import check_may_say
from services.reminder.occurrence_state import OccurrenceState

_LOOK_BACK = timedelta(days=8)
"""A gap is at most a week."""


class NotAsNeededError(ConflictError):
    """The medicine has due times; these are answered."""

    name = "not-as-needed"
    title = "This medicine is not taken as needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededDose:
    """One dose that was taken, and what the rule said before and says after it."""

    state: OccurrenceState
    before: Allowance
    after: Allowance


class NeededDoses:
    """Doses of medicines that are taken as needed, for callers. Everything raises NotFoundError for what the account can't
    see, and NotAsNeededError for a reminder with due times.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def look(self, reminder_id: UUID, *, account_id: UUID) -> Allowance:
        """What the rule says now."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get(reminder_id, account_id=account_id)
            return await find_allowed(unit, reminder, now=self._clock.now())

    async def take(
        self, reminder_id: UUID, *, account_id: UUID, said: Said, taken_at: datetime | None = None
    ) -> NeededDose:
        """Record that one was taken, whatever the rule says; by one of the person's contacts, where a contact says so."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            await check_may_say(unit, reminder, said)
            return await take_within(unit, reminder, said, now=self._clock.now(), taken_at=taken_at)


async def find_allowed(unit: UnitOfWork, reminder: Reminder, *, now: datetime) -> Allowance:
    """What the rule of a medicine says at an instant, by what was recorded."""
    rule = _rule_of(reminder)
    rows = await unit.occurrences.list_of_reminder(reminder.id, since=now - _LOOK_BACK)
    taken = [each.taken_at or each.scheduled_for for each in rows if each.outcome is OccurrenceOutcome.TAKEN]
    return find_allowance(rule, [at for at in taken if at <= now], now=now)


async def take_within(
    unit: UnitOfWork, reminder: Reminder, said: Said, *, now: datetime, taken_at: datetime | None = None
) -> NeededDose:
    """As `NeededDoses.take`, in the caller's transaction, which holds the reminder. The same second again is the same dose."""
    _rule_of(reminder)
    at = min(taken_at or now, now)
    before = await find_allowed(unit, reminder, now=at)
    local = to_local(at, reminder.timezone)
    due = Due(on=local.date(), slot=f"{local:%H:%M:%S}", at=at)
    dose = await unit.occurrences.add_needed(reminder, due)
    answered = await Answering(unit, now=now).take(dose, reminder, said, taken_at=at)
    state = OccurrenceState(occurrence=answered, reminder=reminder)
    if not before.is_allowed and dose.outcome is None:
        await _tell_carers(unit, state, before)
    return NeededDose(state=state, before=before, after=await find_allowed(unit, reminder, now=now))


def describe_allowance(reminder: Reminder, allowance: Allowance) -> str:
    """What the rule says, in words: never advice, only what the person gave us."""
    name = f"your {reminder.subject}"
    if not allowance.is_allowed:
        return (
            f"It is too soon for {name} by the instructions you gave me; next from {_spoken(reminder, allowance)}. "
            "If it does not help, please ask your pharmacist or doctor."
        )
    last = " It would be the last one for now." if allowance.is_last else ""
    return f"By the instructions you gave me, one of {name} may be taken now.{last}"


def describe_taken(dose: NeededDose) -> str:
    """What was written down, and what that means for the next one."""
    reminder, at = dose.state.reminder, dose.state.occurrence.scheduled_for
    clock = describe_time(_clock(at, reminder))
    said = f"I have written down that you took your {reminder.subject} at {clock}."
    if not dose.before.is_allowed:
        said += f" By the instructions you gave me it was too soon: the next was from {_spoken(reminder, dose.before)}."
    if dose.after.is_allowed:
        return said
    return f"{said} The next one is from {_spoken(reminder, dose.after)} on."


def _rule_of(reminder: Reminder) -> AsNeeded:
    if reminder.regimen.as_needed is None:
        raise NotAsNeededError("This medicine has due times; answer these.")
    if reminder.status in {ReminderStatus.CANCELLED, ReminderStatus.ENDED}:
        raise NotAsNeededError(f"This reminder is {reminder.status}; make a new one.")
    return reminder.regimen.as_needed


def _spoken(reminder: Reminder, allowance: Allowance) -> str:
    day, asked = to_local(allowance.next_at, reminder.timezone), to_local(allowance.asked_at, reminder.timezone)
    clock = describe_time(_clock(allowance.next_at, reminder))
    return clock if day.date() == asked.date() else f"{clock} on {describe_day(day.date(), asked.date())}"


def _clock(instant: datetime, reminder: Reminder) -> time:
    return to_local(instant, reminder.timezone).time().replace(second=0, microsecond=0)


async def _tell_carers(unit: UnitOfWork, state: OccurrenceState, before: Allowance) -> None:
    """Those who hear of missed doses hear of one that came too soon."""
    occurrence = state.occurrence
    user = await unit.users.get(occurrence.user_id, account_id=occurrence.account_id)
    contacts = await unit.contacts.list_of_user(user.id, account_id=user.account_id)
    first = Message(
        key=f"occurrence:{occurrence.id}:too-soon",
        to="",
        channels=(),
        subject=f"About {user.known_name or 'the person you look after'}",
        text=_carer_text(state, before, user),
        topic=Topic.MISSED.value,
        repeat=Repeat.SAME_ID,
    )
    told = [
        replace(first, key=f"{first.key}:{each.id}", to=each.name, contact_id=each.id, channels=each.channels)
        for each in contacts
        if each.consented_at and each.channels and Topic.MISSED in each.heard_topics
    ]
    whose = {"account_id": user.account_id, "user_id": user.id, "occurrence_id": occurrence.id}
    added = await unit.notifications.add_many([new_notification(each, **whose) for each in told])
    # Nobody here can ring after the commit: the next sweep does.
    if added:
        await unit.notifications.forget_dispatches([each.id for each in added])


def _carer_text(state: OccurrenceState, before: Allowance, user: User) -> str:
    reminder = state.reminder
    shares = read_profile(user.preferences).share_medicine_names
    what = f"the {reminder.subject}" if shares else "a medicine"
    clock = describe_time(_clock(state.occurrence.scheduled_for, reminder))
    who = user.known_name or "The person you look after"
    return (
        f"{who} says that they took {what} at {clock}. By the instructions that we have, the next was from "
        f"{_spoken(reminder, before)}."
    )
