"""Putting off a medicine that waits for its answer, or leaving it out, in words."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from core.domain import Details, Problem, Question, Queue
from core.errors import PROBLEM_PREFIX
from core.ids import make_id
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome
from core.reminder import NewReminder, OccurrenceStatus, Reminder, ReminderKind
from core.when import describe_time, to_local
from core.when.words import Words
from services.ability import BaseTaskService, TaskDetails, Wish
from services.booking.wording import join_spoken
from services.effect_ledger import Response
from services.reminder.answering import Answering
from services.reminder.answering_errors import OccurrenceAnsweredError, OccurrenceNotDueError
from services.reminder.doses import LOOK_BACK, speak_of
from services.reminder.fields import Medicine
from services.reminder.medicine_later_cues import CUES
from services.reminder.occurrence_answers import BY_WORDS
from services.reminder.occurrence_state import OccurrenceState, with_reminders
from services.reminder.recorded import find_recorded, record_once
from services.reminder.reminder_finder import ALL_OF_THEM, Sought, find_meant, is_any_medicine, means_all
from services.reminder.reminder_service import ReminderService
from services.reminder.telling import describe_next
from services.reminder.wording import name_of

_OPEN = frozenset({OccurrenceStatus.DUE, OccurrenceStatus.SNOOZED})
_SPAN = re.compile(
    r"\b(?:in |for |me |another )(?:another |about |around )?(?:(?P<half>half an hour)|(?P<quarter>(?:a )?quarter of an hour)|(?P<count>[0-9]{1,3}|an?)(?: more)? (?P<unit>minutes?|mins?|hours?))\b"
)
_SKIPS = re.compile(
    r"\b(?:skip\w*|leav(?:e|ing) (?:\w+ )?out|left (?:\w+ )?out|miss(?:ing)? out|not taking|not going to take|won't take|will not take|(?:don't|do not) want to take)\b"
)
_THIS_ONCE = re.compile(r"\s+(?:this (?:time|once|morning|evening)|today|tonight|for now|for once)\b.*$", re.IGNORECASE)
_LATELY = timedelta(hours=1)
"""So long after it was told a plain reminder can be asked for again."""
_SOON = timedelta(hours=26)
_DEFAULT = timedelta(minutes=10)
_MOST_OPTIONS = 3


class MedicineLaterDetails(TaskDetails):
    """Which medicine comes later, or is left out."""

    medicine: Medicine = Field(default=None, description="The medicine that is meant, where one is named.")
    verb: Literal["later", "skip"] = Field(default="later", description="Whether it comes later, or is left out.")
    minutes: Annotated[int | None, Field(ge=1, le=1_440)] = Field(default=None, description="After so many minutes.")
    seen: tuple[UUID, ...] | None = Field(default=None, description="What was read back: the due times.")


class MedicineLaterService(BaseTaskService[MedicineLaterDetails]):
    """Answers what waits with "later" or "left out", and tells again what was just told."""

    intent = "medicine_later"
    queue = Queue.REMINDER
    summary = "remind you again a little later"
    details_model = MedicineLaterDetails
    required = ()
    cues = CUES

    def hear(self, details: Details, text: str) -> Details:
        line = Words.of(text).line
        known: dict[str, JsonValue] = {**details, "verb": "skip" if _SKIPS.search(line) else "later"}
        if isinstance(medicine := known.get("medicine"), str):
            known["medicine"] = _THIS_ONCE.sub("", medicine).strip() or None
        if span := _SPAN.search(line):
            known["minutes"] = _minutes(span)
        return known

    async def perform(self, wish: Wish[MedicineLaterDetails]) -> Outcome:
        task, now = wish.task, self._tools.clock.now()
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "answer"):
                return Completed(summary=str(done["summary"]), data={"occurrences": done["occurrences"]})
            known = await unit.reminders.list_of_user(task.user_id, account_id=task.account_id)
            around = await unit.occurrences.list_between(
                task.user_id, account_id=task.account_id, since=now - LOOK_BACK, until=now + _SOON
            )
            states = await with_reminders(unit, around)
        named = _named(wish.details, states, now=now)
        waiting = [each for each in named if each.status in _OPEN]
        if wish.details.verb == "skip":
            return await self._skip(wish, waiting or _next_of(named, now=now), is_told=bool(waiting))
        if waiting:
            return await self._put_off(wish, waiting)
        if (told := _told_lately(states, now=now)) is not None and is_any_medicine(wish.details.medicine):
            return await self._tell_again(wish, told, now=now)
        return _nothing(describe_next([each for each in known if each.kind is ReminderKind.MEDICINE], now=now))

    async def _put_off(self, wish: Wish[MedicineLaterDetails], waiting: Sequence[OccurrenceState]) -> Outcome:
        """All that waits: to be told again harms nobody."""
        minutes = wish.details.minutes
        span = timedelta(minutes=minutes) if minutes else None

        async def put_off() -> Response:
            answering = Answering(unit, now=self._tools.clock.now())
            until: list[datetime] = []
            for each in sorted(waiting, key=lambda state: state.occurrence.id):
                seen = await unit.occurrences.get_locked(each.occurrence.id, account_id=wish.task.account_id)
                after = await answering.snooze(seen, each.reminder, BY_WORDS, span=span)
                until += [after.snoozed_until] if after.snoozed_until else []
            return {
                "summary": _say_later(waiting, until, minutes=minutes, now=self._tools.clock.now()),
                "occurrences": _ids(waiting),
            }

        try:
            async with self._tools.unit_of_work() as unit:
                done = await record_once(unit, wish, "answer", change=put_off)
        except (OccurrenceAnsweredError, OccurrenceNotDueError) as error:
            return _nothing(error.detail)
        return Completed(summary=str(done["summary"]), data={"occurrences": done["occurrences"]})

    async def _skip(
        self, wish: Wish[MedicineLaterDetails], meant: Sequence[OccurrenceState], *, is_told: bool
    ) -> Outcome:
        said = wish.details
        if not meant:
            return _nothing("I find no dose of that for now, so I have left out nothing.")
        names = list(dict.fromkeys(each.reminder.subject for each in meant))
        if len(names) > 1 and is_any_medicine(said.medicine) and not means_all(said.medicine):
            options = (*names[:_MOST_OPTIONS], ALL_OF_THEM)
            question = Question(
                text=f"Which shall I leave out: {join_spoken(options)}?", slot="medicine", options=options
            )
            return Asks(
                question=question, details=said.model_dump(mode="json", exclude_none=True, exclude={"medicine", "seen"})
            )
        if not is_told and not (wish.task.confirmed and said.seen is not None):
            details = said.model_dump(mode="json", exclude_none=True)
            question = Question(text=f"Shall I leave out {speak_of(meant)}, this once?")
            return AsksToConfirm(question=question, details={**details, "seen": _ids(meant)})
        chosen = [each for each in meant if said.seen is None or each.occurrence.id in said.seen]
        return await self._record_skip(wish, chosen)

    async def _record_skip(self, wish: Wish[MedicineLaterDetails], meant: Sequence[OccurrenceState]) -> Outcome:
        async def skip() -> Response:
            answering = Answering(unit, now=self._tools.clock.now())
            for each in sorted(meant, key=lambda state: state.occurrence.id):
                seen = await unit.occurrences.get_locked(each.occurrence.id, account_id=wish.task.account_id)
                await answering.skip(seen, each.reminder, BY_WORDS)
            return {"summary": f"I have written down that you leave out {speak_of(meant)}.", "occurrences": _ids(meant)}

        try:
            async with self._tools.unit_of_work() as unit:
                done = await record_once(unit, wish, "answer", change=skip)
        except OccurrenceAnsweredError as error:
            return _nothing(error.detail)
        return Completed(summary=str(done["summary"]), data={"occurrences": done["occurrences"]})

    async def _tell_again(self, wish: Wish[MedicineLaterDetails], told: OccurrenceState, *, now: datetime) -> Outcome:
        """A plain reminder asks for no answer: it comes once more, as one of its own."""
        reminder = told.reminder
        at = now + (timedelta(minutes=wish.details.minutes) if wish.details.minutes else _DEFAULT)
        service = ReminderService(unit_of_work=self._tools.unit_of_work, clock=self._tools.clock)

        async def again() -> Response:
            await service.add_within(unit, _once_more(reminder, at=at))
            clock = _clock(at, reminder.timezone)
            return {"summary": f"I will remind you again at {clock}: {name_of(reminder)}.", "occurrences": _ids([told])}

        async with self._tools.unit_of_work() as unit:
            done = await record_once(unit, wish, "answer", change=again)
        return Completed(summary=str(done["summary"]), data={"occurrences": done["occurrences"]})


def _once_more(old: Reminder, *, at: datetime) -> NewReminder:
    return NewReminder(
        id=make_id(),
        account_id=old.account_id,
        user_id=old.user_id,
        task_id=None,
        kind=old.kind,
        subject=old.subject,
        person_name=old.person_name,
        location=old.location,
        timezone=old.timezone,
        starts_on=to_local(at, old.timezone).date(),
        at=at,
    )


def _named(said: MedicineLaterDetails, states: Sequence[OccurrenceState], *, now: datetime) -> list[OccurrenceState]:
    """The doses of the medicines that are meant, those that were read back where some were."""
    medicines = [each for each in states if each.reminder.kind is ReminderKind.MEDICINE]
    if said.seen is not None:
        return [each for each in medicines if each.occurrence.id in said.seen]
    reminders = list({each.reminder.id: each.reminder for each in medicines}.values())
    sought = Sought(words=said.medicine, only_medicines=True)
    today = to_local(now, reminders[0].timezone).date() if reminders else now.date()
    ids = {each.id for each in find_meant(sought, reminders, today=today)}
    return [each for each in medicines if each.reminder.id in ids]


def _next_of(named: Sequence[OccurrenceState], *, now: datetime) -> list[OccurrenceState]:
    """The next dose of each medicine that nobody was told of yet."""
    planned = [
        each for each in named if each.status is OccurrenceStatus.PLANNED and each.occurrence.scheduled_for > now
    ]
    first: dict[UUID, OccurrenceState] = {}
    for each in sorted(planned, key=lambda state: state.occurrence.scheduled_for):
        first.setdefault(each.reminder.id, each)
    return list(first.values())


def _told_lately(states: Sequence[OccurrenceState], *, now: datetime) -> OccurrenceState | None:
    told = [
        each
        for each in states
        if each.status is OccurrenceStatus.REMINDED
        and each.occurrence.told_at is not None
        and now - each.occurrence.told_at <= _LATELY
    ]
    return max(told, key=lambda each: each.occurrence.told_at or now, default=None)


def _say_later(
    waiting: Sequence[OccurrenceState], until: Sequence[datetime], *, minutes: int | None, now: datetime
) -> str:
    names = join_spoken(list(dict.fromkeys(name_of(each.reminder) for each in waiting)), last="and")
    if not until:
        return f"I will remind you of {names} again."
    at = min(until)
    is_sooner = minutes is not None and at + timedelta(minutes=1) < now + timedelta(minutes=minutes)
    why = " That is as long as it can wait." if is_sooner else ""
    return f"I will remind you of {names} again at {_clock(at, waiting[0].reminder.timezone)}.{why}"


def _clock(at: datetime, timezone: str) -> str:
    local: time = to_local(at, timezone).time().replace(second=0, microsecond=0)
    return describe_time(local)


def _ids(states: Sequence[OccurrenceState]) -> list[JsonValue]:
    return [str(each.occurrence.id) for each in states]


def _minutes(span: re.Match[str]) -> int:
    if span["half"]:
        return 30
    if span["quarter"]:
        return 15
    count = int(span["count"]) if span["count"].isdigit() else 1
    return count * (60 if span["unit"].startswith("h") else 1)


def _nothing(detail: str) -> Fails:
    said = detail if detail.startswith(("I ", "This")) else f"Nothing waits for your answer just now. {detail}"
    return Fails(problem=Problem(type=PROBLEM_PREFIX + "nothing-waits", title="Nothing waits", detail=said))
