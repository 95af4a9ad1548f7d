"""What was taken and what was not: counted, and in the forms that people and other programs read."""

import json
import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BeforeValidator

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented
from api.schemas.adherence import AdherenceAnswer
from api.schemas.plans import check_instant
from services.records.records import RangeAsked, Records
from services.records.tables import write_doses, write_medicines

router = APIRouter(prefix="/v1/adherence", tags=["reminders"])


class Format(StrEnum):
    """How it is written."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"
    FHIR = "fhir"


class Detail(StrEnum):
    """Of CSV: a line for each medicine, or one for each dose."""

    MEDICINES = "medicines"
    DOSES = "doses"


_ENDINGS = {Format.FHIR: "fhir.json"}
_MEDIA = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.PDF: "application/pdf",
    Format.FHIR: "application/fhir+json",
}


def _read_moment(value: object) -> date | datetime:
    said = str(value)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
            return check_instant(datetime.fromisoformat(f"{said}T00:00:00Z")).date()
        return check_instant(datetime.fromisoformat(said))
    except (ValueError, OverflowError) as error:
        wrong = "This is a day, such as 2026-11-21, or an instant, such as 2026-11-21T09:30:00Z."
        raise ValueError(f"{wrong} {error}" if str(error).startswith("An instant") else wrong) from error


Moment = Annotated[datetime | date, BeforeValidator(_read_moment)]


async def get_range(
    *,
    account: AccountDep,
    services: ServicesDep,
    user_id: Annotated[UUID | None, Query(description="The account's default user where absent.")] = None,
    since: Annotated[
        Moment | None,
        Query(
            description="A day of the person's zone, or an instant; doses from then on. Absent: 30 days before `until`."
        ),
    ] = None,
    until: Annotated[Moment | None, Query(description="Doses before it. Absent: up to now.")] = None,
    reminder_id: Annotated[UUID | None, Query()] = None,
) -> RangeAsked:
    """Whose doses, and of which time."""
    whose = user_id or await services.access.default_user.get(account)
    return RangeAsked(account_id=account.id, user_id=whose, since=since, until=until, reminder_id=reminder_id)


async def get_format(
    wanted: Annotated[
        Format | None, Query(alias="format", description="Instead of an `Accept` header; JSON where neither is known.")
    ] = None,
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Format:
    """How the answer is to be written: what the address says, else the first form of `Accept` that there is."""
    if wanted is not None:
        return wanted
    for said in (accept or "").split(","):
        kind = said.partition(";")[0].strip().lower()
        if found := next((each for each, media in _MEDIA.items() if media == kind), None):
            return found
    return Format.JSON


@router.get(
    "",
    response_model=AdherenceAnswer,
    responses={200: {"content": {media: {} for media in list(_MEDIA.values())[1:]}}, **documented(404)},
)
async def get_adherence(
    asked: Annotated[RangeAsked, Depends(get_range)],
    form: Annotated[Format, Depends(get_format)],
    services: ServicesDep,
    detail: Annotated[
        Detail, Query(description="Of CSV: a line for each medicine, or for each dose.")
    ] = Detail.MEDICINES,
) -> AdherenceAnswer | Response:
    """How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the definitions)."""
    if form is Format.JSON:
        return AdherenceAnswer.of(await services.records.count(asked), user_id=asked.user_id)
    return _file(await _write(services.records, asked, form, detail), form)


async def _write(records: Records, asked: RangeAsked, form: Format, detail: Detail) -> bytes:
    if form is Format.PDF:
        return await records.write_report(asked)
    if form is Format.FHIR:
        return json.dumps(await records.write_bundle(asked), ensure_ascii=False).encode()
    if detail is Detail.DOSES:
        return write_doses((await records.list_doses(asked))[1])
    return write_medicines(await records.count(asked))


def _file(body: bytes, form: Format) -> Response:
    kind = f"{_MEDIA[form]}; charset=utf-8" if form is Format.CSV else _MEDIA[form]
    named = f'attachment; filename="medicines.{_ENDINGS.get(form, form.value)}"'
    return Response(body, media_type=kind, headers={"Cache-Control": "private, no-store", "Content-Disposition": named})
