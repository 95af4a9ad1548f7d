"""The message by which a person hears of a due time, with what answers it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid5

from core.clock import Clock
from core.domain import Message, Repeat
from core.letter import LetterAction, Urgency
from core.new_notification import NewNotification, new_notification
from core.people import User
from core.reminder import Occurrence, Reminder, ReminderKind
from services.reminder.links import AnswerLinks
from services.reminder.wording import tell_subject

DOSE = "dose"
_TOPICS = {ReminderKind.MEDICINE: DOSE, ReminderKind.REMINDER: "reminder", ReminderKind.VISIT: "visit"}


class DueMessages:
    """Composes messages about due times to the person themselves."""

    def __init__(self, *, links: AnswerLinks, clock: Clock) -> None:
        self._links = links
        self._clock = clock

    def compose(
        self, work: Occurrence, reminder: Reminder, user: User, *, key: str, text: str, channels: Sequence[str]
    ) -> NewNotification:
        """The message of one step; what is composed again under the same `key` is stored once."""
        message = Message(
            key=f"occurrence:{work.id}:{key}",
            to=user.name,
            channels=tuple(channels),
            subject=tell_subject(reminder),
            text=text,
            topic=_TOPICS[reminder.kind],
            repeat=Repeat.SAME_ID,
            urgency=Urgency.CRITICAL if reminder.critical else None,
            actions=self._actions(work, user, key=key) if reminder.kind is ReminderKind.MEDICINE else (),
        )
        whose = {"account_id": user.account_id, "user_id": user.id, "occurrence_id": work.id}
        return replace(new_notification(message, **whose), lane=work.lane)  # so that what is critical stays first

    def _actions(self, work: Occurrence, user: User, *, key: str) -> tuple[LetterAction, ...]:
        urls = self._links.urls_for(
            occurrence_id=work.id,
            recipient_id=user.id,
            message_id=uuid5(work.id, key),
            sent_at=self._clock.now(),
        )
        return (
            LetterAction(label="Taken", url=urls.taken, acts=True),
            LetterAction(label="Later", url=urls.later, acts=True),
            LetterAction(label="Skip", url=urls.skip, acts=True),
            LetterAction(label="Answer here", url=urls.page),
        )
