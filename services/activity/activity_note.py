"""Keeping what the person did, and sharing it with the family."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Fails, Outcome, Problem, Queue
from core.errors import PROBLEM_PREFIX
from services.ability import BaseTaskService, TaskDetails, Wish
from services.activity.activity_note_cues import CUES


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
            after=("tell", "let", "inform", "share with", "share it with", "share this with", "share that with"),
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

    async def perform(self, wish: Wish[ActivityNoteDetails]) -> Outcome:
        return Fails(problem=Problem(type=PROBLEM_PREFIX + "nobody-to-tell", title="Nobody can be told yet", detail=""))
