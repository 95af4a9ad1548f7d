"""Venues that come many at a time."""

import json
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented, field_problems
from api.schemas.venue_imports import MOST_VENUES, VenueImportAnswer, VenueImportBody
from api.schemas.venues import VenueBody
from api.venue_table import Line, read_table
from core.errors import FieldProblem, InvalidFieldError
from services.venue_import import ImportRow

router = APIRouter(prefix="/v1/venues", tags=["venues"])

_TABLE_EXAMPLE = """name,kind,location,hours,tables
Olive Garden,restaurant,Soho,"mon-fri 12:00-14:30, 18:00-23:00; sat 18:00-23:00",1: 2; 2: 4
"""
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/VenueImportBody"}},
            "text/csv": {"schema": {"type": "string"}, "example": _TABLE_EXAMPLE},
        },
    }
}


async def read_rows(request: Request) -> list[ImportRow]:
    """The venues in the body, which is JSON or a table."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    content = await request.body()
    if kind == "application/json":
        return _read_json(content)
    if kind == "text/csv":
        return _read_lines(read_table(content))
    raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


@router.post("/import", responses=documented(400, 409, 413, 415), openapi_extra=_BODY)
async def import_venues(
    account: AccountDep,
    rows: Annotated[list[ImportRow], Depends(read_rows)],
    services: ServicesDep,
    keep_bookings: Annotated[bool, Query(description="As for a single venue.")] = False,
    dry_run: Annotated[bool, Query(description="Only tell what would become of each.")] = False,
) -> VenueImportAnswer:
    """Add venues, and change those that are there already (same name at the same location), from JSON or a CSV table
    (docs/bookings.md). All of them or none: where something can't be taken, 422 names every row and nothing is stored.
    Sending the same again changes nothing.
    """
    imported = await services.venue_import.run(
        rows, account_id=account.id, keep_bookings=keep_bookings, dry_run=dry_run
    )
    return VenueImportAnswer.of(imported, stored=not dry_run)


def _read_json(content: bytes) -> list[ImportRow]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    try:
        body = VenueImportBody.model_validate(said)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in found]) from error
    return [ImportRow(f"/venues/{number}", venue.given()) for number, venue in enumerate(body.venues)]


def _read_lines(lines: Sequence[Line]) -> list[ImportRow]:
    if not 1 <= len(lines) <= MOST_VENUES:
        raise InvalidFieldError(f"A table has 1 to {MOST_VENUES} venues; this one has {len(lines)}.")
    read = [each for line in lines for each in _read_line(line)]
    problems = [each for each in read if isinstance(each, FieldProblem)]
    if problems:
        shown = " ".join(f"{each.pointer}: {each.detail}" for each in problems[:5])
        raise InvalidFieldError(shown, problems[:100])
    return [each for each in read if isinstance(each, ImportRow)]


def _read_line(line: Line) -> Iterator[ImportRow | FieldProblem]:
    place = f"line {line.number}"
    try:
        yield ImportRow(place, VenueBody.model_validate(line.values).given())
    except ValidationError as error:
        for each in field_problems(error.errors(include_url=False)):
            yield FieldProblem(f"{place}{each.pointer}", each.detail)
