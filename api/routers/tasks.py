"""Tasks: poll, follow, answer, confirm, cancel, redrive, resolve."""

import asyncio
import re
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.dependencies import AccountDep, PageDep, ServicesDep, ask_again
from api.problems import documented
from api.schemas.common import IntentName
from api.schemas.tasks import EventAnswer, EventList, ReplyBody, ResolveBody, TaskAnswer, TaskPage
from api.streams import RECONNECT_AFTER_MS, closing_event, hold_seat
from core.domain import FINAL, Task, TaskFilter, TaskStatus
from core.errors import GrandmaError
from services.task_view import task_view

router = APIRouter(prefix="/v1/tasks", tags=["tasks"])

_SHORTEST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.05, 1.0


async def get_filter(
    status: Annotated[TaskStatus | None, Query()] = None,
    intent: Annotated[IntentName | None, Query()] = None,
    user_id: Annotated[UUID | None, Query()] = None,
    request_id: Annotated[UUID | None, Query()] = None,
) -> TaskFilter:
    """What the list is narrowed to."""
    return TaskFilter(status=status, intent=intent, user_id=user_id, request_id=request_id)


async def get_task_of_account(task_id: UUID, account: AccountDep, services: ServicesDep) -> Task:
    """The task, before anything is streamed about it."""
    return await services.tasks.get(task_id, account_id=account.id)


@router.get("", responses=documented(400))
async def list_tasks(
    account: AccountDep, services: ServicesDep, page: PageDep, narrowed: Annotated[TaskFilter, Depends(get_filter)]
) -> TaskPage:
    """Tasks, newest first."""
    tasks = await services.tasks.list_page(narrowed, account_id=account.id, before=page.before, limit=page.limit + 1)
    return TaskPage.model_validate(page.render(tasks, task_view, lambda task: task.id))


@router.get("/{task_id}", responses=documented(404))
async def get_task(task: Annotated[Task, Depends(get_task_of_account)]) -> TaskAnswer:
    """A task as it stands now."""
    return _to_answer(task)


@router.get("/{task_id}/events", responses=documented(404))
async def list_events(task_id: UUID, account: AccountDep, services: ServicesDep) -> EventList:
    """The history of a task, oldest first."""
    _, events = await services.tasks.list_events(task_id, account_id=account.id)
    return EventList(items=[EventAnswer.of(event) for event in events])


@router.get(
    "/{task_id}/events/stream",
    response_class=EventSourceResponse,
    responses=documented(404),
    dependencies=[Depends(hold_seat)],
)
async def stream_events(
    request: Request,
    task: Annotated[Task, Depends(get_task_of_account)],
    services: ServicesDep,
    last_event_id: Annotated[str | None, Header(description="Go on behind this event.")] = None,
) -> AsyncGenerator[ServerSentEvent]:
    """The history as it happens; ends after the final event, resumes by `Last-Event-ID`.

    It ends too, with an event `stream.closed` that holds a problem document, within seconds after the key was revoked, the login or
    its access token is over, or the task is no longer the caller's to see.
    """
    seen = _read_event_id(last_event_id)
    pause = _SHORTEST_PAUSE_SECONDS
    while True:
        try:
            await ask_again(request)
            now, events = await services.tasks.list_events(task.id, account_id=task.account_id, after=seen)
            await ask_again(request, tells=bool(events))
        except GrandmaError as error:  # they may hear it no longer, or it was erased
            yield closing_event(error, instance=request.url.path)
            return
        for event in events:
            seen = event.seq
            data = EventAnswer.of(event).model_dump(mode="json", by_alias=True)
            yield ServerSentEvent(data=data, event=event.type, id=str(event.seq), retry=RECONNECT_AFTER_MS)
        if now.status in FINAL:
            return
        pause = _SHORTEST_PAUSE_SECONDS if events else min(pause * 1.5, _LONGEST_PAUSE_SECONDS)
        await asyncio.sleep(pause)


@router.post("/{task_id}/reply", responses=documented(400, 404, 409, 413, 415))
async def reply_to_task(task_id: UUID, body: ReplyBody, account: AccountDep, services: ServicesDep) -> TaskAnswer:
    """Answer the task's question, or its read-back with yes, no or a correction.

    What is wished besides ("yes, and remind me at six to get dressed") becomes further tasks of the same request.
    """
    return _to_answer(await services.tasks.reply(task_id, body.text, account_id=account.id))


@router.post("/{task_id}/confirm", responses=documented(404, 409))
async def confirm_task(task_id: UUID, account: AccountDep, services: ServicesDep) -> TaskAnswer:
    """Say yes to a read-back."""
    return _to_answer(await services.tasks.confirm(task_id, account_id=account.id))


@router.post("/{task_id}/cancel", responses=documented(404, 409))
async def cancel_task(task_id: UUID, account: AccountDep, services: ServicesDep) -> TaskAnswer:
    """Stop a task before anything was done for it; cancelling again changes nothing."""
    return _to_answer(await services.tasks.cancel(task_id, account_id=account.id))


@router.post("/{task_id}/redrive", status_code=HTTPStatus.CREATED, responses=documented(404, 409))
async def redrive_task(task_id: UUID, response: Response, account: AccountDep, services: ServicesDep) -> TaskAnswer:
    """Make a new task from a failed one."""
    task = await services.tasks.redrive(task_id, account_id=account.id)
    response.headers["Location"] = f"/v1/tasks/{task.id}"
    return _to_answer(task)


@router.post("/{task_id}/resolve", responses=documented(400, 404, 409, 413, 415))
async def resolve_task(task_id: UUID, body: ResolveBody, account: AccountDep, services: ServicesDep) -> TaskAnswer:
    """Settle a task whose outcome only a person could find out."""
    return _to_answer(await services.tasks.resolve(task_id, body.resolution(), account_id=account.id))


@router.post("/{task_id}/undo", status_code=HTTPStatus.CREATED, responses=documented(404, 409))
async def undo_task(task_id: UUID, response: Response, account: AccountDep, services: ServicesDep) -> TaskAnswer:
    """Take back what a task has done in the last ten minutes: a new task does the opposite."""
    task = await services.undoing.undo(task_id, account_id=account.id)
    response.headers["Location"] = f"/v1/tasks/{task.id}"
    return _to_answer(task)


def _read_event_id(text: str | None) -> int:
    """The event's number; 0, which is before the first, for what none of our events is called."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def _to_answer(task: Task) -> TaskAnswer:
    return TaskAnswer.model_validate(task_view(task))
