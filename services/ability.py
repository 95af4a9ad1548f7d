"""What an ability is: a details model and a service in one file.

Everything else (grammar, prompt, questions, router, API documents) is derived from the class attributes below.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.ability import AbilitySpec, Cues, Slot, SlotSpec
from core.clock import Clock
from core.domain import ConfirmPolicy, Details, Question, Queue, Task
from core.outcome import Outcome
from core.task_request import TaskRequest
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.ports import BookingSystem
from services.effect_ledger import TaskEffects


class TaskDetails(BaseModel):
    """Base of all details models: frozen, closed, every field optional."""

    model_config = ConfigDict(frozen=True, extra="forbid")


DetailsT = TypeVar("DetailsT", bound=TaskDetails)


def _route_nowhere(intent: str) -> "AnyTaskService":
    raise KeyError(intent)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesBack:
    """The wish that takes something back: of which ability, and with which details."""

    intent: str
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What services may work with; made once in `services/factory.py`. `route` finds another ability by its intent.

    `family_grace`: so long a message to the family can be taken back before it goes.
    """

    clock: Clock
    unit_of_work: UnitOfWorkFactory
    booking_systems: dict[str, BookingSystem]
    abilities: Sequence[AbilitySpec]
    route: Callable[[str], "AnyTaskService"] = _route_nowhere
    family_grace: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Generic[DetailsT]):
    """A claimed task as its service sees it."""

    task: Task
    details: DetailsT
    effects: TaskEffects
    now: datetime

    @property
    def is_confirmed(self) -> bool:
        """Whether the person, or the caller for them, has said yes to exactly these details."""
        return self.task.confirmed or self.task.confirm is ConfirmPolicy.NEVER


class BaseTaskService(ABC, Generic[DetailsT]):
    """One ability.

    Class attributes:
        intent: its name in the API.
        queue: the stream that carries it.
        summary: what it does, as the end of "I can …".
        details_model: the slots, each annotated with a `Slot`.
        required: slots without which nothing can be done, in the order in which they are asked.
        cues: what betrays it in a sentence.
        has_outside_effect: whether it is read back where something was inferred.
        keeps_something: whether it stores what the person says, without an outside effect, so that it is read back where
            its words are read in two ways.
        reads_back_itself: whether `perform` reads back what it has found, as it must before a stored thing is changed;
            it answers `AsksToConfirm` until `wish.is_confirmed`.
        tells_of_others: whether its message may be what becomes of another wish ("and tell my daughter what time"); its
            details have an `about` for the id of that wish's task.
        can_be_told: whether what becomes of it can be told to somebody so.
        waits_for_no: whether "no" to a task of it that is scheduled takes it back.
        is_offered: whether providers may choose it, and people are told of it; not where the words are recognised before.
        max_attempts: executions before it becomes a dead letter.
    """

    intent: ClassVar[str]
    queue: ClassVar[Queue]
    summary: ClassVar[str]
    details_model: type[DetailsT]
    required: ClassVar[tuple[str, ...]] = ()
    cues: ClassVar[Cues]
    has_outside_effect: ClassVar[bool] = False
    keeps_something: ClassVar[bool] = False
    reads_back_itself: ClassVar[bool] = False
    tells_of_others: ClassVar[bool] = False
    can_be_told: ClassVar[bool] = False
    waits_for_no: ClassVar[bool] = False
    is_offered: ClassVar[bool] = True
    max_attempts: ClassVar[int] = 5

    def __init__(self, *, tools: Tools) -> None:
        self._tools = tools

    @abstractmethod
    async def perform(self, wish: Wish[DetailsT]) -> Outcome:
        """Fulfil the wish. Called again after a crash, so outside effects go through `wish.effects`."""

    def hear(self, details: Details, text: str) -> Details:
        """The details that a provider has found, with what the sentence says besides in words of this ability's own."""
        del text
        return details

    def hear_reply(self, details: Details, text: str) -> Details | None:
        """The details with what a reply says in words of this ability's own; None: it is read like any other."""
        del details, text
        return None

    def is_settled(self, name: str, details: DetailsT) -> bool:
        """Whether the other details leave no doubt about one whose words are read in several ways."""
        del name, details
        return False

    def find_missing(self, known: Details) -> tuple[str, ...]:
        """The details without which nothing can be done, in the order in which they are asked."""
        return tuple(name for name in self.required if name not in known)

    async def undo(self, done: Task) -> TakesBack | str:
        """What takes back what a finished task of this ability has done; a sentence where nothing can."""
        del done
        return "I can't take that back."

    def find_doubt(self, details: DetailsT) -> Question | None:
        """A question about values that can't be meant as they stand, before anything is queued."""
        del details
        return None

    def will_refuse(self, details: DetailsT) -> bool:
        """Whether nothing would be done by these details but to say why not, which needs no read-back."""
        del details
        return False

    async def propose(self, question: Question, *, user_id: UUID, account_id: UUID) -> Question:
        """What is asked, with what is usual for this person as an option."""
        del user_id, account_id
        return question

    def take_up(self, finished: Task, *, now: datetime) -> TaskRequest | None:
        """The wish that a reply to a finished task of this ability goes on with, with its question; None: it is over."""
        del finished, now
        return None

    def read_back(self, details: DetailsT) -> str:
        """What would be done, as a question to say yes or no to."""
        known = ", ".join(f"{name} {value}" for name, value in details.model_dump(exclude_none=True).items())
        return f"Shall I go ahead: {known}?"

    @classmethod
    def spec(cls) -> AbilitySpec:
        """The declaration as providers read it."""
        slots = tuple(
            SlotSpec(name=name, description=field.description or name, slot=slot)
            for name, field in cls.details_model.model_fields.items()
            for slot in field.metadata
            if isinstance(slot, Slot)
        )
        return AbilitySpec(
            intent=cls.intent,
            queue=cls.queue,
            summary=cls.summary,
            slots=slots,
            required=cls.required,
            cues=cls.cues,
        )

    @classmethod
    def details_schema(cls, *, ref_template: str) -> dict[str, Any]:
        """The JSON schema of the details."""
        return cls.details_model.model_json_schema(ref_template=ref_template)

    @classmethod
    def question_for(cls, slot_name: str) -> Question:
        """The question that asks for a missing detail."""
        asked = next((spec.slot.ask for spec in cls.spec().slots if spec.name == slot_name), "")
        return Question(text=asked or f"What is the {slot_name.replace('_', ' ')}?", slot=slot_name)


AnyTaskService = BaseTaskService[Any]
