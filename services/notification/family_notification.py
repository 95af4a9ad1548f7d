"""Telling family and carers something in the person's own words."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import ConfirmPolicy, Details, Problem, Question, Queue, Task, TaskStatus
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome, Waits
from core.when import describe_day, describe_time, to_instant, to_local
from services.ability import BaseTaskService, TakesBack, TaskDetails, Tools, Wish
from services.answers import is_bare
from services.booking.fields import LocalDate, LocalTime
from services.notification.another_wish import AnotherWish
from services.notification.family_notification_cues import CUES, RECIPIENT_LEADS
from services.notification.recipients import Recipients, in_your_words
from services.notification.telling import (
    STILL_TELLING,
    News,
    Teller,
    Told,
    check_known,
    nobody_reached,
    quote,
    quote_shortly,
    spoken,
    tell,
)

_JUST_NOW = timedelta(minutes=2)
"""So late a time may be that was said as a moment to come: the task had to be understood and picked up."""


class FamilyNotificationDetails(TaskDetails):
    """Who is told what, and when. Date and time are local to the person."""

    recipient: Annotated[
        str | None,
        Slot(
            kind=SlotKind.NAME,
            ask="Whom shall I tell?",
            after=RECIPIENT_LEADS,
        ),
    ] = Field(
        default=None,
        description='Who is told, as said: a name ("Anna"), a relation ("my daughter", "mum"), several ("Anna and Tom", '
        '"my children") or all ("my family", "everyone").',
    )
    message: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="What shall I tell them?",
            after=("that", "saying", "know", "to say", "and say", "tell", "text", "message", "inform", "let"),
        ),
    ] = Field(default=None, description="What they are told, word for word as said.")
    about: UUID | None = Field(
        default=None, description="The task of another wish: they are told what became of it, as soon as it has ended."
    )
    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="On which day shall I tell them?")] = Field(
        default=None, description="The day on which to tell them, where it is not to be told at once."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="At what time shall I tell them?")] = Field(
        default=None, description="When to tell them, where it is not to be told at once."
    )


class FamilyNotificationService(BaseTaskService[FamilyNotificationDetails]):
    """Tells people whom the person knows, and says who was reached."""

    intent = "family_notification"
    queue = Queue.NOTIFICATION
    summary = "tell your family something"
    details_model = FamilyNotificationDetails
    required = ("recipient", "message")
    cues = CUES
    has_outside_effect = True
    tells_of_others = True
    waits_for_no = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._teller = Teller(unit_of_work=tools.unit_of_work)
        self._another = AnotherWish(unit_of_work=tools.unit_of_work)

    def find_missing(self, known: Details) -> tuple[str, ...]:
        """What became of another wish is a message too."""
        return tuple(name for name in super().find_missing(known) if name != "message" or "about" not in known)

    def find_doubt(self, details: FamilyNotificationDetails) -> Question | None:
        """A message needs a word in it, and a day an hour."""
        has_words = any(letter.isalnum() for letter in details.message or "")
        if not has_words and (details.message is not None or details.about is None):
            return self.question_for("message")
        return self.question_for("time") if details.date and not details.time else None

    def read_back(self, details: FamilyNotificationDetails) -> str:
        day = f" {describe_day(details.date, self._tools.clock.now().date())}" if details.date else ""
        hour = f" at {describe_time(details.time)}" if details.time else ""
        whom = in_your_words(details.recipient or "")
        if details.message is None:
            return f"Shall I tell {whom}{day}{hour} about that, as soon as it is settled?"
        return f"Shall I tell {whom}{day}{hour}: {quote_shortly(details.message or '', end='')}?"

    async def undo(self, done: Task) -> TakesBack | str:
        del done
        return "A message that has gone out can't be taken back. You could send another one."

    async def perform(self, wish: Wish[FamilyNotificationDetails]) -> Outcome:
        """Look what became of the messages; where there are none yet, find out who is meant, wait for the time, tell."""
        told = await self._teller.find_told(wish.task)
        if told is not None:
            return await self._report(told, wish)
        wish, doubt = await self._hear(wish)
        if doubt is not None:
            return doubt
        said = wish.details
        if missing := self.find_missing(_known(wish)):
            return _ask(wish, self.question_for(missing[0]))
        if question := self.find_doubt(said):
            return _ask(wish, question)
        found = await self._teller.find_recipients(said.recipient or "", task=wish.task, slot="recipient")
        if isinstance(found, Problem):
            return Fails(problem=found)
        if isinstance(found, Question):
            return _ask(wish, found)
        if later := await self._find_later(wish) or await self._find_pause(wish, found):
            return later
        return await self._tell(wish, found)

    async def _tell(self, wish: Wish[FamilyNotificationDetails], found: Recipients) -> Outcome:
        words = await self._words_of(wish)
        if isinstance(words, Problem):
            return Fails(problem=words)
        return words if isinstance(words, Waits) else tell(await self._write(wish, words), found.people, task=wish.task)

    async def _hear(
        self, wish: Wish[FamilyNotificationDetails]
    ) -> tuple[Wish[FamilyNotificationDetails], AsksToConfirm | None]:
        """The wish with whom it leaves out among the recipients; and a read-back, whatever was confirmed before, of what
        may be no message: "nothing", or words behind a "but" that may name somebody.
        """
        said = wish.details
        heard = await self._teller.hear(said.recipient or "", said.message or "", task=wish.task)
        meant = wish
        if heard is not None:
            meant = replace(
                wish, details=said.model_copy(update={"recipient": heard.recipient, "message": heard.message})
            )
        is_new = heard is not None and meant.details != said
        is_doubtful = is_bare(said.message or "") or (heard is not None and not heard.is_sure)
        if not is_doubtful or (wish.task.confirmed and not is_new):
            return meant, None
        return meant, AsksToConfirm(question=Question(text=self.read_back(meant.details)), details=_known(meant))

    async def _words_of(self, wish: Wish[FamilyNotificationDetails]) -> str | Waits | Problem:
        """The person's words as a quotation, nothing in them rewritten; or what became of their other wish."""
        said = wish.details
        if said.message is not None or said.about is None:
            return quote(said.message or "")
        now = wish.now - wish.task.clock_offset
        heard = await self._another.hear(wish.task, said.about, whom=said.recipient or "", now=now)
        return f"{heard}." if isinstance(heard, str) else heard

    async def _write(self, wish: Wish[FamilyNotificationDetails], words: str) -> News:
        sender = await self._teller.find_sender(wish.task)
        if sender is None:
            return News(topic="message", subject="A message for you", text=f"I was asked to tell you: {words}")
        return News(topic="message", subject=f"A message from {sender}", text=f"{sender} asked me to tell you: {words}")

    async def _find_later(self, wish: Wish[FamilyNotificationDetails]) -> Waits | Asks | None:
        """Wait until the time that was said; one that was past when it was said is asked again."""
        due = _due_of(wish)
        if due is None:
            return None
        if due > wish.now:
            return Waits(until=due - wish.task.clock_offset)
        if wish.now - due <= _JUST_NOW or await self._has_waited(wish):
            return None
        local = to_local(due, wish.task.timezone)
        past = f"It is already past {describe_time(local.time())}"
        if local.date() != to_local(wish.now, wish.task.timezone).date():
            past = f"{describe_day(local.date(), to_local(wish.now, wish.task.timezone).date())} is over"
        question = Question(text=f"{past[0].upper()}{past[1:]}. When shall I tell them?", slot="time")
        return Asks(question=question, details=_known(wish, "date", "time"))

    async def _find_pause(self, wish: Wish[FamilyNotificationDetails], found: Recipients) -> Waits | None:
        """What is waited for though nobody has said so."""
        return await self._find_quiet(wish, found) or await self._find_grace(wish, found)

    async def _find_quiet(self, wish: Wish[FamilyNotificationDetails], found: Recipients) -> Waits | None:
        """The end of the family's quiet hours, where nothing else was said; an hour that was said is kept."""
        if wish.details.time is not None:
            return None
        until = await self._teller.find_quiet(wish.task, now=self._tools.clock.now())
        if until is None:
            return None
        clock = describe_time(to_local(until, wish.task.timezone).time())
        whom = spoken([each.name for each in found.people])
        return Waits(until=until, summary=f"It is late, so I will tell {whom} at {clock}. Say no if I shall not.")

    async def _find_grace(self, wish: Wish[FamilyNotificationDetails], found: Recipients) -> Waits | None:
        """A moment in which the message can be taken back; none where the caller has confirmed, or it has waited before."""
        grace = self._tools.family_grace
        if not grace or wish.task.confirm is ConfirmPolicy.NEVER or await self._has_waited(wish):
            return None
        seconds = round(grace.total_seconds())
        whom = spoken([each.name for each in found.people])
        summary = f"I will tell {whom} in {seconds} seconds. Say no if I shall not."
        return Waits(until=self._tools.clock.now() + grace, summary=summary)

    async def _has_waited(self, wish: Wish[FamilyNotificationDetails]) -> bool:
        async with self._tools.unit_of_work() as unit:
            events = await unit.tasks.list_events(wish.task.id)
        return any(event.to_status is TaskStatus.SCHEDULED for event in events)

    async def _report(self, told: Told, wish: Wish[FamilyNotificationDetails]) -> Outcome:
        """Completed where at least one of several was told, naming who was not."""
        if told.is_under_way:
            return STILL_TELLING
        check_known(told)
        if not told.reached:
            return Fails(problem=nobody_reached(told))
        wish, _ = await self._hear(wish)
        left_out = await self._left_out(wish)
        words = await self._words_of(wish)
        said = words if wish.details.message is None else quote_shortly(wish.details.message)
        summary = f"I told {spoken(told.reached)}" + (f": {said}" if isinstance(said, str) else ".")
        if missed := (*told.missed, *left_out):
            summary += f" I could not reach {spoken(missed)}."
        return Completed(summary=summary, data=told.data)

    async def _left_out(self, wish: Wish[FamilyNotificationDetails]) -> tuple[str, ...]:
        """Who belongs to a group that was meant, and can't be told."""
        found = await self._teller.find_recipients(wish.details.recipient or "", task=wish.task, slot="recipient")
        return tuple(each.name for each in found.left_out) if isinstance(found, Recipients) else ()


def _due_of(wish: Wish[FamilyNotificationDetails]) -> datetime | None:
    """When to tell them, by the caller's clock; None: at once.

    The exact instant of a span ("in 20 seconds") counts as long as the details still show it, to the minute.
    """
    said, zone = wish.details, wish.task.timezone
    exact = wish.task.scheduled_for
    if said.time is None:
        return exact if said.date is None else None
    on = said.date or to_local(exact or wish.now, zone).date()
    due = to_instant(on, said.time, zone)
    return exact if exact and due <= exact < due + timedelta(minutes=1) else due


def _ask(wish: Wish[FamilyNotificationDetails], question: Question) -> Asks:
    return Asks(question=question, details=_known(wish, *filter(None, [question.slot])))


def _known(wish: Wish[FamilyNotificationDetails], *doubtful: str) -> Details:
    return wish.details.model_dump(mode="json", exclude_none=True, exclude=set(doubtful))
