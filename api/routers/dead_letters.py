"""For operators: what has failed in all accounts, and having it done again."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import PageDep, ServicesDep, get_caller
from api.problems import documented
from api.schemas.common import Instant, IntentName
from api.schemas.dead_letters import (
    DeadLetterAnswer,
    DeadLetterPage,
    PostmortemAnswer,
    ProblemType,
    RedriveAnswer,
    RedriveBody,
)
from api.schemas.tasks import TaskAnswer
from api.schemas.webhooks import DeliveryAnswer
from core.access_record import note_shown
from core.dead_letter import DeadLetterFilter
from core.delivery import Delivery
from core.domain import Queue, TaskStatus, WorkKind
from services.task_view import task_view

router = APIRouter(prefix="/v1/admin", tags=["admin"], dependencies=[Depends(get_caller)])


async def get_about(
    kind: Annotated[WorkKind | None, Query()] = None,
    queue: Annotated[Queue | None, Query()] = None,
    intent: Annotated[IntentName | None, Query(description="Of tasks.")] = None,
    error: Annotated[ProblemType | None, Query(description="The `type` of the problem, or its last part.")] = None,
    account_id: Annotated[UUID | None, Query()] = None,
) -> DeadLetterFilter:
    """What the list is narrowed to, by what died."""
    return DeadLetterFilter(kind=kind, queue=queue, intent=intent, error=error, account_id=account_id)


async def get_filter(
    about: Annotated[DeadLetterFilter, Depends(get_about)],
    status: Annotated[Literal["failed", "needs_person"] | None, Query()] = None,
    since: Annotated[Instant | None, Query(description="What died then or later.")] = None,
    until: Annotated[Instant | None, Query(description="What died before then.")] = None,
    redriven: Annotated[bool, Query(description="Also what was redriven.")] = False,
) -> DeadLetterFilter:
    """What the list is narrowed to."""
    chosen = TaskStatus(status) if status else None
    return replace(about, status=chosen, since=since, until=until, redriven=redriven)


@router.get("/dead-letters", responses=documented(400, 403))
async def list_dead_letters(
    services: ServicesDep, page: PageDep, narrowed: Annotated[DeadLetterFilter, Depends(get_filter)]
) -> DeadLetterPage:
    """What has failed or needs a person, of all kinds and accounts, newest first.

    Messages of tasks are settled with their tasks; they are listed with `kind=notification` alone.
    """
    found = await services.dead_letters.list_page(narrowed, before=page.before, limit=page.limit + 1)
    note_shown(letter.owner for letter in found[: page.limit])
    return DeadLetterPage.model_validate(page.render(found, DeadLetterAnswer.of, lambda each: each.id))


@router.post("/redrive", responses=documented(400, 403, 413, 415))
async def redrive_dead_letters(body: RedriveBody, services: ServicesDep) -> RedriveAnswer:
    """Make new tasks from failed ones: some, or all since then; with `ids` also webhook messages are sent anew. One that can't be keeps no other from it."""
    if body.ids is not None:
        return RedriveAnswer.of(await services.dead_letters.redrive_many(body.ids))
    return RedriveAnswer.of(await services.dead_letters.redrive_all(body.to_filter()))


@router.get("/dead-letters/{letter_id}", responses=documented(403, 404))
async def get_dead_letter(letter_id: UUID, services: ServicesDep) -> PostmortemAnswer:
    """A dead letter with what it was about, its history, and what was done outside."""
    return PostmortemAnswer.of_all(await services.dead_letters.get(letter_id))


@router.post("/dead-letters/{letter_id}/redrive", status_code=HTTPStatus.CREATED, responses=documented(403, 404, 409))
async def redrive_dead_letter(
    letter_id: UUID, response: Response, services: ServicesDep
) -> TaskAnswer | DeliveryAnswer:
    """Make a new task from a failed one, or send a webhook message that was given up anew, with the whole schedule."""
    made = await services.dead_letters.redrive(letter_id)
    if isinstance(made, Delivery):
        response.headers["Location"] = f"/v1/admin/dead-letters/{letter_id}"
        return DeliveryAnswer.model_validate(made)
    response.headers["Location"] = f"/v1/tasks/{made.id}"
    return TaskAnswer.model_validate(task_view(made))
