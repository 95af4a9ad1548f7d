"""What the callers say: small talk, a table, a medicine, a message, in turn."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

_PLACES = ("Olive Garden", "Golden Lotus", "Curry Leaf", "Harbour Fish House")


def list_bodies(number: int = 64) -> Sequence[str]:
    """Request bodies, a quarter of each kind."""
    today = datetime.now(UTC).date()
    kinds = (_small_talk, _table, _medicine, _message)
    texts = [kinds[each % len(kinds)](each, today + timedelta(days=2 + each)) for each in range(number)]
    return [json.dumps({"text": text}) for text in texts]


def _small_talk(number: int, day: datetime | object) -> str:
    del day
    return ("Good morning!", "How are you today?", "Thank you, dear.", "Hello there")[number // 4 % 4]


def _table(number: int, day: object) -> str:
    return f"Book a table for {2 + number % 5} at {_PLACES[number // 4 % 4]} on {day:%d %B %Y} at 7pm"


def _medicine(number: int, day: object) -> str:
    del day
    what = ("my heart pill", "two paracetamol", "my blood pressure tablet", "10 ml of cough syrup")[number // 4 % 4]
    return f"Remind me to take {what} every day at {7 + number % 4}am"


def _message(number: int, day: object) -> str:
    del day
    what = ("I am well", "I will be late for lunch", "the doctor was here", "I miss her")[number // 4 % 4]
    return f"Tell my daughter that {what}"
