"""Who of the family hears of the person's medicines from now on: set, changed and looked up in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.domain import Details, Problem, Question, Queue
from core.notification import Topic
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome
from core.people import Contact
from repositories.unit_of_work import UnitOfWork
from services.ability import TaskDetails, Tools, Wish
from services.effect_ledger import Response
from services.notification.family_news_cues import CUES
from services.notification.family_notification_cues import RECIPIENT_LEADS
from services.notification.hearing import (
    all_medicine_topics,
    change_topics,
    describe_topics,
    describe_what,
    describe_who,
    is_ending,
    read_topics,
    says_ending,
)
from services.notification.recipients import Recipients, can_be_told
from services.notification.telling import Teller, spoken
from services.reminder.recorded import find_recorded, record_once
from services.restoring import RestoringService

_ENDS = (
    *("don't", "dont", "do not", "doesn't", "does not", "stop", "no longer", "never"),
    *("needn't", "need not", "shouldn't", "should not"),
)
_ASKS = ("who", "whom", "which of", "what does", "what do", "what is", "what are", "what will")
_WHAT = re.compile(r"\bwhat\b")
_IS_QUESTION = re.compile(
    r"(?:^|[.!?;,]|\band\b)\W*(?:(?:please|so|can you|could you|tell me|remind me|say)\W+)*"
    r"(?:who|whom|which of|what (?:does|do|is|are|will))\b"
)
_IN_THE_LOOP = re.compile(r"\s+(?:informed|posted|updated|up to date|in the loop|in the picture)\W*$", re.IGNORECASE)
"""As in "keep my daughter informed"."""
_HOW_OFTEN = Question(
    text="How often shall I send the summary: every day or every week?",
    slot="news",
    options=("every day", "every week"),
)
_OF_WHAT = Question(
    text="Of what shall they hear: when you have taken your medicines, when you have not, or a summary every day or week?",
    slot="news",
    options=("when I have taken them", "when I have missed them", "a summary every week"),
)


class FamilyNewsDetails(TaskDetails):
    """Who is to hear of what from now on, or no more."""

    recipient: Annotated[
        str | None,
        Slot(kind=SlotKind.NAME, ask="Whom of your family do you mean?", after=(*RECIPIENT_LEADS, "keep", "bother")),
    ] = Field(
        default=None,
        description='Who is to hear of it, as said: a name ("Anna"), a relation ("my daughter"), several ("Anna and Tom") '
        'or all ("my family", "the family").',
    )
    news: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask=_OF_WHAT.text,
            after=("know when", "know if", "about", "when", "whenever", "a", "if"),
        ),
    ] = Field(
        default=None,
        max_length=500,
        description='What they are to hear of, as said: "the medicines", "when I have taken my pills", "a summary every week".',
    )
    ends: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=_ENDS)] = Field(
        default=None, description="The words by which they are to hear of it no more, where they are."
    )
    asked: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=_ASKS)] = Field(
        default=None, description='"who" or "what does" where it is only asked who hears of what.'
    )
    restore: dict[UUID, tuple[str, ...]] | None = Field(
        default=None, description="Topics by contact, to be as they were before another task changed them."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """What is to be changed."""

    people: Sequence[Contact]
    topics: frozenset[Topic]
    ends: bool


class FamilyNewsService(RestoringService[FamilyNewsDetails]):
    """Changes what contacts hear of, after reading it back, and tells who hears of what."""

    intent = "family_news"
    queue = Queue.NOTIFICATION
    summary = "set who of your family hears of your medicines"
    details_model = FamilyNewsDetails
    required = ("recipient", "news")
    cues = CUES
    keeps_something = True
    reads_back_itself = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._teller = Teller(unit_of_work=tools.unit_of_work)

    async def perform(self, wish: Wish[FamilyNewsDetails]) -> Outcome:
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "topics"):
                return _completed(done)
            task = wish.task
            words = (await unit.requests.get(task.request_id, account_id=task.account_id)).text
            contacts = await unit.contacts.list_of_user(task.user_id, account_id=task.account_id)
        if wish.details.restore is not None:
            return await self._restore(wish, wish.details.restore)
        if wish.details.asked is not None and _IS_QUESTION.search(words.casefold()):
            return await self._answer(wish, words, contacts)
        meant = await self._find_meant(wish, words)
        if not isinstance(meant, _Meant):
            return meant
        if not wish.is_confirmed:
            return AsksToConfirm(question=_read_back(meant), details=_known(wish))
        return await self._change(wish, meant)

    async def _find_meant(self, wish: Wish[FamilyNewsDetails], words: str) -> _Meant | Asks | Fails:
        """Who and what is meant; a question where either is open."""
        said = wish.details
        ends = said.ends is not None and is_ending(words, by=said.ends, whom=said.recipient or "")
        topics = read_topics(said.news or "", ends=ends) or read_topics(words, ends=ends)
        if topics is not None and said.news and not topics:
            topics = read_topics(f"{words} {said.news}", ends=ends)
        if topics is None:
            topics = read_topics(f"{words} {said.news or ''}", ends=ends)
        if not topics:
            return Asks(question=_HOW_OFTEN if topics is None else _OF_WHAT, details=_known(wish, "news"))
        if not said.recipient:
            return Asks(question=self.question_for("recipient"), details=_known(wish))
        whom = _IN_THE_LOOP.sub("", said.recipient)
        found = await self._teller.find_recipients(whom, task=wish.task, slot="recipient")
        if isinstance(found, Problem):
            return Fails(problem=found)
        if isinstance(found, Question):
            return Asks(question=found, details=_known(wish, "recipient"))
        return _Meant(people=_with_left_out(found, ends=ends), topics=topics, ends=ends)

    async def _change(self, wish: Wish[FamilyNewsDetails], meant: _Meant) -> Outcome:
        async def change() -> Response:
            before: dict[str, JsonValue] = {}
            changed: list[JsonValue] = []
            for each in meant.people:
                now = await unit.contacts.get(each.id, user_id=each.user_id, account_id=each.account_id)
                topics = change_topics(now, meant.topics, ends=meant.ends)
                if topics != now.topics:
                    await self._write(unit, now, topics)
                    before[str(now.id)] = [*now.topics]
                    changed.append(now.name)
            summary = _describe_done(meant, [str(name) for name in changed])
            summary += _describe_declined(meant)
            if not meant.ends and says_ending(wish.details.news or ""):
                summary += " For everybody else it is as it was. Tell me by itself who shall hear of it no more."
            return {"summary": summary, "topics": [*sorted(meant.topics)], "changed": changed, "before": before}

        async with self._tools.unit_of_work() as unit:
            done = await record_once(unit, wish, "topics", change=change)
            await unit.summaries.look_again(wish.task.user_id)
        return _completed(done)

    async def _restore(self, wish: Wish[FamilyNewsDetails], before: Mapping[UUID, tuple[str, ...]]) -> Outcome:
        task = wish.task

        async def restore() -> Response:
            changed: list[JsonValue] = []
            for each in await unit.contacts.list_of_user(task.user_id, account_id=task.account_id):
                if each.id in before:
                    await self._write(unit, each, before[each.id])
                    changed.append(each.name)
            who = spoken([str(name) for name in changed]) if changed else "Nobody"
            verb = "hears" if len(changed) < 2 else "hear"
            return {
                "summary": f"{who} {verb} of the same as before again.",
                "topics": [],
                "changed": changed,
                "before": {},
            }

        async with self._tools.unit_of_work() as unit:
            done = await record_once(unit, wish, "topics", change=restore)
            await unit.summaries.look_again(task.user_id)
        return _completed(done)

    async def _write(self, unit: UnitOfWork, contact: Contact, topics: Sequence[str]) -> None:
        whose = {"user_id": contact.user_id, "account_id": contact.account_id}
        await unit.contacts.change(contact.id, {"topics": [*topics]}, **whose)

    async def _answer(self, wish: Wish[FamilyNewsDetails], words: str, contacts: Sequence[Contact]) -> Outcome:
        """Who hears of what: of one, where a name was said, else of what was asked about, else of medicines at all."""
        told = [each for each in contacts if can_be_told(each)]
        if not told:
            return Completed(
                summary="Nobody hears of your medicines: I have nobody's details who agreed to hear from me."
            )
        if _WHAT.search(words.casefold()) and wish.details.recipient:
            found = await self._teller.find_recipients(wish.details.recipient, task=wish.task, slot="recipient")
            if isinstance(found, Recipients):
                return Completed(summary=" ".join(describe_what(each) for each in found.people))
        asked = read_topics(words, ends=True) or frozenset()
        return Completed(summary=describe_who(told, asked & all_medicine_topics() or all_medicine_topics()))


def _with_left_out(found: Recipients, *, ends: bool) -> Sequence[Contact]:
    """Of a group those too who can't be told now, where they are to hear of something no more."""
    return [*found.people, *found.left_out] if ends else found.people


def _read_back(meant: _Meant) -> Question:
    who = spoken([each.name for each in meant.people])
    if meant.ends:
        return Question(text=f"Shall I no longer tell {who} {describe_topics(meant.topics)}?")
    return Question(text=f"Shall I tell {who} from now on {describe_topics(meant.topics)}?")


def _describe_done(meant: _Meant, changed: Sequence[str]) -> str:
    if not changed:
        who = spoken([each.name for each in meant.people])
        is_one = len(meant.people) == 1
        if meant.ends:
            return f"{who} {'does' if is_one else 'do'} not hear of that anyway."
        return f"{who} {'hears' if is_one else 'hear'} of that already."
    what = describe_topics(meant.topics)
    if meant.ends:
        return f"I no longer tell {spoken(changed)} {what}."
    return f"From now on I tell {spoken(changed)} {what}."


def _describe_declined(meant: _Meant) -> str:
    """Who has declined some of it, which only they can change."""
    said = ""
    for each in meant.people if not meant.ends else ():
        if declined := meant.topics & set(each.declined_topics):
            said += (
                f" {each.name} has asked me not to tell {describe_topics(declined)}; only {each.name} can change that."
            )
    return said


def _completed(done: Response) -> Completed:
    return Completed(summary=str(done["summary"]), data={name: done[name] for name in ("topics", "changed", "before")})


def _known(wish: Wish[FamilyNewsDetails], *doubtful: str) -> Details:
    return wish.details.model_dump(mode="json", exclude_none=True, exclude=set(doubtful))
