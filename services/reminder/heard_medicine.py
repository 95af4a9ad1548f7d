"""The details of a medicine with what its sentence says besides: parts, ties, days on and off, "when I need it". Pure."""

from pydantic import JsonValue

from core.domain import Details
from core.when.words import Words
from services.reminder.in_parts import UNEVEN, hear_parts
from services.reminder.said_course import find_course, is_uneven, scope_of, without_stop
from services.reminder.said_regimen import read_regimen_words
from services.reminder.said_ties import find_ties


def hear_medicine(details: Details, text: str) -> Details:
    """What a provider has found, and what the words say that no provider reads."""
    if (in_parts := hear_parts(details, text)) is not None:
        return in_parts
    heard = read_regimen_words(text)
    known: dict[str, JsonValue] = {**details, **heard, **_hear_course(details, text)}
    if ties := find_ties(Words.of(text).line):
        known["tied_to"] = [tie.model_dump(mode="json") for tie, _ in ties]
    if known.get("as_needed") and not (details.get("time") or details.get("times")):
        known.pop("recurrence", None)  # "at most four a day" says nothing about when
    if not known.get("as_needed"):
        known = {name: value for name, value in known.items() if name not in {"max_per_day", "min_gap_minutes"}}
    if known.get("minutes_since_taken"):
        known.pop("recurrence", None)
    return known


def _hear_course(details: Details, text: str) -> dict[str, JsonValue]:
    """Where it ends, and whether different amounts were said for different times."""
    heard: dict[str, JsonValue] = {}
    medicine = details.get("medicine")
    said = medicine if isinstance(medicine, str) else ""
    if (days := find_course(text)) and not details.get("recurrence"):
        heard["recurrence"] = f"FREQ=DAILY;COUNT={days}"
    if said:
        heard["medicine"] = without_stop(said)
    if is_uneven(scope_of(text, said)):
        heard["plan"] = UNEVEN
    return heard
