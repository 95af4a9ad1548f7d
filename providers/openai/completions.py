"""One call of Chat Completions: what goes out, what comes back, and every way in which it can go wrong.

The reply is read by our own lenient model, because the SDK believes whatever arrives: gateways answer 200 with an error
object, with HTML, without choices. What was counted is kept even where the rest is no use.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from openai import AsyncOpenAI
from pydantic import BaseModel, Field, JsonValue, ValidationError

from providers.base import ModelCall
from providers.failure import Fault
from providers.openai.errors import CallFailedError, translate
from providers.openai.profiles import Structure
from providers.openai.prompts import Message
from providers.openai.strict_schema import response_format
from providers.spans.wire import Schema

PROVIDER = "openai"
_MOST_TOKENS = 100_000_000  # more in one call is a joke of the server
_CUT_OFF, _FILTERED = "length", "content_filter"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said. `is_cut_off`: it had more to say than it was allowed."""

    text: str
    is_cut_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a model is asked: messages, the form of its answer as far as it can be asked for, and its greatest length."""

    messages: Sequence[Message]
    schema: Schema
    structure: Structure
    cap: int
    cap_field: str


class Asking(Protocol):
    """Whatever puts a question to a model."""

    async def ask(self, question: Question, *, until: float, calls: list[ModelCall]) -> Reply:
        """The model's reply, not later than `until` of the loop's clock; the call is added to `calls` whatever happens.

        Raises:
            CallFailedError: there is no reply.
        """
        ...


class Completions:
    """One model on one server."""

    def __init__(self, client: AsyncOpenAI, *, model: str) -> None:
        # Typed by hand: the SDK's overloads know no dictionary of parameters, and a parameter that is None is sent.
        self._create = cast("Callable[..., Awaitable[_RawReply]]", client.chat.completions.with_raw_response.create)
        self._model = model

    async def ask(self, question: Question, *, until: float, calls: list[ModelCall]) -> Reply:
        """See `Asking`."""
        started = time.monotonic()
        usage, outcome = _Usage(), "cancelled"
        try:
            body = await self._call(question, until=until)
            usage = _usage_of(body)
            reply = _reply_of(body)
            outcome = "cut off" if reply.is_cut_off else "answered"
            return reply
        except CallFailedError as error:
            outcome = error.outcome
            raise
        finally:
            calls.append(
                ModelCall(
                    provider=PROVIDER,
                    model=self._model,
                    outcome=outcome,
                    latency_ms=round((time.monotonic() - started) * 1000),
                    input_tokens=usage.prompt_tokens,
                    output_tokens=usage.completion_tokens,
                )
            )

    async def _call(self, question: Question, *, until: float) -> Mapping[str, JsonValue]:
        """The body of the answer. The deadline counts for all of it, drop by drop as it may come."""
        parameters: dict[str, Any] = {
            "model": self._model,
            "messages": question.messages,
            question.cap_field: question.cap,
        }
        if wanted := response_format(question.schema, question.structure):
            parameters["response_format"] = wanted
        with translate():
            async with asyncio.timeout_at(until):
                raw = await self._create(**parameters)
            return _object_in(raw.content)


class _RawReply(Protocol):
    @property
    def content(self) -> bytes: ...


class _Usage(BaseModel):
    prompt_tokens: int | None = Field(default=None, ge=0, le=_MOST_TOKENS)
    completion_tokens: int | None = Field(default=None, ge=0, le=_MOST_TOKENS)


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]


def _object_in(content: bytes) -> Mapping[str, JsonValue]:
    value = cast("JsonValue", json.loads(content))
    if not isinstance(value, dict):
        raise CallFailedError("The model's server sent no object.", outcome="unreadable", fault=Fault.AWAY)
    return value


def _usage_of(body: Mapping[str, JsonValue]) -> _Usage:
    try:
        return _Usage.model_validate(body.get("usage") or {})
    except ValidationError:
        return _Usage()


def _reply_of(body: Mapping[str, JsonValue]) -> Reply:
    try:
        choices = _Completion.model_validate(body).choices
    except ValidationError:
        choices = []
    if not choices:
        outcome = "error in answer" if "error" in body else "unreadable"
        raise CallFailedError("The model's server sent no answer.", outcome=outcome, fault=Fault.AWAY)
    choice = choices[0]
    if choice.message.refusal:
        raise CallFailedError("The model refused.", outcome="refused", fault=Fault.UNWILLING)
    if choice.finish_reason == _FILTERED:
        raise CallFailedError("The model's answer was filtered.", outcome="filtered", fault=Fault.UNWILLING)
    return Reply(choice.message.content or "", choice.finish_reason == _CUT_OFF)
