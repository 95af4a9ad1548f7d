"""What SDKs raise, in our words: one place, so that no type of theirs leaks. What differs between servers is data."""

import math
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

from providers.failure import Fault, ProviderFailedError

_REQUEST_TIMEOUT, _CONFLICT, _SERVER = 408, 409, 500
_TOO_MUCH = {429: "rate limited", 529: "overloaded"}
_CLOSED_STATUS = frozenset({401, 402, 403, 404})

StatusError = TypeVar("StatusError", bound=Exception)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How one kind of server words its errors: sets hold codes, tuples pieces of the lower-case message.

    Attributes:
        closed: the key, the quota or the model is refused,
        closed_words: which one server says only in words.
        filtered: it does not want to read this text.
        unfit: what the model said is no use to the server itself.
        form: the form of the answer is not taken.
        cap: the limit of the answer's length is not taken.
    """

    closed: frozenset[str] = frozenset()
    closed_words: tuple[str, ...] = ()
    filtered: tuple[str, ...] = ()
    unfit: frozenset[str] = frozenset()
    form: tuple[str, ...] = ()
    cap: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRefusal:
    """An answer of 400 or above. `words` is all that it says, in lower case."""

    status: int
    code: str | None
    words: str
    headers: Mapping[str, str]


@contextmanager
def translate(
    *, timeout: type[Exception], status: type[StatusError], explain: Callable[[StatusError], CallFailedError]
) -> Generator[None]:
    """Turn whatever a call raises into a CallFailedError; cancellation passes.

    Args:
        timeout: what the SDK raises when it took too long.
        status: what it raises for an answer of 400 or above.
        explain: what such an answer means.
    """
    try:
        yield
    except CallFailedError:
        raise
    except (TimeoutError, timeout) as error:
        raise CallFailedError("The model took too long.", outcome="timeout", fault=Fault.AWAY) from error
    except status as error:
        raise explain(error) from error
    except ValueError as error:
        raise CallFailedError(
            "The model's server sent something unreadable.", outcome="unreadable", fault=Fault.AWAY
        ) from error
    except Exception as error:
        detail = f"The model can't be reached ({type(error).__name__})."
        raise CallFailedError(detail, outcome="unreachable", fault=Fault.AWAY, may_pass=True) from error


def explain_refusal(refusal: HttpRefusal, vocabulary: Vocabulary) -> CallFailedError:
    """What an answer of 400 or above says of the server and of the call."""
    status, words = refusal.status, refusal.words
    wait = read_retry_after(refusal.headers)
    is_closed = status in _CLOSED_STATUS or refusal.code in vocabulary.closed
    if is_closed or any(each in words for each in vocabulary.closed_words):
        detail = f"The model's server refuses us (HTTP {status})."
        return CallFailedError(detail, outcome="no access", fault=Fault.CLOSED, retry_after=wait)
    if status in _TOO_MUCH:
        detail = "The model has too much to do."
        return CallFailedError(detail, outcome=_TOO_MUCH[status], fault=Fault.AWAY, retry_after=wait)
    if status >= _SERVER or status in {_REQUEST_TIMEOUT, _CONFLICT}:
        return CallFailedError(
            f"The model's server has a problem (HTTP {status}).",
            outcome="server error",
            fault=Fault.AWAY,
            retry_after=wait,
            may_pass=wait is None,
        )
    return _explain_what_is_not_taken(refusal, vocabulary)


def _explain_what_is_not_taken(refusal: HttpRefusal, vocabulary: Vocabulary) -> CallFailedError:
    words = refusal.words
    if any(each in words for each in vocabulary.filtered):
        return CallFailedError("The model's server filtered the text.", outcome="filtered", fault=Fault.UNWILLING)
    if refusal.code in vocabulary.unfit:
        detail = "The model's answer does not fit the form."
        return CallFailedError(detail, outcome="does not fit", fault=Fault.AWAY, may_pass=True)
    refuses_cap = any(word in words for word in vocabulary.cap)
    return CallFailedError(
        f"The model's server does not take the call (HTTP {refusal.status}).",
        outcome="not taken",
        fault=Fault.AWAY,
        refuses_form=not refuses_cap and any(word in words for word in vocabulary.form),
        refuses_cap=refuses_cap,
    )


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
