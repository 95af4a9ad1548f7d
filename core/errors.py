"""The error tree. A class per decision that a caller makes, not per place where it is raised.

    GrandmaError
    ├── RefusedError                     what the caller sent can't be taken; nothing was changed
    │   ├── InvalidFieldError            422  malformed: names the fields
    │   ├── IdempotencyMismatchError     422  the same Idempotency-Key with another body
    │   ├── InvalidCursorError           400
    │   ├── UnauthorizedError            401
    │   ├── NotFoundError                404
    │   ├── ForbiddenError               403  the key is good, but not for this
    │   ├── ConflictError                409  not in this state; retrying alone won't help
    │   │   └── AnswerLostError     409  the first call with this Idempotency-Key had its effect; its answer is not there
    │   ├── PreconditionFailedError      412  somebody has changed it since the caller looked
    │   ├── InFlightError                409  the same Idempotency-Key is still being worked on
    │   └── LimitError                   429  too many calls: come back after `retry_after` seconds
    │       ├── QuotaExceededError       429  too much of this account waits
    │       └── OverloadedError          503  too much waits in all
    ├── AttemptError                     an attempt went wrong; services/retry.py decides what next
    │   ├── TransientError               try again, not before `retry_after` seconds
    │   │   └── NoRoomError         503  nothing was tried; costs no attempt
    │   ├── PermanentError               never try again
    │   └── OutcomeUnknownError          an effect may have happened: a person decides
    ├── LeaseLostError                   somebody else owns the work now: stop, write nothing
    ├── UnavailableError                 503  PostgreSQL can't be reached
    │   └── ContendedError               503  it can, but others hold what is needed
    └── ConfigurationError               a setting is wrong: one line, no start

Services raise, edges render: `api/problems.py` to problem+json, `services/task_service.py` to retry or fail.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

PROBLEM_PREFIX = "urn:grandma:problem:"


class FieldProblem(NamedTuple):
    """What is wrong with one field: JSON pointer and a sentence."""

    pointer: str
    detail: str


class GrandmaError(Exception):
    """Everything this product raises on purpose."""

    name: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def type(self) -> str:
        """The stable identifier that programs may rely on."""
        return PROBLEM_PREFIX + self.name


class RefusedError(GrandmaError):
    """What the caller sent can't be taken; nothing was changed."""

    name = "bad-request"
    title = "The request can't be taken"
    status = 400


class InvalidFieldError(RefusedError):
    """Fields are malformed; `errors` says which and why."""

    name = "invalid-request"
    title = "The request is malformed"
    status = 422

    def __init__(self, detail: str, errors: Sequence[FieldProblem] = ()) -> None:
        super().__init__(detail)
        self.errors = tuple(errors)


class IdempotencyMismatchError(RefusedError):
    """The same Idempotency-Key came with another body."""

    name = "idempotency-key-reused"
    title = "This Idempotency-Key was used with another body"
    status = 422


class InvalidCursorError(RefusedError):
    """A cursor that this API did not hand out."""

    name = "invalid-cursor"
    title = "The cursor is not one of ours"


class UnauthorizedError(RefusedError):
    """No key, or one that opens nothing."""

    name = "unauthorized"
    title = "A valid API key is needed"
    status = 401


class NotFoundError(RefusedError):
    """Nothing with this id is visible to the caller."""

    name = "not-found"
    title = "There is no such thing"
    status = 404


class ForbiddenError(RefusedError):
    """The key is good, but not for this."""

    name = "forbidden"
    title = "This key may not do that"
    status = 403


class ConflictError(RefusedError):
    """The thing is not in a state that allows this."""

    name = "conflict"
    title = "Not possible in its present state"
    status = 409


class AnswerLostError(ConflictError):
    """The first call with this Idempotency-Key had its effect, and nobody knows any more what it was answered."""

    name = "idempotent-answer-lost"
    title = "The answer of the first call is lost"

    def __init__(self) -> None:
        super().__init__(
            "The first request with this Idempotency-Key has changed something, and its answer is lost. Look at what is there "
            "before you send it once more under a new key."
        )


class PreconditionFailedError(RefusedError):
    """It is not any more what the caller saw (If-Match)."""

    name = "changed-meanwhile"
    title = "It was changed since you read it"
    status = 412


class InFlightError(RefusedError):
    """The first call with this Idempotency-Key is not finished."""

    name = "idempotency-key-in-flight"
    title = "The first request with this key is still being worked on"
    status = 409
    retryable = True


class LimitError(RefusedError):
    """There is too much already; the same call is welcome again after `retry_after` seconds."""

    name = "rate-limited"
    title = "Too many calls"
    status = 429
    retryable = True

    def __init__(self, detail: str, *, retry_after: float) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class QuotaExceededError(LimitError):
    """Too much of this account waits to be done."""

    name = "quota-exceeded"
    title = "Too much is waiting already"


class OverloadedError(LimitError):
    """Too much waits to be done, whoever's it is."""

    name = "overloaded"
    title = "There is too much to do at the moment"
    status = 503


class AttemptError(GrandmaError):
    """An attempt went wrong."""


class TransientError(AttemptError):
    """Trying again later may help, not before `retry_after` seconds from now."""

    name = "temporarily-unavailable"
    title = "The other side can't be reached at the moment"
    retryable = True

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class NoRoomError(TransientError):
    """Enough calls to the other side are under way: nothing was tried, so this costs no attempt."""

    name = "other-side-busy"
    title = "The other side is busy at the moment"
    status = 503


class NotServedHereError(TransientError):
    """The ability, or this version of it, runs elsewhere: while versions are mixed, another worker may have it."""

    name = "not-served-here"
    title = "The ability is missing"


class PermanentError(AttemptError):
    """Trying again would not help."""

    name = "not-possible"
    title = "This can't be done"


class OutcomeUnknownError(AttemptError):
    """An effect may or may not have happened, and the other side can't be asked."""

    name = "outcome-unknown"
    title = "We don't know whether it worked"


class LeaseLostError(GrandmaError):
    """Somebody else owns the work now."""

    name = "lease-lost"
    title = "Another worker has taken over"
    retryable = True


class UnavailableError(GrandmaError):
    """A part we can't do without is away."""

    name = "unavailable"
    title = "Temporarily unavailable"
    status = 503
    retryable = True


class ContendedError(UnavailableError):
    """Others hold a lock that is needed, or were faster; what is tried again alone may go through."""


class ConfigurationError(GrandmaError):
    """A setting is missing or wrong."""

    name = "configuration"
    title = "A setting is wrong"
