"""One call of the Messages API: what goes out, and what comes back, read by our own lenient model."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from pydantic import BaseModel, Field, JsonValue, ValidationError

from providers.anthropic.answer_form import form_parameters
from providers.anthropic.errors import translate_anthropic
from providers.anthropic.sdk import Sdk
from providers.failure import Fault
from providers.remote.asking import MOST_TOKENS, Question, Reply, no_answer, read_usage
from providers.remote.errors import CallFailedError
from providers.remote.prices import Tokens
from providers.remote.prompts import Message

PROVIDER = "anthropic"
_CUT_OFF = frozenset({"max_tokens", "model_context_window_exceeded"})
_REFUSED = "refusal"
_NOTHING = "(nothing)"  # the API takes no empty message


class Messages:
    """One model."""

    def __init__(self, sdk: Sdk, *, model: str) -> None:
        self._sdk = sdk
        self._model = model

    async def call(self, question: Question) -> bytes:
        """See `Wire`."""
        system, *said = question.messages
        parameters: dict[str, Any] = {
            "model": self._model,
            "system": system["content"],
            "messages": _without_blanks(said),
            question.cap_field: question.cap,
            **form_parameters(question.schema, question.structure),
        }
        return await self._sdk.create(**parameters)

    def translate(self) -> AbstractContextManager[None]:
        """See `Wire`."""
        return translate_anthropic(self._sdk)

    def count(self, body: Mapping[str, JsonValue]) -> Tokens:
        """See `Wire`."""
        return read_usage(body, _Usage).tokens

    def read(self, body: Mapping[str, JsonValue]) -> Reply:
        """See `Wire`."""
        try:
            answer = _Answer.model_validate(body)
        except ValidationError as error:
            raise no_answer(body) from error
        if answer.stop_reason == _REFUSED:
            raise CallFailedError("The model refused.", outcome="refused", fault=Fault.UNWILLING)
        handed_in = [json.dumps(block.input) for block in answer.content if block.type == "tool_use"]
        text = handed_in[0] if handed_in else "".join(block.text for block in answer.content if block.type == "text")
        return Reply(text, answer.stop_reason in _CUT_OFF)


class _Usage(BaseModel):
    input_tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)
    output_tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)
    cache_creation_input_tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)
    cache_read_input_tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)

    @property
    def tokens(self) -> Tokens:
        """What a cache had of the input is counted apart on the wire."""
        if self.input_tokens is None:
            return Tokens(given=self.output_tokens)
        cached = self.cache_read_input_tokens or 0
        taken = self.input_tokens + (self.cache_creation_input_tokens or 0) + cached
        return Tokens(taken=taken, given=self.output_tokens, cached=cached)


class _Block(BaseModel):
    """A piece of an answer: `text` has words, `tool_use` an input."""

    type: str
    text: str = ""
    input: JsonValue = None


class _Answer(BaseModel):
    content: list[_Block]
    stop_reason: str | None = None


def _without_blanks(said: Sequence[Message]) -> list[Message]:
    return [{**message, "content": message["content"].strip() or _NOTHING} for message in said]
