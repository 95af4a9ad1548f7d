"""Occurrences: the due times of reminders, and their answers."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query

from api.dependencies import AccountDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.occurrences import (
    CorrectBody,
    GivenAnswer,
    GivenAnswers,
    OccurrenceAnswer,
    OccurrencePage,
    SkipBody,
    SnoozeBody,
    TakenBody,
)
from api.schemas.reminders import Instant
from core.reminder import OccurrenceFilter, OccurrenceStatus

router = APIRouter(prefix="/v1/occurrences", tags=["reminders"])


async def get_filter(
    *,
    user_id: Annotated[UUID | None, Query()] = None,
    reminder_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[OccurrenceStatus | None, Query()] = None,
    since: Annotated[Instant | None, Query(alias="from", description="Due at this instant or later.")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Due before this instant.")] = None,
) -> OccurrenceFilter:
    """What the list is narrowed to."""
    return OccurrenceFilter(user_id=user_id, reminder_id=reminder_id, status=status, since=since, until=until)


@router.get("", responses=documented(400))
async def list_occurrences(
    account: AccountDep,
    services: ServicesDep,
    page: PageDep,
    narrowed: Annotated[OccurrenceFilter, Depends(get_filter)],
) -> OccurrencePage:
    """Due times, the last stored first. They are stored two days ahead."""
    found = await services.occurrences.list_page(
        narrowed, account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return OccurrencePage.model_validate(page.render(found, OccurrenceAnswer.of, lambda each: each.occurrence.id))


@router.get("/{occurrence_id}", responses=documented(404))
async def get_occurrence(occurrence_id: UUID, account: AccountDep, services: ServicesDep) -> OccurrenceAnswer:
    """One due time as it stands now."""
    return OccurrenceAnswer.of(await services.occurrences.get(occurrence_id, account_id=account.id))


@router.get("/{occurrence_id}/answers", responses=documented(404))
async def list_answers(occurrence_id: UUID, account: AccountDep, services: ServicesDep) -> GivenAnswers:
    """Every answer to a due time with who gave it and on which way it came, oldest first; the last one stands."""
    given = await services.occurrences.list_answers(occurrence_id, account_id=account.id)
    return GivenAnswers(items=[GivenAnswer.of(each) for each in given])


@router.post("/{occurrence_id}/taken", responses=documented(400, 404, 409, 413, 415))
async def take_occurrence(
    occurrence_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    body: Annotated[TakenBody, Body(default_factory=TakenBody)],
) -> OccurrenceAnswer:
    """Record that the medicine was taken, also when it had been missed; saying it again changes nothing.

    Where the same medicine was taken less than two hours ago, this is a 409 `dose-taken-twice` unless `again` is true.
    """
    state = await services.occurrences.take(
        occurrence_id, account_id=account.id, said=body.said, taken_at=body.taken_at, again=body.again
    )
    return OccurrenceAnswer.of(state)


@router.post("/{occurrence_id}/skip", responses=documented(400, 404, 409, 413, 415))
async def skip_occurrence(
    occurrence_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    body: Annotated[SkipBody, Body(default_factory=SkipBody)],
) -> OccurrenceAnswer:
    """Record that it is left out; saying it again changes nothing."""
    return OccurrenceAnswer.of(await services.occurrences.skip(occurrence_id, account_id=account.id, said=body.said))


@router.post("/{occurrence_id}/snooze", responses=documented(400, 404, 409, 413, 415))
async def snooze_occurrence(
    occurrence_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    body: Annotated[SnoozeBody, Body(default_factory=SnoozeBody)],
) -> OccurrenceAnswer:
    """Tell it again later: after as many minutes as its ladder says (15), or as are given, in time to be answered."""
    span = timedelta(minutes=body.minutes) if body.minutes else None
    state = await services.occurrences.snooze(occurrence_id, span, account_id=account.id, said=body.said)
    return OccurrenceAnswer.of(state)


@router.post("/{occurrence_id}/correct", responses=documented(400, 404, 409, 413, 415))
async def correct_occurrence(
    occurrence_id: UUID, body: CorrectBody, account: AccountDep, services: ServicesDep
) -> OccurrenceAnswer:
    """Put another answer in the place of the one that was wrong: taken, skipped, or missed (it was not taken after all).

    The answer before stays in the history.
    """
    state = await services.occurrences.correct(
        occurrence_id, body.answer, account_id=account.id, said=body.said, taken_at=body.taken_at
    )
    return OccurrenceAnswer.of(state)
