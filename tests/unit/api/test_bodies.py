"""Numbers and booleans in bodies are what they are called, instants and days are ISO 8601."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from api.schemas.common import Day, Instant, RequestBody


class Body(RequestBody):
    is_wanted: bool = False
    count: int | None = None
    share: float = 0.0
    name: str = ""


@pytest.mark.parametrize(
    "body",
    [
        {"is_wanted": 0},
        {"is_wanted": "true"},
        {"count": True},
        {"count": "5"},
        {"share": "0.5"},
        {"share": False},
        {"name": 5},
    ],
    ids=str,
)
def test_value_of_another_kind_is_refused_where_it_stands(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        Body.model_validate(body)
    [problem] = caught.value.errors()
    assert problem["loc"] == (next(iter(body)),)


def test_values_of_their_kind_are_taken() -> None:
    body = Body.model_validate({"is_wanted": True, "count": 5, "share": 1, "name": "Rose"})
    assert (body.is_wanted, body.count, body.share) == (True, 5, 1.0)
    assert Body.model_validate({"count": None}).count is None


@pytest.mark.parametrize("value", [0, 0.5, "0", "1e9", " 12 ", True, -1])
@pytest.mark.parametrize("kind", [Day, Instant])
def test_seconds_since_1970_are_no_instant(kind: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)
    TypeAdapter(kind).validate_python("2026-11-21T00:00:00Z" if kind is Instant else "2026-11-21")


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-01:00"])
def test_instant_that_no_database_holds_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="of UTC"):
        TypeAdapter(Instant).validate_python(value)
