"""One call of Chat Completions: what goes out, what comes back, and every way in which it can go wrong.

The reply is read by our own lenient model, because the SDK believes whatever arrives: gateways answer 200 with an error
object, with HTML, without choices. What was counted is kept even where the rest is no use.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

from openai import AsyncOpenAI
from pydantic import BaseModel, Field, JsonValue, ValidationError

from providers.failure import Fault
from providers.openai.errors import translate_openai
from providers.openai.response_format import response_format
from providers.remote.asking import (
    MOST_TOKENS,
    Question,
    Reply,
    no_answer,
    read_usage,
)
from providers.remote.errors import CallFailedError
from providers.remote.prices import Tokens

PROVIDER = "openai"
_CUT_OFF, _FILTERED = "length", "content_filter"


class Completions:
    """One model on one server."""

    def __init__(self, client: AsyncOpenAI, *, model: str) -> None:
        # Typed by hand: the SDK's overloads know no dictionary of parameters, and a parameter that is None is sent.
        self._create = cast("Callable[..., Awaitable[_RawReply]]", client.chat.completions.with_raw_response.create)
        self._model = model

    async def call(self, question: Question) -> bytes:
        """See `Wire`."""
        parameters: dict[str, Any] = {
            "model": self._model,
            "messages": question.messages,
            question.cap_field: question.cap,
        }
        if wanted := response_format(question.schema, question.structure):
            parameters["response_format"] = wanted
        return (await self._create(**parameters)).content

    def translate(self) -> AbstractContextManager[None]:
        """See `Wire`."""
        return translate_openai()

    def count(self, body: Mapping[str, JsonValue]) -> Tokens:
        """See `Wire`."""
        return read_usage(body, _Usage).tokens

    def read(self, body: Mapping[str, JsonValue]) -> Reply:
        """See `Wire`."""
        try:
            choice = _Completion.model_validate(body).choices[0]
        except ValidationError as error:
            raise no_answer(body) from error
        if choice.message.refusal:
            raise CallFailedError("The model refused.", outcome="refused", fault=Fault.UNWILLING)
        if choice.finish_reason == _FILTERED:
            raise CallFailedError("The model's answer was filtered.", outcome="filtered", fault=Fault.UNWILLING)
        return Reply(choice.message.content or "", choice.finish_reason == _CUT_OFF)


class _RawReply(Protocol):
    @property
    def content(self) -> bytes: ...


class _TakenTokens(BaseModel):
    cached_tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)


class _Usage(BaseModel):
    prompt_tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)
    completion_tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)
    prompt_tokens_details: _TakenTokens | None = None

    @property
    def tokens(self) -> Tokens:
        details = self.prompt_tokens_details
        return Tokens(
            taken=self.prompt_tokens, given=self.completion_tokens, cached=details.cached_tokens if details else None
        )


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
