"""What an ability says of itself, for whoever has to recognise it in words.

An ability's details model is a pydantic model whose fields carry a `Slot`. From it `services/registry.py` derives an
`AbilitySpec`: the offline grammar, the LLM schema, the clarifying questions, the API documents and the router all read
that one value, so a new ability is one new file and nothing else.

Specs and slots are equal to themselves alone: what is worked out for one is kept by which object it is.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.domain import Queue


class SlotKind(StrEnum):
    """How a detail is said, and so how it is found in a sentence."""

    __hash__ = str.__hash__  # that of `Enum` is slow, and every slot of a sentence is looked up by its kind

    DATE = "date"  # value YYYY-MM-DD, by core/when
    DAYS = "days"  # a stretch of days, value YYYY-MM-DD/YYYY-MM-DD, by core/when; empty where one day is said
    TIME = "time"  # value HH:MM, by core/when
    TIMES = "times"  # values [HH:MM, …], by core/when
    RECURRENCE = "recurrence"  # RFC 5545 RRULE without DTSTART, by core/when
    COUNT = "count"  # a whole number of people or things: "for 4", "party of six", "the two of us"
    NAME = "name"  # a proper name behind one of `after`: "at Olive Garden", "with Maria"
    CHOICE = "choice"  # one of `values`, wherever it stands: "Italian"
    TEXT = "text"  # free words behind one of `after` up to the next detail: "to water the plants"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slot:
    """Metadata of one detail: `Annotated[int | None, Slot(kind=SlotKind.COUNT, ask="For how many people?")]`.

    Attributes:
        kind: how it is said.
        ask: the question that asks for it; its presence does not make the detail required.
        after: words that lead it in ("at", "in", "near"); for NAME and TEXT.
        units: nouns that it counts ("people", "tickets"); for COUNT, and for TEXT that is an amount ("2 tablets").
        values: the words that are its values; for CHOICE. For TEXT nouns of which it has one where another slot could
            have the words as well, and which are all of it where nothing is led in ("set an alarm").
    """

    kind: SlotKind
    ask: str = ""
    after: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SlotSpec:
    """A slot with the name and the description of its field."""

    name: str
    description: str
    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What betrays an ability in a sentence.

    Attributes:
        phrases: regular expressions over the lower-cased sentence with their weights; 1.0 is nearly certain by itself
            ("book … table"), 0.3 a hint ("dinner").
        examples: whole sentences that people say; for prompts, documents, the web form and tests.
    """

    phrases: tuple[tuple[str, float], ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AbilitySpec:
    """One ability as a provider sees it."""

    intent: str
    queue: Queue
    summary: str
    slots: tuple[SlotSpec, ...]
    required: tuple[str, ...]
    cues: Cues
