"""Telling family and carers something in the person's own words."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Fails, Outcome, Problem, Queue
from core.errors import PROBLEM_PREFIX
from services.ability import BaseTaskService, TaskDetails, Wish
from services.booking.fields import LocalDate, LocalTime
from services.notification.family_notification_cues import CUES


class FamilyNotificationDetails(TaskDetails):
    """Who is told what, and when. Date and time are local to the person."""

    recipient: Annotated[
        str | None,
        Slot(
            kind=SlotKind.NAME,
            ask="Whom shall I tell?",
            after=("tell", "text", "email", "e-mail", "message", "inform", "notify", "let", "write to", "ask", "to"),
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

    async def perform(self, wish: Wish[FamilyNotificationDetails]) -> Outcome:
        return Fails(problem=Problem(type=PROBLEM_PREFIX + "nobody-to-tell", title="Nobody can be told yet", detail=""))
