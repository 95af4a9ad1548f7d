"""What several bodies share: closed request bodies with storable text, names of zones, answers with lists, rotations."""

import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

_DEEPEST = 10
_BIGGEST = 2**63 - 1
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NOT_STORABLE = "Text must be valid Unicode without NUL characters."


def _check_storable(value: Any, depth: int = 0) -> None:
    """Refuse what PostgreSQL can't store: NUL, half a surrogate pair, numbers that are none, endless nesting; and
    numbers that clients would read back as others.
    """
    if depth > _DEEPEST:
        raise ValueError(f"Values may be nested {_DEEPEST} deep at most.")
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise ValueError(NOT_STORABLE)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("NaN and Infinity are not JSON numbers.")
    if isinstance(value, int) and not -_BIGGEST <= value <= _BIGGEST:
        raise ValueError("Whole numbers may have 64 bits at most; send longer ones as text.")
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        value = [*parts.keys(), *parts.values()]
    for each in cast("list[Any]", value) if isinstance(value, list) else ():
        _check_storable(each, depth + 1)


_SCALARS = frozenset({bool, int, float, str})


def _check_kind(value: Any, kinds: frozenset[Any]) -> None:
    if kinds == frozenset({bool}) and not isinstance(value, bool):
        raise ValueError("This must be true or false.")
    if kinds and kinds <= {int, float} and isinstance(value, (bool, str)):
        raise ValueError("This must be a whole number." if kinds == frozenset({int}) else "This must be a number.")


@cache
def _kinds_of(model: type[BaseModel], field: str) -> frozenset[Any]:
    """What a field of a model may be, without null."""
    return frozenset(_flatten(model.model_fields[field].annotation)) - {type(None)}


def _flatten(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in {Annotated, Union, UnionType}:
        parts = get_args(annotation)
        for part in parts[:1] if get_origin(annotation) is Annotated else parts:
            yield from _flatten(part)
    else:
        yield annotation


@cache
def _longest_of(model: type[BaseModel], field: str) -> int | None:
    """How many characters a field of text may have; None where it is no text, or may have any number."""
    info = model.model_fields[field]
    if _kinds_of(model, field) != frozenset({str}):
        return None
    noted = [*info.metadata, *_noted_in(info.annotation)]
    return min((most for each in noted if (most := getattr(each, "max_length", None)) is not None), default=None)


def _noted_in(annotation: Any) -> Iterator[Any]:
    """What the parts of an annotation are annotated with."""
    for part in get_args(annotation):
        if get_origin(part) is Annotated:
            yield from get_args(part)[1:]


class StorableBody(BaseModel):
    """Base of everything that callers send: frozen, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unstorable(cls, values: Any) -> Any:
        _check_storable(values)
        return values

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_too_long(cls, value: Any, info: ValidationInfo) -> Any:
        """As it was sent: Pydantic counts after it has taken off the spaces at both ends, the documents know nothing of that."""
        if isinstance(value, str) and info.field_name is not None:
            longest = _longest_of(cls, info.field_name)
            if longest is not None and len(value) > longest:
                raise ValueError(f"This may have {longest} characters at most.")
        return value


class RequestBody(StorableBody):
    """The same, with numbers and booleans that are what they are called."""

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_other_kinds(cls, value: Any, info: ValidationInfo) -> Any:
        """Pydantic reads 0 as false, true as 1 and "5" as 5; the documents promise none of that."""
        if type(value) in _SCALARS and info.field_name is not None:
            _check_kind(value, _kinds_of(cls, info.field_name))
        return value


class RotateBody(RequestBody):
    """For how long what is replaced stays good beside the new one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"overlap_seconds": 86400}]})

    overlap_seconds: int = Field(86_400, strict=True, ge=0, le=30 * 86_400, description="0: it ends at once.")

    @property
    def overlap(self) -> timedelta:
        """The same as a span."""
        return timedelta(seconds=self.overlap_seconds)


FOR_A_DAY = RotateBody(overlap_seconds=86_400)
"""What is meant where nothing is sent."""
NOT_KEPT = {"Cache-Control": "no-store"}
"""Headers of an answer with a secret in it, or with somebody's medicines: neither a browser nor anybody on the way keeps it."""


class Answer(BaseModel):
    """Base of everything that callers get."""

    # Most processes give few of the answers that there are: each is made ready with the first one.
    model_config = ConfigDict(frozen=True, from_attributes=True, defer_build=True)


class Problem(Answer):
    """An RFC 9457 problem document."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:grandma:problem:not-found",
                    "title": "There is no such thing",
                    "status": 404,
                    "detail": "There is no task 0193a0c4-0000-7000-8000-000000000000.",
                    "instance": "/v1/tasks/0193a0c4-0000-7000-8000-000000000000",
                }
            ]
        }
    )

    class FieldError(BaseModel):
        """What is wrong with one field."""

        pointer: str = Field(description="JSON pointer into the body, or where else the value stood.")
        detail: str

    type: str = Field(description="Stable identifier of the kind of problem.")
    title: str
    status: int
    detail: str = Field(description="What was wrong this time, and what to do.")
    instance: str | None = None
    errors: list[FieldError] | None = None


def _check_zone(name: str) -> str:
    try:
        if name.startswith(("localtime", "posix", "right/")):  # files beside the zones, different on every machine
            raise ValueError(name)
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name[:60]!r} is no time zone; use an IANA name such as Europe/London.") from error
    return name


Timezone = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64),
    AfterValidator(_check_zone),
    Field(description="IANA name of a time zone.", examples=["Europe/London"]),
]


def _refuse_number(value: Any) -> Any:
    """Seconds since 1970 are read as instants by pydantic, also as text; the documents know nothing of them."""
    if isinstance(value, (int, float)) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        raise ValueError("This must be written in ISO 8601: a day as 2026-11-21, an instant as 2026-11-21T09:30:00Z.")
    return value


def _check_exists_in_utc(value: datetime) -> datetime:
    try:
        value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("An instant lies between the years 1 and 9999 of UTC.") from error
    return value


Day = Annotated[date, BeforeValidator(_refuse_number)]
"""A date as 2026-11-21, and nothing else."""
Instant = Annotated[AwareDatetime, BeforeValidator(_refuse_number), AfterValidator(_check_exists_in_utc)]
"""An instant with its offset, in ISO 8601 and nothing else."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Metadata = Annotated[dict[str, Any], Field(description="Yours; comes back as it was sent.")]
IntentName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
