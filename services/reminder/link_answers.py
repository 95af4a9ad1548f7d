"""Answers by signed links (`links.py`): what the page behind a link says, and what a press of its buttons does.

Looking never acts: mail scanners and previews of messages open every link. An answer and the note that this link has
given it are one transaction, so a link that is pressed twice answers once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from core.clock import Clock
from core.dose_answer import PERSON, AnsweredVia, DoseAnswer, RecordedAnswer, Said
from core.errors import NotFoundError
from core.failpoints import Failpoint, reach
from core.reminder import Occurrence, OccurrenceOutcome, OccurrenceStatus, Reminder, ReminderKind
from core.when import describe_time, to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.answering import Answering
from services.reminder.answering_errors import OccurrenceAnsweredError, OccurrenceNotDueError
from services.reminder.double_doses import describe_taken_before, find_taken_lately
from services.reminder.links import AnswerLink, AnswerLinks, LinkAnswer
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.wording import name_with_dosage, slot_time


class LinkState(Enum):
    """How a link stands."""

    ASKS = auto()  # good, and waits for a press of a button
    ASKS_AGAIN = auto()  # another dose was said to be taken a short while ago: is this another one?
    ANSWERED = auto()  # this press, or the one before, was recorded
    USED = auto()  # it gave its answer before
    PASSED = auto()  # nothing can be answered any more
    UNKNOWN = auto()  # we have not made it, or what it was about is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """What somebody sees who opened a link: a heading, sentences, and the buttons that make sense."""

    state: LinkState
    title: str
    text: tuple[str, ...] = ()
    buttons: tuple[LinkAnswer, ...] = ()


_UNKNOWN = LinkPage(
    state=LinkState.UNKNOWN,
    title="This link opens nothing",
    text=("Was it copied whole? If you took your medicine, tell me in your own words.",),
)
_EXPIRED = LinkPage(
    state=LinkState.PASSED,
    title="This link is too old",
    text=("A link is good for one day. If you took your medicine, tell me in your own words.",),
)
_Answer = Callable[[Answering, Occurrence, Reminder, Said], Awaitable[Occurrence]]


async def _take(answering: Answering, seen: Occurrence, reminder: Reminder, said: Said) -> Occurrence:
    return await answering.take(seen, reminder, said)


async def _later(answering: Answering, seen: Occurrence, reminder: Reminder, said: Said) -> Occurrence:
    return await answering.snooze(seen, reminder, said)


async def _skip(answering: Answering, seen: Occurrence, reminder: Reminder, said: Said) -> Occurrence:
    return await answering.skip(seen, reminder, said)


_ACTS: dict[LinkAnswer, tuple[_Answer, DoseAnswer]] = {
    LinkAnswer.TAKEN: (_take, DoseAnswer.TAKEN),
    LinkAnswer.LATER: (_later, DoseAnswer.SNOOZED),
    LinkAnswer.SKIP: (_skip, DoseAnswer.SKIPPED),
}


class LinkAnswers:
    """What happens behind links. Never raises for what a link says or where its due time stands: a page tells."""

    def __init__(self, *, links: AnswerLinks, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._links = links
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def look(self, token: str) -> LinkPage:
        """The page behind a link; changes nothing."""
        link, now = self._links.read(token), self._clock.now()
        if link is None or now > link.expires_at:
            return _EXPIRED if link else _UNKNOWN
        async with self._unit_of_work() as unit:
            try:
                seen, reminder, _ = await _open(unit, link)
            except NotFoundError:
                return _UNKNOWN
            if given := await unit.occurrence_answers.find_by_source(_source(link)):
                return _used(given, reminder)
        return _ask(seen, reminder, link)

    async def answer(self, token: str, pressed: LinkAnswer | None, *, again: bool = False) -> LinkPage:
        """Give the answer of a link, or the one that was `pressed` on its page; `again`: another dose was taken indeed."""
        link, now = self._links.read(token), self._clock.now()
        if link is None or now > link.expires_at:
            return _EXPIRED if link else _UNKNOWN
        answer = link.answer or pressed
        if answer is None:
            return await self.look(token)
        try:
            async with self._unit_of_work() as unit:
                page = await self._answer_within(unit, link, answer, again=again)
        except NotFoundError:
            return _UNKNOWN
        except (OccurrenceAnsweredError, OccurrenceNotDueError) as error:
            return LinkPage(state=LinkState.PASSED, title="This can't be answered any more", text=(error.detail,))
        reach(Failpoint.AFTER_ANSWERED)
        return page

    async def _answer_within(self, unit: UnitOfWork, link: AnswerLink, answer: LinkAnswer, *, again: bool) -> LinkPage:
        now = self._clock.now()
        seen, reminder, by = await _open(unit, link)
        act, meaning = _ACTS[answer]
        if given := await unit.occurrence_answers.find_by_source(_source(link)):
            return _done(seen, reminder, answer) if given.answer is meaning else _used(given, reminder)
        if answer is LinkAnswer.TAKEN and not again and (doubt := await _find_doubt(unit, seen, reminder, now=now)):
            return doubt
        said = Said(via=AnsweredVia.LINK, by=by, source=_source(link))
        answered = await act(Answering(unit, now=now), seen, reminder, said)
        return _done(answered, reminder, answer)


async def _open(unit: UnitOfWork, link: AnswerLink) -> tuple[Occurrence, Reminder, str]:
    """What a link is about, held, and who has it; raises NotFoundError where either is gone."""
    seen = await unit.occurrences.get_any_locked(link.occurrence_id)
    reminder = await unit.reminders.get(seen.reminder_id, account_id=seen.account_id)
    if link.recipient_id == seen.user_id:
        return seen, reminder, PERSON
    contact = await unit.contacts.get(link.recipient_id, user_id=seen.user_id, account_id=seen.account_id)
    return seen, reminder, str(contact.id)


async def _find_doubt(unit: UnitOfWork, seen: Occurrence, reminder: Reminder, *, now: datetime) -> LinkPage | None:
    """What is asked where this dose, or another one of the same medicine, was said to be taken a short while ago."""
    if seen.outcome is OccurrenceOutcome.TAKEN:
        before = describe_taken_before(OccurrenceState(occurrence=seen, reminder=reminder))
        return LinkPage(
            state=LinkState.USED, title="You have told me already", text=(before, "There is nothing more to do.")
        )
    if seen.outcome is not None or not (taken := await find_taken_lately(unit, seen, reminder, now=now)):
        return None
    return LinkPage(
        state=LinkState.ASKS_AGAIN,
        title="Did you take another one?",
        text=(describe_taken_before(taken), "Press only if you took another one. Else close this page."),
        buttons=(LinkAnswer.TAKEN,),
    )


def _source(link: AnswerLink) -> str:
    return f"link:{link.id}"


def _ask(seen: Occurrence, reminder: Reminder, link: AnswerLink) -> LinkPage:
    state = OccurrenceState(occurrence=seen, reminder=reminder)
    if state.status is OccurrenceStatus.TAKEN:
        return LinkPage(state=LinkState.USED, title="You have told me already", text=(describe_taken_before(state),))
    if state.status is OccurrenceStatus.MISSED and reminder.kind is ReminderKind.MEDICINE:
        buttons = (LinkAnswer.TAKEN,) if link.answer in {None, LinkAnswer.TAKEN} else ()
    elif seen.outcome is None and state.status is not OccurrenceStatus.CANCELLED:
        buttons = (link.answer,) if link.answer else tuple(LinkAnswer)
    else:
        buttons = ()
    if not buttons:
        text = ("There is nothing more to do.",)
        return LinkPage(state=LinkState.PASSED, title="This can't be answered any more", text=text)
    return LinkPage(state=LinkState.ASKS, title=_speak_of(seen, reminder), buttons=buttons)


def _done(seen: Occurrence, reminder: Reminder, answer: LinkAnswer) -> LinkPage:
    what = _speak_of(seen, reminder)
    if answer is LinkAnswer.TAKEN:
        return LinkPage(state=LinkState.ANSWERED, title="Thank you", text=(f"I have written down: taken. {what}.",))
    if answer is LinkAnswer.SKIP:
        return LinkPage(state=LinkState.ANSWERED, title="Noted", text=(f"I have written down: left out. {what}.",))
    until = f" at {_clock(seen.snoozed_until, reminder)}" if seen.snoozed_until else ""
    return LinkPage(state=LinkState.ANSWERED, title="Later, then", text=(f"I will remind you again{until}. {what}.",))


_GIVEN = {
    DoseAnswer.TAKEN: "taken",
    DoseAnswer.SKIPPED: "left out",
    DoseAnswer.SNOOZED: "later",
    DoseAnswer.MISSED: "not taken",
}


def _used(given: RecordedAnswer, reminder: Reminder) -> LinkPage:
    text = f"Your answer was: {_GIVEN[given.answer]}, at {_clock(given.created_at, reminder)}."
    more = "If that is wrong, tell me in your own words."
    return LinkPage(state=LinkState.USED, title="This link has been used", text=(text, more))


def _speak_of(seen: Occurrence, reminder: Reminder) -> str:
    name = name_with_dosage(reminder)
    return f"{name[0].upper()}{name[1:]}, {describe_time(slot_time(seen, reminder.timezone))}"


def _clock(instant: datetime, reminder: Reminder) -> str:
    return describe_time(to_local(instant, reminder.timezone).time().replace(second=0, microsecond=0))
