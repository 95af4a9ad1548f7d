"""Yes, no and never mind, as people say them; anything else is left to the provider."""

import re
from enum import Enum, auto


class Answer(Enum):
    """What a short reply amounts to."""

    YES = auto()
    NO = auto()
    NEVER_MIND = auto()


_POLITE = r"(?:[\s,]*(?:please|thank you|thanks|dear|love|then|that's all)\b)*"
_WORDS = (
    (Answer.NEVER_MIND, r"(?:no,?\s*)?(?:never ?mind|forget (?:it|about it|that)|cancel(?: it| that| this)?|stop|leave it|"
        r"i(?:'ve| have) changed my mind)"),
    (Answer.YES, r"(?:yes|yeah|yep|yup|aye|sure|certainly|of course|ok|okay|alright|all right|correct|right|fine|"
        r"go ahead|do it|do that|please do|book it|that's right|that is right|confirm(?:ed)?|sounds good|perfect)"),
    (Answer.NO, r"(?:no|nope|nah|don't|do not|not that|wrong|that's wrong|no way)"),
)  # fmt: skip
_PATTERNS = tuple(
    (answer, re.compile(rf"(?:(?:um|uh|oh|well|er)[,.\s]+)*(?:{words}{_POLITE}[\s,.!]*)+")) for answer, words in _WORDS
)


def read_answer(text: str) -> Answer | None:
    """The answer that the whole of a short text is; None where it says more or something else."""
    said = text[:80].strip().casefold().replace("’", "'")
    if len(text.strip()) > len(said):
        return None
    return next((answer for answer, pattern in _PATTERNS if pattern.fullmatch(said)), None)
