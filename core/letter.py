"""What goes with the words of a message: how much it matters, and what can be done about it at a touch."""

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """How much a message matters. LOW may wait for a digest; HIGH and CRITICAL are held up by nothing, CRITICAL is loud."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAction:
    """Something to touch in a message.

    Attributes:
        label: what stands on it, one or two words.
        url: where it leads, signed: whoever has it can use it.
        acts: whether a POST to it does what the label says. Otherwise it is a page to open, and opening it does nothing;
            channels that can only show links show these alone.
    """

    label: str
    url: str
    acts: bool = False
