"""Keeping what the person did, and sharing it with the family."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Question, Queue
from core.note import NoteKind
from core.outcome import Asks, AsksToConfirm, Outcome
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.activity.activity_note_cues import CUES
from services.activity.noting import Entry, Notebook
from services.notification.recipients import in_your_words
from services.notification.telling import News, Teller, quote, quote_shortly


class ActivityNoteDetails(TaskDetails):
    """What happened, and who hears of it."""

    message: Annotated[
        str | None,
        Slot(kind=SlotKind.TEXT, ask="What shall I note?", after=("that", "know", "note", "write down", "tell")),
    ] = Field(
        default=None,
        description='What the person did or what happened, word for word as said: "I went for a walk this morning", '
        '"the plumber came".',
    )
    subject: Annotated[str | None, Slot(kind=SlotKind.TEXT, after=("about", "regarding"))] = Field(
        default=None, description='What it is about in a word or two, as said: "my walk"; left out where not said.'
    )
    share_with: Annotated[
        str | None,
        Slot(
            kind=SlotKind.NAME,
            ask="Whom shall I tell?",
            after=(
                *("tell", "let", "inform", "show", "share with", "share it with", "share this with", "share that with"),
                *("day with", "news with", "story with"),
            ),
        ),
    ] = Field(
        default=None,
        description='Who is to hear of it, as said ("everyone", "my family", "my daughter", "Anna"); left out where it '
        "is only to be noted. Never somebody who was merely part of it.",
    )


class ActivityNoteService(BaseTaskService[ActivityNoteDetails]):
    """Keeps a note of what happened and tells those who want to know."""

    intent = "activity_note"
    queue = Queue.ACTIVITY
    summary = "note what you did and share it with your family"
    details_model = ActivityNoteDetails
    required = ("message",)
    cues = CUES
    has_outside_effect = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._teller = Teller(unit_of_work=tools.unit_of_work)
        self._notebook = Notebook(unit_of_work=tools.unit_of_work, teller=self._teller)

    def find_doubt(self, details: ActivityNoteDetails) -> Question | None:
        """A note needs a word in it."""
        has_words = any(letter.isalnum() for letter in details.message or "")
        return None if has_words else self.question_for("message")

    def read_back(self, details: ActivityNoteDetails) -> str:
        whom = f" and tell {in_your_words(details.share_with)}" if details.share_with else ""
        return f"Shall I note this{whom}: {quote_shortly(details.message or '', end='')}?"

    async def perform(self, wish: Wish[ActivityNoteDetails]) -> Outcome:
        """Note it and tell who is meant; words that may leave somebody out are read back first."""
        said = wish.details
        if said.message and said.share_with:
            heard = await self._teller.hear(said.share_with, said.message, task=wish.task)
            if heard is not None:
                said = said.model_copy(update={"share_with": heard.recipient, "message": heard.message})
            if heard is not None and not heard.is_sure and not (wish.task.confirmed and said == wish.details):
                details = said.model_dump(mode="json", exclude_none=True)
                return AsksToConfirm(question=Question(text=self.read_back(said)), details=details)
        if said.message is None or self.find_doubt(said):
            return Asks(question=self.question_for("message"))
        return await self._notebook.keep(await self._write(said.message, replace(wish, details=said)), task=wish.task)

    async def _write(self, message: str, wish: Wish[ActivityNoteDetails]) -> Entry:
        sender = await self._teller.find_sender(wish.task)
        lead = f"{sender} wanted you to know" if sender else "I was asked to let you know"
        return Entry(
            kind=NoteKind.ACTIVITY,
            text=message,
            details=wish.task.details,
            share_with=wish.details.share_with,
            done=f"I noted: {quote_shortly(message)}",
            news=News(
                topic="activity",
                subject=f"News from {sender}" if sender else "News for you",
                text=f"{lead}: {quote(message)}",
            ),
        )
