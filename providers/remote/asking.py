"""One call of a model: what is asked, what comes back, and the record of it, which is kept whatever became of the call."""

import asyncio
import json
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from pydantic import BaseModel, JsonValue, ValidationError

from providers.base import ModelCall
from providers.failure import Fault
from providers.remote.dialect import Structure
from providers.remote.errors import CallFailedError
from providers.remote.prices import Tokens, find_cost
from providers.remote.prompts import Message
from providers.spans.wire import Schema

MOST_TOKENS = 100_000_000
"""More in one call is a joke of the server."""

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said. `is_cut_off`: it had more to say than it was allowed."""

    text: str
    is_cut_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a model is asked: messages, the form of its answer as far as it can be asked for, and its greatest length.

    The first of the messages is that of the system.
    """

    messages: Sequence[Message]
    schema: Schema
    structure: Structure
    cap: int
    cap_field: str


class Wire(Protocol):
    """How one kind of server is spoken to."""

    async def call(self, question: Question) -> bytes:
        """The body of the answer, as it came; whatever the SDK raises passes."""
        ...

    def translate(self) -> AbstractContextManager[None]:
        """Turns what `call` raises into a CallFailedError."""
        ...

    def count(self, body: Mapping[str, JsonValue]) -> Tokens:
        """What the server says it counted."""
        ...

    def read(self, body: Mapping[str, JsonValue]) -> Reply:
        """The reply in an answer.

        Raises:
            CallFailedError: there is none.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Which model is asked through which provider, and who bills it, by the name in the price lists."""

    provider: str
    name: str
    seller: str | None = None


@dataclass(slots=True)
class Record:
    """What is known of a call while it is under way. `said_by`: the model's own name, where the server gave one."""

    tokens: Tokens
    said_by: str | None = None
    outcome: str = "cancelled"

    def count(self, body: Mapping[str, JsonValue], tokens: Tokens) -> None:
        """Note what an answer says of itself."""
        said_by = body.get("model")
        self.said_by = said_by if isinstance(said_by, str) else None
        self.tokens = tokens

    def cost_of(self, model: Model) -> int | None:
        """What the call has cost, by the name that the answer gave, else by the one that was asked for."""
        return find_cost(self.tokens, seller=model.seller, models=[*filter(None, (self.said_by, model.name))])

    def conclude(self, reply: Reply) -> Reply:
        """Note that the model has replied."""
        self.outcome = "cut off" if reply.is_cut_off else "answered"
        return reply


class Caller:
    """Puts questions to one model over one wire, and keeps a record of each call."""

    def __init__(self, wire: Wire, *, model: Model) -> None:
        self._wire = wire
        self._model = model

    async def ask(self, question: Question, *, until: float, calls: list[ModelCall]) -> Reply:
        """The model's reply, not later than `until` of the loop's clock; the call is added to `calls` whatever happens.

        The deadline counts for all of the answer, drop by drop as it may come.

        Raises:
            CallFailedError: there is no reply.
        """
        with _recorded(calls, self._model) as record:
            with self._wire.translate():
                async with asyncio.timeout_at(until):
                    content = await self._wire.call(question)
                body = _read_object(content)
            record.count(body, self._wire.count(body))
            return record.conclude(self._wire.read(body))


@contextmanager
def _recorded(calls: list[ModelCall], model: Model) -> Generator[Record]:
    """Add the call made inside to `calls`, however it ends."""
    record, started = Record(Tokens()), time.monotonic()
    try:
        yield record
    except CallFailedError as error:
        record.outcome = error.outcome
        raise
    finally:
        calls.append(
            ModelCall(
                provider=model.provider,
                model=model.name,
                outcome=record.outcome,
                latency_ms=round((time.monotonic() - started) * 1000),
                input_tokens=record.tokens.taken,
                output_tokens=record.tokens.given,
                cached_tokens=record.tokens.cached,
                cost_microdollars=record.cost_of(model),
            )
        )


def _read_object(content: bytes) -> Mapping[str, JsonValue]:
    """The JSON object that a server sent.

    Raises:
        CallFailedError: it sent other JSON.
        ValueError: it sent no JSON.
    """
    value = cast("JsonValue", json.loads(content))
    if not isinstance(value, dict):
        raise CallFailedError("The model's server sent no object.", outcome="unreadable", fault=Fault.AWAY)
    return value


def read_usage(body: Mapping[str, JsonValue], shape: type[Body]) -> Body:
    """What is counted in an answer, as far as it has this shape; all fields of the shape are optional."""
    try:
        return shape.model_validate(body.get("usage") or {})
    except ValidationError:
        return shape()


def no_answer(body: Mapping[str, JsonValue]) -> CallFailedError:
    """What it means that a server sent an object without an answer in it: gateways do that with status 200."""
    outcome = "error in answer" if "error" in body else "unreadable"
    return CallFailedError("The model's server sent no answer.", outcome=outcome, fault=Fault.AWAY)
