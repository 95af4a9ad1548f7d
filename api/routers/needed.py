"""Medicines that are taken as needed: what their rule says, and that one was taken."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented
from api.schemas.needed import AllowanceAnswer, NeededBody
from api.schemas.occurrences import OccurrenceAnswer

router = APIRouter(prefix="/v1/reminders/{reminder_id}", tags=["reminders"])


@router.get("/allowance", responses=documented(404, 409))
async def get_allowance(reminder_id: UUID, account: AccountDep, services: ServicesDep) -> AllowanceAnswer:
    """Whether one may be taken now by the rule that was given (minimum gap, most in 24 hours), and from when on."""
    return AllowanceAnswer.of(await services.needed.look(reminder_id, account_id=account.id))


@router.post("/taken", responses=documented(400, 404, 409, 413, 415))
async def take_needed(
    reminder_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    body: Annotated[NeededBody, Body(default_factory=NeededBody)],
) -> OccurrenceAnswer:
    """Record that one was taken, also where that was sooner than the rule says: then those who hear of missed doses are told."""
    dose = await services.needed.take(reminder_id, account_id=account.id, said=body.said, taken_at=body.taken_at)
    return OccurrenceAnswer.of(dose.state)
