"""What the callers say: small talk, a table, a medicine, a message, in turn; hardly any two are the same."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

_PLACES = ("Olive Garden", "Golden Lotus", "Curry Leaf", "Harbour Fish House")
_GREETINGS = (
    "Good morning!",
    "How are you today?",
    "Thank you, dear.",
    "Hello there",
    "Good night",
    "What can you do?",
)
_MEDICINES = (
    "my heart pill",
    "two paracetamol",
    "my blood pressure tablet",
    "10 ml of cough syrup",
    "the water tablet",
)
_PEOPLE = ("my daughter", "my son", "my sister", "Anna", "my neighbour")
_NEWS = (
    "I am well",
    "I will be late for lunch",
    "the doctor comes on day {n}",
    "room {n} is warm now",
    "I read {n} pages",
)


def list_bodies(number: int = 2000) -> Sequence[str]:
    """Request bodies, a quarter of each kind."""
    today = datetime.now(UTC).date()
    kinds = (_small_talk, _table, _medicine, _message)
    texts = [kinds[each % len(kinds)](each // len(kinds), today) for each in range(number)]
    return [json.dumps({"text": text}) for text in texts]


def _small_talk(number: int, today: date) -> str:
    del today
    return _pick(_GREETINGS, number)


def _table(number: int, today: date) -> str:
    day = today + timedelta(days=2 + number % 300)
    return f"Book a table for {2 + number % 7} at {_pick(_PLACES, number)} on {day.day} {day:%B} {day.year} at {5 + number % 4}pm"


def _medicine(number: int, today: date) -> str:
    del today
    return f"Remind me to take {_pick(_MEDICINES, number)} every day at {6 + number % 5}:{number % 60:02}"


def _message(number: int, today: date) -> str:
    del today
    return f"Tell {_pick(_PEOPLE, number)} that {_pick(_NEWS, number // len(_PEOPLE)).format(n=number)}"


def _pick(choice: Sequence[str], number: int) -> str:
    return choice[number % len(choice)]
