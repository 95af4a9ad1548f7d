"""How much is taken, as people say it: "two tablets", "half a tablet", "20 mg". Pure."""

import re
from dataclasses import dataclass

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTED = r"tablets?|pills?|capsules?|drops?|puffs?|sprays?|sachets?|spoons?|spoonfuls?|teaspoons?|patch(?:es)?|doses?"
STRENGTH = r"mgs?|milligrams?|mcgs?|micrograms?|ml|millilitres?|grams?|g|units?"
NUMBER = r"(?:[0-9]{1,4}(?:\.[0-9]{1,2})?(?: and a half)?|half(?: of)?(?: an?)?|a half|a whole|a full|an?(?= (?:tablet|pill|capsule|puff|drop|spray|sachet|spoon|teaspoon|patch|dose)))"
AMOUNT = re.compile(
    rf"(?:take |taking |down to |to |only |just )*(?P<number>{NUMBER}) ?(?:of (?:them|those|the) ?)?(?P<unit>{COUNTED}|{STRENGTH})?\b"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and its unit, as they stand in the plain line."""

    number: str
    unit: str | None


def write_amount(amount: Amount) -> str:
    """As it is said back: "two tablets", "half a tablet", "20 mg"."""
    number = re.sub(r"(?<=.)(?: of)?(?: an?)?$", "", amount.number).replace("a whole", "a").replace("a full", "a")
    if number in {"half", "a half"}:
        return f"half a {in_number(amount.unit, 1)}" if amount.unit else "half"
    count = number_of(number)
    if amount.unit is None:
        return spell_count(count) if count == int(count) else number
    if re.fullmatch(STRENGTH, amount.unit):
        return f"{number} {amount.unit}"
    return f"{spell_count(count) if count == int(count) and 'half' not in number else number} {in_number(amount.unit, count)}"


def number_of(said: str) -> float:
    """The number with which an amount begins; one where there is none."""
    first = said.split()[0]
    if first in {"a", "an", "whole"}:
        return 1
    if first in NUMBER_WORDS:
        return NUMBER_WORDS.index(first)
    return float(first) if first.replace(".", "", 1).isdigit() else 1


def spell_count(count: float) -> str:
    """A whole number as a word, up to twelve."""
    return NUMBER_WORDS[int(count)] if count < len(NUMBER_WORDS) else str(int(count))


def in_number(unit: str | None, count: float) -> str:
    """The unit of so many: one tablet, two tablets."""
    if unit is None or re.fullmatch(STRENGTH, unit):
        return unit or ""
    single = unit.removesuffix("es") if unit.startswith("patch") else unit.removesuffix("s")
    return single if count <= 1 else f"{single}{'es' if single.endswith('ch') else 's'}"
