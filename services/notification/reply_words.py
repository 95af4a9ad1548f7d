"""The words and keys with which people answer a dose, and how we ask for them.

None of them is a word that telephone companies take for themselves (STOP, CANCEL, YES, HELP and others): these never
reach us, or end all messages.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class ReplyWord(StrEnum):
    """What can be answered."""

    TAKEN = "TAKEN"
    LATER = "LATER"
    SKIP = "SKIP"
    REPEAT = "REPEAT"


CARRIER_WORDS: Final = frozenset(
    [
        "STOP",
        "STOPALL",
        "UNSUBSCRIBE",
        "CANCEL",
        "END",
        "QUIT",
        "REVOKE",
        "OPTOUT",
        "START",
        "YES",
        "UNSTOP",
        "HELP",
        "INFO",
    ]
)
"""What telephone companies act on themselves, when it is all that is written."""

_WORDS: Mapping[str, ReplyWord] = {
    "1": ReplyWord.TAKEN,
    "TAKEN": ReplyWord.TAKEN,
    "DONE": ReplyWord.TAKEN,
    "2": ReplyWord.LATER,
    "LATER": ReplyWord.LATER,
    "3": ReplyWord.SKIP,
    "SKIP": ReplyWord.SKIP,
    "4": ReplyWord.REPEAT,
    "REPEAT": ReplyWord.REPEAT,
}
_INSTEAD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bsay yes\b", re.IGNORECASE), "reply OK"),
    (re.compile(r"\bsay stop\b", re.IGNORECASE), "reply NEVER MIND"),
    (re.compile(r"\bsay help once more\b", re.IGNORECASE), "reply EMERGENCY"),
)
"""What is asked for when people speak, and the word with which they write it: understood the same, and nobody else's."""
_NOISE = re.compile(r"[^A-Z0-9]+")

HOW_TO_REPLY: Final = "Reply 1 when you have taken it, 2 for later, 3 to skip it."
WHICH_KEY: Final = (
    "Press 1 if you have taken it. Press 2 to be reminded later. Press 3 to skip it. Press 4 to hear this again."
)
WHICH_KEY_HEARD: Final = "Press 1 to let us know that you have heard this. Press 4 to hear it again."


def read_reply(text: str) -> ReplyWord | None:
    """The answer that a text is, if it is one word or number and nothing else: "taken!" and "1." are."""
    return _WORDS.get(_NOISE.sub("", text.upper()))


def for_text_message(text: str) -> str:
    """The same words, asking for nothing that a telephone company would take for itself."""
    for said, written in _INSTEAD:
        text = said.sub(written, text)
    return text
