"""How many times a day was said, beside how many times of day are known: pure."""

import re

from core.domain import Question
from core.reminder import NewReminder
from core.when.words import Words
from services.reminder.recurrence import read_rule
from services.reminder.wording import describe_clock

_A_DAY = re.compile(
    r"\b(?:(?P<word>once|twice)|(?P<number>[0-9]{1,2}) times) (?:(?:a|per|each|every|in a) day|daily)\b"
)
_COUNTS = {"once": 1, "twice": 2}


def question_count(text: str, reminder: NewReminder) -> Question | None:
    """What is asked where the sentence counts other times a day than there are."""
    said = {_count(match): match.group() for match in _A_DAY.finditer(Words.of(text).line)}
    rule = read_rule(reminder.recurrence, timezone=reminder.timezone) if reminder.recurrence else None
    # Of two counts in a sentence it is not known which one is meant.
    if len(said) != 1 or rule is None or rule.step or len(reminder.times) in said:
        return None
    clock = describe_clock(reminder.times)
    [words] = said.values()
    return Question(
        text=f"You said {words}. Shall I remind you only at {clock}, or at which other times?", slot="times"
    )


def _count(match: re.Match[str]) -> int:
    return _COUNTS.get(match["word"] or "", 0) or int(match["number"])
