"""What contacts have agreed to, and no longer agree to, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

BY_CONTACT: Final = "contact"
"""Said by the contact themselves: only they take it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """One word about consent; all of them are kept, the last one stands.

    Attributes:
        granted: whether it was given or taken back.
        topic: what it is about; None: everything.
        given_by: who said so: "api key", "contact", "carrier".
        source: by what: "api", "code", "link", "text".
        wording: what was said, or shown, word for word.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    contact_id: UUID
    granted: bool
    topic: str | None
    given_by: str
    source: str
    wording: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCode:
    """A code that is waited for: whoever sends or enters it agrees for this contact. `tries`: wrong ones entered."""

    contact_id: UUID
    account_id: UUID
    user_id: UUID
    code_hash: str
    wording: str
    sent_by: str | None
    tries: int
    expires_at: datetime


def wants_no_more(records: Iterable[ConsentRecord]) -> bool:
    """Whether the contact has said themselves, and not taken back since, that they want no more; oldest first."""
    own = [each.granted for each in records if each.given_by == BY_CONTACT and each.topic is None]
    return bool(own) and not own[-1]
