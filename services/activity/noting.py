"""Note, tell, report: what activity notes and the shopping list share."""

from dataclasses import dataclass

from pydantic import JsonValue

from core.domain import Details, Problem, Question, Task
from core.ids import make_id
from core.note import NewNote, Note, NoteKind
from core.outcome import Asks, Completed, Fails, Outcome
from core.people import Contact
from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.telling import STILL_TELLING, News, Teller, Told, check_known, nobody_reached, spoken, tell

SHARE = "share_with"
"""The detail that says who is to hear of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is noted and who hears of it.

    Attributes:
        details: the task's, to be kept while a question is asked.
        share_with: whom the person wants told, as said.
        done: what the person is told at the end, one sentence.
        news: what the others are told.
    """

    kind: NoteKind
    text: str
    quantity: str | None = None
    details: Details
    share_with: str | None
    done: str
    news: News


class Notebook:
    """Keeps what a task notes, once, and tells those who are meant or want to hear of such things anyway."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, teller: Teller) -> None:
        self._unit_of_work = unit_of_work
        self._teller = teller

    async def keep(self, entry: Entry, *, task: Task) -> Outcome:
        """Note it, put the messages out, and report when they have ended."""
        told = await self._teller.find_told(task)
        if told is not None:
            return STILL_TELLING if told.is_under_way else await self._report(entry, told, task)
        people = await self._find_people(entry, task)
        if isinstance(people, Question):
            return Asks(
                question=people, details={name: value for name, value in entry.details.items() if name != SHARE}
            )
        note = await self._add(entry, task)
        if isinstance(people, Problem):
            return Fails(problem=Problem(type=people.type, title=people.title, detail=f"{entry.done} {people.detail}"))
        return tell(entry.news, people, task=task) if people else Completed(summary=entry.done, data=_data_of(note))

    async def _find_people(self, entry: Entry, task: Task) -> tuple[Contact, ...] | Question | Problem:
        if entry.share_with is None:
            return (await self._teller.find_interested(entry.news.topic, task=task)).people
        found = await self._teller.find_recipients(entry.share_with, task=task, slot=SHARE)
        return found if isinstance(found, Question | Problem) else found.people

    async def _add(self, entry: Entry, task: Task) -> Note:
        note = NewNote(
            id=make_id(),
            account_id=task.account_id,
            user_id=task.user_id,
            task_id=task.id,
            kind=entry.kind,
            text=entry.text,
            quantity=entry.quantity,
        )
        async with self._unit_of_work() as unit:
            return await unit.notes.add_once(note)

    async def _report(self, entry: Entry, told: Told, task: Task) -> Outcome:
        """The note is kept in any case; whom the person wanted told must have been reached, or it has failed."""
        if entry.share_with is not None:
            check_known(told)
            if not told.reached:
                return Fails(problem=nobody_reached(told, lead=f"{entry.done} "))
        summary = entry.done
        if told.reached:
            summary += f" I told {spoken(told.reached)}."
        if told.missed:
            summary += f" I could not reach {spoken(told.missed)}."
        if told.unsure:
            summary += f" I don't know whether my message reached {spoken(told.unsure)}."
        return Completed(summary=summary, data=_data_of(await self._add(entry, task)) | told.data)


def _data_of(note: Note) -> dict[str, JsonValue]:
    return {"note": {"id": str(note.id), "kind": note.kind.value, "text": note.text, "quantity": note.quantity}}
