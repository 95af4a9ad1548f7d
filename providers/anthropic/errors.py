"""How Anthropic words its errors: `{"type": "error", "error": {"type": …, "message": …}}`."""

import json
from contextlib import AbstractContextManager
from typing import Protocol, cast

from providers.anthropic.sdk import Sdk
from providers.remote.errors import CallFailedError, HttpRefusal, Vocabulary, explain_refusal, translate

_WORDS = Vocabulary(
    # Spent money comes as 429 or 400, with types that mean other things as well.
    closed_words=("spend_limit_reached", "api usage limits", "credit balance is too low"),
    form=("output_config", "output_format", "schema", "grammar", "tool", "structured output"),
)


class _StatusError(Protocol):
    """What the SDK tells of an answer of 400 or above."""

    @property
    def message(self) -> str: ...
    @property
    def body(self) -> object: ...
    @property
    def status_code(self) -> int: ...
    @property
    def response(self) -> "_Response": ...


class _Response(Protocol):
    @property
    def headers(self) -> dict[str, str]: ...


def translate_anthropic(sdk: Sdk) -> AbstractContextManager[None]:
    """Turn whatever a call raises into a CallFailedError."""
    return translate(timeout=sdk.timeout_error, status=sdk.status_error, explain=_explain)


def _explain(error: Exception) -> CallFailedError:
    told = cast("_StatusError", error)
    words = f"{told.message} {json.dumps(told.body, default=str)}".lower()
    refusal = HttpRefusal(status=told.status_code, code=None, words=words, headers=told.response.headers)
    return explain_refusal(refusal, _WORDS)
