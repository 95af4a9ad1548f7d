"""What the SDK raises, in our words: one place, so that no type of it leaks."""

import json
import math
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime

import openai

from providers.failure import Fault, ProviderFailedError

_CLOSED_CODES = frozenset({"insufficient_quota", "billing_not_active", "account_deactivated", "model_not_found"})
_UNFIT_CODES = frozenset({"json_validate_failed", "tool_use_failed"})  # Groq's, for what the model said
_FORM_WORDS = ("response_format", "json_schema", "json_object", "schema", "structured output")
_CAP_WORDS = ("max_tokens", "max_completion_tokens")
_REQUEST_TIMEOUT, _CONFLICT, _TOO_MANY, _SERVER = 408, 409, 429, 500
_CLOSED_STATUS = frozenset({401, 402, 403, 404})


class CallFailedError(ProviderFailedError):
    """One call failed.

    Attributes:
        outcome: a few words for the record.
        may_pass: whether the same call may work in a moment.
        refuses_form: whether the server does not take the form of the answer that was asked for.
        refuses_cap: whether it does not take the limit of the answer's length under its name.
    """

    def __init__(  # noqa: PLR0913 - each is a fact of the failure
        self,
        detail: str,
        *,
        outcome: str,
        fault: Fault,
        retry_after: float | None = None,
        may_pass: bool = False,
        refuses_form: bool = False,
        refuses_cap: bool = False,
    ) -> None:
        super().__init__(detail, fault=fault, retry_after=retry_after)
        self.outcome = outcome
        self.may_pass = may_pass
        self.refuses_form = refuses_form
        self.refuses_cap = refuses_cap


@contextmanager
def translate() -> Generator[None]:
    """Turn whatever a call raises into a CallFailedError; cancellation passes."""
    try:
        yield
    except CallFailedError:
        raise
    except (TimeoutError, openai.APITimeoutError) as error:
        raise CallFailedError("The model took too long.", outcome="timeout", fault=Fault.AWAY) from error
    except openai.APIStatusError as error:
        raise _of_status(error) from error
    except openai.APIConnectionError as error:
        raise _unreachable(error) from error
    except ValueError as error:
        raise CallFailedError(
            "The model's server sent something unreadable.", outcome="unreadable", fault=Fault.AWAY
        ) from error
    except Exception as error:
        raise _unreachable(error) from error


def _unreachable(error: Exception) -> CallFailedError:
    detail = f"The model can't be reached ({type(error).__name__})."
    return CallFailedError(detail, outcome="unreachable", fault=Fault.AWAY, may_pass=True)


def _of_status(error: openai.APIStatusError) -> CallFailedError:
    status, words = error.status_code, _words_of(error)
    wait = read_retry_after(error.response.headers)
    if error.code in _CLOSED_CODES or status in _CLOSED_STATUS:
        detail = f"The model's server refuses us (HTTP {status})."
        return CallFailedError(detail, outcome="no access", fault=Fault.CLOSED, retry_after=wait)
    if status == _TOO_MANY:
        return CallFailedError(
            "The model has too much to do.", outcome="rate limited", fault=Fault.AWAY, retry_after=wait
        )
    if status >= _SERVER or status in {_REQUEST_TIMEOUT, _CONFLICT}:
        return CallFailedError(
            f"The model's server has a problem (HTTP {status}).",
            outcome="server error",
            fault=Fault.AWAY,
            retry_after=wait,
            may_pass=wait is None,
        )
    if error.code == "content_filter" or "content management policy" in words:
        return CallFailedError("The model's server filtered the text.", outcome="filtered", fault=Fault.UNWILLING)
    if error.code in _UNFIT_CODES:
        detail = "The model's answer does not fit the form."
        return CallFailedError(detail, outcome="does not fit", fault=Fault.AWAY, may_pass=True)
    refuses_cap = any(word in words for word in _CAP_WORDS)
    return CallFailedError(
        f"The model's server does not take the call (HTTP {status}).",
        outcome="not taken",
        fault=Fault.AWAY,
        refuses_form=not refuses_cap and any(word in words for word in _FORM_WORDS),
        refuses_cap=refuses_cap,
    )


def _words_of(error: openai.APIStatusError) -> str:
    return f"{error.message} {error.param} {error.code} {json.dumps(error.body, default=str)}".lower()


def read_retry_after(headers: Mapping[str, str]) -> float | None:
    """For how many seconds the server wants to be left alone; None where it does not say."""
    try:
        if "retry-after-ms" in headers:
            seconds = float(headers["retry-after-ms"]) / 1000
        else:
            seconds = float(headers["retry-after"])
    except KeyError:
        return None
    except ValueError:
        seconds = _seconds_until(headers["retry-after"]) if "retry-after" in headers else 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _seconds_until(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except ValueError:
        return 0.0
