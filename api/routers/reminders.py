"""Reminders: make, look, change, pause, resume, cancel, preview."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import AccountDep, CarerDep, IdempotencyDep, IfMatchDep, PageDep, ServicesDep, replay_header
from api.ids import one
from api.problems import documented
from api.schemas.care_edits import CareEditAnswer, CareEditList
from api.schemas.reminders import (
    DueAnswer,
    DueList,
    ReminderAnswer,
    ReminderBody,
    ReminderChange,
    ReminderList,
    ReminderMove,
    ReminderPage,
)
from core.ids import make_id
from core.reminder import Reminder, ReminderFilter, ReminderStatus
from services.reminder.reminder_service import NewPlan

router = APIRouter(prefix="/v1/reminders", tags=["reminders"])


async def get_filter(
    status: Annotated[ReminderStatus | None, Query()] = None, user_id: Annotated[UUID | None, Query()] = None
) -> ReminderFilter:
    """What the list is narrowed to."""
    return ReminderFilter(status=status, user_id=user_id)


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(400, 403, 404, 409, 413, 415))
async def create_reminder(
    body: ReminderBody,
    response: Response,
    account: AccountDep,
    services: ServicesDep,
    idempotency: IdempotencyDep,
    carer: CarerDep = None,
) -> ReminderAnswer:
    """Remind a user of something. Nothing is sent by that before its time."""
    reminder_id, asked = make_id(), body.plan_fields({*ReminderBody.model_fields} - {"user_id"})

    async def create(user_id: UUID) -> Reminder:
        new = NewPlan(id=reminder_id, account_id=account.id, user_id=user_id, **asked)
        return await services.reminders.create(new, key=idempotency, carer_id=carer)

    reminder = await services.access.default_user.act_for(body.user_id, account=account, act=create)
    response.headers["Location"] = f"/v1/reminders/{reminder.id}"
    response.headers.update(replay_header(replayed=reminder.id != reminder_id))
    return ReminderAnswer.of(reminder)


@router.get("", responses=documented(400))
async def list_reminders(
    account: AccountDep, services: ServicesDep, page: PageDep, narrowed: Annotated[ReminderFilter, Depends(get_filter)]
) -> ReminderPage:
    """Reminders, newest first."""
    found = await services.reminders.list_page(
        narrowed, account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return ReminderPage.model_validate(page.render(found, ReminderAnswer.of, lambda each: each.id))


@router.post("/move", responses=documented(400, 404, 413, 415))
async def move_reminders(body: ReminderMove, account: AccountDep, services: ServicesDep) -> ReminderList:
    """Let all of somebody's reminders of one zone come at the same times of day in another.

    What a yes to the question does that is asked when the zone of a user changes. Single instants, intervals and what is
    taken as needed go by no wall clock and stay as they are.
    """
    zones = (body.from_timezone, body.to_timezone)

    async def move(user_id: UUID) -> Sequence[Reminder]:
        return await services.reminders.move(user_id, account_id=account.id, zones=zones)

    moved = await services.access.default_user.act_for(body.user_id, account=account, act=move)
    return ReminderList(items=[ReminderAnswer.of(each) for each in moved])


@router.get(one("reminder_id"), responses=documented(404))
async def get_reminder(reminder_id: UUID, account: AccountDep, services: ServicesDep) -> ReminderAnswer:
    """One reminder."""
    return ReminderAnswer.of(await services.reminders.get(reminder_id, account_id=account.id))


@router.patch(one("reminder_id"), responses=documented(400, 403, 404, 409, 412, 413, 415))
async def change_reminder(
    reminder_id: UUID,
    body: ReminderChange,
    account: AccountDep,
    services: ServicesDep,
    if_match: IfMatchDep,
    carer: CarerDep = None,
) -> ReminderAnswer:
    """Change the fields that are given and plan anew; what has been told already stays as it is."""
    changes = body.plan_fields(body.model_fields_set)
    check = if_match.check(ReminderAnswer.of)
    changed = await services.reminders.change(reminder_id, changes, account_id=account.id, check=check, carer_id=carer)
    return ReminderAnswer.of(changed)


@router.delete(one("reminder_id"), status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404, 412))
async def cancel_reminder(
    reminder_id: UUID, account: AccountDep, services: ServicesDep, if_match: IfMatchDep, carer: CarerDep = None
) -> None:
    """Stop it for good; what has been told and recorded stays."""
    check = if_match.check(ReminderAnswer.of)
    await services.reminders.cancel(reminder_id, account_id=account.id, carer_id=carer, check=check)


@router.post("/{reminder_id}/pause", responses=documented(403, 404, 409))
async def pause_reminder(
    reminder_id: UUID, account: AccountDep, services: ServicesDep, carer: CarerDep = None
) -> ReminderAnswer:
    """Tell nothing until it is resumed; pausing again changes nothing."""
    return ReminderAnswer.of(await services.reminders.pause(reminder_id, account_id=account.id, carer_id=carer))


@router.post("/{reminder_id}/resume", responses=documented(403, 404, 409))
async def resume_reminder(
    reminder_id: UUID, account: AccountDep, services: ServicesDep, carer: CarerDep = None
) -> ReminderAnswer:
    """Go on from now; what would have come in the pause is not made up for."""
    return ReminderAnswer.of(await services.reminders.resume(reminder_id, account_id=account.id, carer_id=carer))


@router.get("/{reminder_id}/preview", responses=documented(404))
async def preview_reminder(
    reminder_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    count: Annotated[int, Query(ge=1, le=100, description="How many.")] = 10,
) -> DueList:
    """The next due times, as instants and as the wall clock of the reminder shows them.

    Of an interval since taken only the next one is known; what is taken as needed has none.
    """
    shown = await services.reminders.preview(reminder_id, account_id=account.id, count=count)
    return DueList(items=[DueAnswer.of(each, timezone=shown.timezone) for each in shown.due])


@router.get("/{reminder_id}/edits", responses=documented(404))
async def list_edits(reminder_id: UUID, account: AccountDep, services: ServicesDep) -> CareEditList:
    """What contacts have changed of a reminder, oldest first."""
    edits = await services.reminders.list_edits(reminder_id, account_id=account.id)
    return CareEditList(items=[CareEditAnswer.model_validate(each) for each in edits])
