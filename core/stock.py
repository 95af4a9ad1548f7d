"""How much of a medicine is in the house, as values."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

MOST = Decimal(100_000)

_COUNTED = r"(?:tablet|pill|capsule|drop|puff|spray|dose|unit|sachet|patch|spoon|spoonful|teaspoon|lozenge|ml|millilitre)(?:e?s)?"
_WORDS = {
    word: Decimal(number)
    for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
} | {"a": Decimal(1), "an": Decimal(1)}
_HALF = re.compile(r"(?:(?P<whole>\d+) (?:and a half|1/2|½)|half(?: an?| of an?)?|½|1/2)\b", re.IGNORECASE)
_NUMBER = re.compile(rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(_WORDS)})\s*(?P<unit>{_COUNTED})?\b", re.IGNORECASE)
_STRENGTH = re.compile(r"\d+(?:[.,]\d+)?\s*(?:mg|mcg|µg|g|grams?|milligrams?|micrograms?|%|iu)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """How much there is of one medicine of one person.

    Attributes:
        medicine: its name as the reminders of it say it, without regard to case.
        left: in tablets, drops or whatever a dose is counted in.
        filling: rises whenever somebody counts or fills up, so that each warning comes once for each.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    medicine: str
    left: Decimal
    filling: int
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How long a stock lasts by the plans of the medicine.

    Attributes:
        doses: how many whole doses there are; None: the medicine has no plan that says how much a dose is.
        lasts_until: the local day of the last dose that it covers; None: none, or no end in sight.
        runs_out_on: the local day of the first dose that it does not cover; None: no end in sight.
        days: how many days from today that is.
    """

    doses: int | None = None
    lasts_until: date | None = None
    runs_out_on: date | None = None
    days: int | None = None


def read_dose_size(dosage: str | None) -> Decimal:
    """How many pieces a dose is, by the words of its dosage: "2 tablets" are two, "half a tablet" is a half, "500 mg" is one.

    What can't be read is one: that is what most doses are.
    """
    said = _STRENGTH.sub(" ", dosage or "")
    if half := _HALF.search(said):
        return Decimal(half["whole"] or 0) + Decimal("0.5")
    numbers = list(_NUMBER.finditer(said))
    chosen = next((each for each in numbers if each["unit"]), numbers[0] if numbers else None)
    if chosen is None:
        return Decimal(1)
    number = chosen["number"].casefold()
    size = _WORDS.get(number) or Decimal(number.replace(",", "."))
    return size if 0 < size <= 1_000 else Decimal(1)


def spell(amount: Decimal) -> str:
    """An amount without needless noughts: "28", "1.5"."""
    return f"{amount.normalize():f}"
