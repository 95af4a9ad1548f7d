"""For operators: how the queues stand, and stopping them. Opened by DEV_AUTH_TOKEN, and keys with the scope `operate`."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from api.dependencies import ServicesDep, get_caller
from api.problems import documented
from api.schemas.admin import PauseAnswer, PauseBody, QueueList, SpendingAnswer
from core.domain import Queue
from core.errors import NotFoundError

router = APIRouter(prefix="/v1/admin", tags=["admin"], dependencies=[Depends(get_caller)])

_BODY = (400, 403, 404, 413, 415)
_FOR_NOW = PauseBody(until=None)


async def get_queue(queue: str) -> Queue:
    """The queue of that name.

    Raises:
        NotFoundError: there is none.
    """
    if queue not in list(Queue):
        raise NotFoundError(f"There is no queue {queue[:40]!r}. There are: {', '.join(Queue)}.")
    return Queue(queue)


QueueDep = Annotated[Queue, Depends(get_queue)]


@router.get("/queues", responses=documented(403))
async def list_queues(services: ServicesDep) -> QueueList:
    """How every queue stands; cheap enough to be asked every few seconds by whatever scales the workers."""
    return QueueList.of(await services.status.list_queues())


@router.get("/spending", responses=documented(403))
async def get_spending(services: ServicesDep) -> SpendingAnswer:
    """What language models have cost today, in UTC, and what they may cost."""
    return SpendingAnswer.of(await services.budget.look())


@router.post("/queues/{queue}/pause", responses=documented(*_BODY))
async def pause_queue(queue: QueueDep, services: ServicesDep, body: PauseBody = _FOR_NOW) -> PauseAnswer:
    """Have nothing of a queue begun. What is accepted meanwhile waits; a paused reminder is told late."""
    return PauseAnswer.of(await services.pauses.pause_queue(queue, reason=body.reason, until=body.until))


@router.post("/queues/{queue}/resume", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404))
async def resume_queue(queue: QueueDep, services: ServicesDep) -> None:
    """Let a queue go on; one that is not paused stays as it is."""
    await services.pauses.resume_queue(queue)


@router.post("/accounts/{account_id}/pause", responses=documented(*_BODY))
async def pause_account(account_id: UUID, services: ServicesDep, body: PauseBody = _FOR_NOW) -> PauseAnswer:
    """Have nothing of an account begun. What it says meanwhile is accepted and waits."""
    return PauseAnswer.of(await services.pauses.pause_account(account_id, reason=body.reason, until=body.until))


@router.post("/accounts/{account_id}/resume", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404))
async def resume_account(account_id: UUID, services: ServicesDep) -> None:
    """Let an account go on; one that is not paused stays as it is."""
    await services.pauses.resume_account(account_id)
