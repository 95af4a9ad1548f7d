"""All abilities of the product, and a speaker who knows a few places and people."""

from providers.base import ParsedTask
from services.registry import find_abilities
from tests.unit.providers.understanding import parse

EVERY = tuple(ability.spec() for ability in find_abilities())
NAMES = {
    "venue": ["Olive Garden", "Golden Lotus", "Curl Up", "Beauty Corner"],
    "stylist": ["Maria"],
    "recipient": ["Anna", "Tom"],
    "person_name": ["Anna", "Tom"],
}


async def understand_all(text: str) -> tuple[ParsedTask, ...]:
    """Every wish of the sentence."""
    return (await parse(text, names=NAMES, abilities=EVERY)).tasks


async def understand_any(text: str) -> ParsedTask:
    """The only wish of the sentence, whatever it is."""
    [task] = await understand_all(text)
    return task
