"""The border to whatever understands sentences.

A provider extracts verbatim spans and choices and maps them through `core/when`; it computes no dates of its own, knows
no database and decides nothing. Its answer is a guess: `services/intent_processor.py` has the last word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import Enum, auto
from typing import Protocol
from uuid import UUID

from core.ability import AbilitySpec
from core.domain import DegradedReason, Details
from core.when import DayTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """The question that the words answer: which intent it belongs to, what it asks for, what is known already."""

    intent: str
    slot: str | None
    options: tuple[str, ...]
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that the speaker said before, and the intents that it was taken for."""

    said: str
    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseContext:
    """What a provider may know of the situation.

    Attributes:
        now: the instant at which the words were said, aware.
        timezone: IANA name of the speaker's zone.
        account_id: whose words these are; answers are remembered for no other account.
        user_id: who speaks.
        names: stored records by slot ("venue": ["Olive Garden"]), to recognise what is written in lower case.
        open_question: set while a reply is parsed.
        day_times: when the speaker eats and goes to bed, as far as anybody has said so.
        turns: what was said just before, oldest first; only a provider that is remote is given any.
    """

    now: datetime
    timezone: str
    account_id: UUID | None = None
    user_id: UUID | None = None
    names: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    open_question: OpenQuestion | None = None
    day_times: DayTimes = field(default_factory=dict[str, time])
    turns: tuple[Turn, ...] = ()


class Reference(Enum):
    """How somebody is to be told of another wish of the same breath, where no words to pass on were said."""

    SAID = auto()  # "and tell my daughter what time"
    MEANT = auto()  # "and tell my daughter"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTask:
    """One wish as understood.

    Attributes:
        details: only slots of the ability, JSON-ready.
        spans: for each detail the words it was read from, verbatim in the text.
        inferred: details whose value goes beyond the words ("at 7" read as 19:00).
        ambiguous: details with several readings that differ harmfully; left out of `details`, to be asked.
        options: for an ambiguous detail its readings, as they are offered to the person.
        scheduled_for: the exact instant of a span from now ("in 20 seconds").
        confidence: 0–1, computed from margin and completeness, never self-reported.
        is_disputed: whether two readings of the same words differ in what is wanted, for whom or when, so that the
            person has to hear it before anything is done or kept.
        reference: whether what is passed on may be what becomes of another wish.
    """

    intent: str
    details: Details
    confidence: float
    spans: Mapping[str, str] = field(default_factory=dict[str, str])
    inferred: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    scheduled_for: datetime | None = None
    is_disputed: bool = False
    reference: Reference | None = None


UNHEARD = "unheard"
"""The detail of an `other` that stands behind the wishes: words that were too much, so that the person says them again."""

REMEMBERED = "remembered"
"""The outcome of a call that was not made, as its answer was still known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """One call of a model, whatever became of it.

    Attributes:
        input_tokens, output_tokens: None where the other side did not count them.
        cached_tokens: those of the input that the other side had read before; None where it does not say.
        cost_microdollars: by the list price; None where the price or the count is not known, never a guess.
    """

    provider: str
    model: str
    outcome: str
    latency_ms: int
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    cost_microdollars: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsing:
    """What a provider makes of a text: one to three wishes, in the order they were said, and an `other` for what was too much.

    Attributes:
        degraded_reason: why the provider that should have answered did not, so that this one did.
        calls: the calls of models that it took, the failed ones among them.
    """

    tasks: tuple[ParsedTask, ...]
    provider: str
    degraded_reason: DegradedReason | None = None
    calls: tuple[ModelCall, ...] = ()

    @property
    def degraded(self) -> bool:
        """Whether another provider than the configured one has answered."""
        return self.degraded_reason is not None


class Provider(Protocol):
    """Anything that turns a sentence into guesses."""

    @property
    def name(self) -> str:
        """Short name, shown in tasks."""
        ...

    @property
    def is_remote(self) -> bool:
        """Whether parsing leaves this process, so that the request must be stored first."""
        ...

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        """Understand `text`; always answers, with intent `other` when nothing fits.

        Raises:
            TransientError: the model could not be reached in time (never raised by a local provider).
        """
        ...


class LocalProvider(Provider, Protocol):
    """A provider that never leaves this process, and so is there for what must not wait or fail."""

    def prepare(self, abilities: Sequence[AbilitySpec]) -> None:
        """Be ready for sentences about these abilities.

        Raises:
            re.error: a cue of one is no pattern.
        """
        ...

    def split_reply(
        self, text: str, question: OpenQuestion, *, context: ParseContext, abilities: Sequence[AbilitySpec]
    ) -> tuple[str, str]:
        """What of a reply answers the question, and what is wished besides; each may be empty."""
        ...
