"""Answers to doses that people write or key in: TAKEN, LATER, SKIP, REPEAT, and the number that chooses between several.

A reply belongs to the dose that waits for an answer. Where several wait, a numbered list goes back, and the number that
comes next decides. What a message has answered, it has answered once: handed over again, it gets the same words again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.clock import Clock
from core.dose_answer import PERSON, AnsweredVia, DoseAnswer, Said
from core.errors import NotFoundError
from core.reminder import OccurrenceOutcome, OccurrenceStatus, ReminderKind
from core.when import describe_time, to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.wording import join_spoken
from services.notification.ports import Incoming
from services.notification.reply_words import ReplyWord, read_reply
from services.reminder.answering import Answering
from services.reminder.answering_errors import OccurrenceAnsweredError, OccurrenceNotDueError
from services.reminder.doses import speak_of, time_of
from services.reminder.double_doses import describe_taken_before, find_taken_lately, list_taken_lately
from services.reminder.family import MISSED
from services.reminder.occurrence_state import OccurrenceState, with_reminders
from services.reminder.wording import name_of, name_with_dosage

CHOICE_FOR = timedelta(minutes=30)
"""So long a number means what the last list said."""
LOOK_BACK = timedelta(hours=24)
AGAIN = "AGAIN"
"""What is written where another one was taken indeed."""
_NOISE = re.compile(r"[^A-Z0-9]+")
_WAITING = (OccurrenceStatus.DUE, OccurrenceStatus.SNOOZED)
_BY_CONTACT = frozenset({ReplyWord.TAKEN, ReplyWord.SKIP})


@dataclass(frozen=True, slots=True)
class _Doses:
    """The doses of a day, and how a reply reaches them."""

    all: Sequence[OccurrenceState]
    open: Sequence[OccurrenceState]


class DoseReplies:
    """One of those who know what to do with what people write (`IncomingHandler`)."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def handle(self, incoming: Incoming) -> str | None:
        """Do what was answered, and say so; None where it is no answer, or there is nothing that it could answer."""
        word, written = read_reply(incoming.text), _NOISE.sub("", incoming.text.upper())
        if word is None and written != AGAIN and not written.isdecimal():
            return None
        try:
            async with self._unit_of_work() as unit:
                return await _Reply(unit, incoming, now=self._clock.now()).answer(word, written)
        except (OccurrenceAnsweredError, OccurrenceNotDueError) as error:
            return error.detail


class _Reply:
    """One message, in one transaction."""

    def __init__(self, unit: UnitOfWork, incoming: Incoming, *, now: datetime) -> None:
        self._unit = unit
        self._incoming = incoming
        self._now = now

    async def answer(self, word: ReplyWord | None, written: str) -> str | None:
        if before := await self._find_given():
            return before
        choice = await self._unit.reply_choices.find(self._incoming.user_id, self._incoming.sender, within=CHOICE_FOR)
        if choice and (chosen := _choose(written, choice.answer, choice.options)):
            await self._unit.reply_choices.close(self._incoming.user_id, self._incoming.sender)
            is_again = choice.answer == AGAIN
            answer = ReplyWord.TAKEN if is_again else ReplyWord(choice.answer)
            return await self._give(answer, await self._hold(chosen), again=is_again)
        if word is None or (self._incoming.contact_id and (word not in _BY_CONTACT or written.isdecimal())):
            return None
        doses = await self._list_doses(word)
        if len(doses.open) > 1:
            return await self._offer(word, doses.open)
        if not doses.open:
            return self._say_answered(word, doses.all)
        return await self._give(word, await self._hold([doses.open[0].occurrence.id]))

    async def _find_given(self) -> str | None:
        """What was said to this message when it was handled before."""
        given = await self._unit.occurrence_answers.find_by_source(self._source(0))
        if given is None:
            return None
        seen = await self._unit.occurrences.get(given.occurrence_id, account_id=self._incoming.account_id)
        word = {DoseAnswer.TAKEN: ReplyWord.TAKEN, DoseAnswer.SNOOZED: ReplyWord.LATER}.get(
            given.answer, ReplyWord.SKIP
        )
        return _confirm(word, await with_reminders(self._unit, [seen]), until=given.snoozed_until)

    async def _list_doses(self, word: ReplyWord) -> _Doses:
        """What waits for an answer; where nothing does, and it was taken, what counted as missed in the last day."""
        found = await self._unit.occurrences.list_between(
            self._incoming.user_id,
            account_id=self._incoming.account_id,
            since=self._now - LOOK_BACK,
            until=self._now + timedelta(minutes=1),
        )
        states = [
            each
            for each in await with_reminders(self._unit, found)
            if each.reminder.kind is ReminderKind.MEDICINE and await self._may_answer(each)
        ]
        named = [each for each in states if await self._is_named(each)]
        for status in _WAITING:
            if waiting := [each for each in named or states if each.status is status]:
                return _Doses(states, waiting)
        missed = [each for each in named or states if each.status is OccurrenceStatus.MISSED]
        return _Doses(states, missed[-1:] if word is ReplyWord.TAKEN else ())

    async def _may_answer(self, state: OccurrenceState) -> bool:
        """A contact answers what they were told is not confirmed, and nothing else."""
        contact_id = self._incoming.contact_id
        if contact_id is None:
            return True
        return contact_id in await self._unit.notifications.list_contacts_told(state.occurrence.id, topic=MISSED)

    async def _is_named(self, state: OccurrenceState) -> bool:
        """Whether this is what the message answers, where its channel says that."""
        if self._incoming.notification_id is None:
            return False
        try:
            notice = await self._unit.notifications.get(
                self._incoming.notification_id, account_id=self._incoming.account_id
            )
        except NotFoundError:
            return False
        return notice.occurrence_id == state.occurrence.id

    async def _hold(self, ids: Sequence[UUID]) -> list[OccurrenceState]:
        seen = [
            await self._unit.occurrences.get_locked(each, account_id=self._incoming.account_id) for each in sorted(ids)
        ]
        return await with_reminders(self._unit, seen)

    async def _offer(self, word: ReplyWord, waiting: Sequence[OccurrenceState]) -> str:
        options = [each.occurrence.id for each in waiting]
        await self._unit.reply_choices.offer(
            self._incoming.user_id, self._incoming.sender, answer=word, options=options
        )
        listed = [f"{number} for {_short(each)}" for number, each in enumerate(waiting, 1)]
        return f"Which one? Reply {join_spoken([*listed, f'{len(waiting) + 1} for all of them'], last='or')}."

    async def _give(self, word: ReplyWord, meant: Sequence[OccurrenceState], *, again: bool = False) -> str:
        if word is ReplyWord.REPEAT:
            return _prompt(meant)
        if word is ReplyWord.TAKEN and not again and (doubt := await self._find_doubt(meant)):
            return doubt
        answering = Answering(self._unit, now=self._now)
        after: list[OccurrenceState] = []
        for number, each in enumerate(meant):
            said, seen = self._said(number), each.occurrence
            if word is ReplyWord.TAKEN:
                seen = await answering.take(seen, each.reminder, said)
            elif word is ReplyWord.SKIP:
                seen = await answering.skip(seen, each.reminder, said)
            else:
                seen = await answering.snooze(seen, each.reminder, said)
            after.append(OccurrenceState(occurrence=seen, reminder=each.reminder))
        return _confirm(word, after, until=after[0].occurrence.snoozed_until)

    async def _find_doubt(self, meant: Sequence[OccurrenceState]) -> str | None:
        """What is asked where one of these medicines was said to be taken a short while ago."""
        for each in meant:
            if each.occurrence.outcome is OccurrenceOutcome.TAKEN:
                continue
            taken = await find_taken_lately(self._unit, each.occurrence, each.reminder, now=self._now)
            if taken is not None:
                options = [state.occurrence.id for state in meant]
                await self._unit.reply_choices.offer(
                    self._incoming.user_id, self._incoming.sender, answer=AGAIN, options=options
                )
                return f"{describe_taken_before(taken)} If you took another one, reply {AGAIN}."
        return None

    def _say_answered(self, word: ReplyWord, states: Sequence[OccurrenceState]) -> str | None:
        recent = list_taken_lately(states, now=self._now)
        if word is ReplyWord.TAKEN and recent:
            return f"{describe_taken_before(recent[-1])} There is nothing more to do."
        return None

    def _said(self, number: int) -> Said:
        known = {each.value for each in AnsweredVia}
        via = AnsweredVia(self._incoming.via) if self._incoming.via in known else AnsweredVia.SMS
        by = str(self._incoming.contact_id) if self._incoming.contact_id else PERSON
        return Said(via=via, by=by, source=self._source(number))

    def _source(self, number: int) -> str:
        return f"incoming:{self._incoming.id}" + (f":{number}" if number else "")


def _choose(written: str, answer: str, options: Sequence[UUID]) -> Sequence[UUID]:
    """The due times that were chosen; none where it is no number of the list."""
    if answer == AGAIN:
        return options if written == AGAIN else ()
    number = int(written) if written.isdecimal() and len(written) < 3 else 0
    if number == len(options) + 1:
        return options
    return options[number - 1 : number] if number else ()


def _short(state: OccurrenceState) -> str:
    return f"{state.reminder.subject} ({describe_time(time_of(state))})"


def _prompt(meant: Sequence[OccurrenceState]) -> str:
    named = [f"{name_with_dosage(each.reminder)} of {describe_time(time_of(each))}" for each in meant]
    return f"It is time for {join_spoken(named, last='and')}."


def _confirm(word: ReplyWord, after: Sequence[OccurrenceState], *, until: datetime | None) -> str:
    if word is ReplyWord.TAKEN:
        return f"Thank you. I have written down that you took {speak_of(after)}."
    if word is ReplyWord.SKIP:
        return f"I have written down that you leave out {speak_of(after)}."
    clock = to_local(until, after[0].reminder.timezone).time().replace(second=0, microsecond=0) if until else None
    at = f" at {describe_time(clock)}" if clock else ""
    return f"I will remind you of {join_spoken([name_of(each.reminder) for each in after], last='and')} again{at}."
