"""Answers to due times as values: what was said, by whom and on which way it came."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

PERSON = "person"
"""`answered_by` of what the person themself has said; of a contact it is the contact's id."""


class AnsweredVia(StrEnum):
    """On which way an answer came."""

    WORDS = "words"  # a request: "I took my pills"
    API = "api"
    LINK = "link"  # the page behind a signed link, or a button
    SMS = "sms"
    VOICE = "voice"  # a key pressed in a telephone call
    NTFY = "ntfy"
    PUSH = "push"
    MAIL = "mail"


class DoseAnswer(StrEnum):
    """What an answer says. `missed` only takes one back: it was not taken after all."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Where an answer comes from.

    Attributes:
        by: PERSON, the id of a contact, or None where the caller has not said.
        source: names what can answer only once, a link or an incoming message; None: nothing does.
    """

    via: AnsweredVia
    by: str | None = PERSON
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """One answer as it was recorded; later ones stand, earlier ones stay to be seen.

    Attributes:
        corrects: whether it took the place of an earlier answer.
        taken_at: when the dose was taken, where it was.
        snoozed_until: until when it waits, where it does.
    """

    id: UUID
    occurrence_id: UUID
    answer: DoseAnswer
    corrects: bool
    taken_at: datetime | None
    snoozed_until: datetime | None
    answered_by: str | None
    answered_via: AnsweredVia
    source: str | None
    created_at: datetime
