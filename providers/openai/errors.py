"""How servers that speak Chat Completions word their errors."""

import json
from contextlib import AbstractContextManager

import openai

from providers.remote.errors import CallFailedError, HttpRefusal, Vocabulary, explain_refusal, translate

_WORDS = Vocabulary(
    closed=frozenset({"insufficient_quota", "billing_not_active", "account_deactivated", "model_not_found"}),
    filtered=("content_filter", "content management policy"),
    unfit=frozenset({"json_validate_failed", "tool_use_failed"}),  # Groq's, for what the model said
    form=("response_format", "json_schema", "json_object", "schema", "structured output"),
    cap=("max_tokens", "max_completion_tokens"),
)


def translate_openai() -> AbstractContextManager[None]:
    """Turn whatever a call raises into a CallFailedError."""
    return translate(timeout=openai.APITimeoutError, status=openai.APIStatusError, explain=_explain)


def _explain(error: openai.APIStatusError) -> CallFailedError:
    words = f"{error.message} {error.param} {error.code} {json.dumps(error.body, default=str)}".lower()
    refusal = HttpRefusal(status=error.status_code, code=error.code, words=words, headers=error.response.headers)
    return explain_refusal(refusal, _WORDS)
