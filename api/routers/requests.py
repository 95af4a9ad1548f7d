"""Requests: say something, look what became of it, or try how it would be understood."""

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from api.dependencies import (
    AccountDep,
    IdempotencyDep,
    NoWaitingDep,
    PatienceDep,
    ServicesDep,
    SettingsDep,
    replay_header,
)
from api.problems import documented
from api.schemas.requests import ParseAnswer, ParseBody, ParsedAnswer, RequestAnswer, SubmitBody
from api.schemas.tasks import TaskAnswer
from core.domain import TaskRequest
from services.request_service import RequestState, Submission
from services.task_view import task_view

router = APIRouter(prefix="/v1", tags=["requests"])


@router.post(
    "/requests",
    status_code=HTTPStatus.ACCEPTED,
    responses={
        200: {"model": RequestAnswer, "description": "All tasks rest already"},
        **documented(400, 404, 409, 413, 415),
    },
)
async def submit_request(  # noqa: PLR0913 - every parameter is a part of the call
    body: SubmitBody,
    response: Response,
    account: AccountDep,
    services: ServicesDep,
    patience: PatienceDep,
    no_waiting: NoWaitingDep,
    idempotency: IdempotencyDep,
    settings: SettingsDep,
) -> RequestAnswer:
    """Say something in plain words. What was answered 2xx is never lost.

    Where a remote model understands, `Prefer: respond-async` answers before it is asked, with status `understanding`.
    """
    now = body.now if settings.allow_client_clock else None
    submission = Submission(
        **body.model_dump(exclude={"now"}), now=now, idempotency=idempotency, respond_async=no_waiting
    )
    state = await services.requests.submit(submission, account=account)
    if patience is not None:
        state = await services.requests.wait_for_rest(state, patience=patience)
    _mark(response, state, patience)
    _tell_applied(response, patience, no_waiting=no_waiting and services.requests.is_remote)
    return _to_answer(state)


@router.get("/requests/{request_id}", responses=documented(404))
async def get_request(request_id: UUID, account: AccountDep, services: ServicesDep) -> RequestAnswer:
    """What was said, and its tasks as they stand now."""
    return _to_answer(await services.requests.get(request_id, account_id=account.id))


@router.post("/parse", responses=documented(400, 413, 415))
async def parse_text(body: ParseBody, account: AccountDep, services: ServicesDep, settings: SettingsDep) -> ParseAnswer:
    """How a sentence would be understood; nothing is stored, nothing happens."""
    now = body.now if settings.allow_client_clock else None
    wishes = await services.requests.parse(body.text, account=account, now=now, timezone=body.timezone)
    first, *others = [_to_parsed(wish) for wish in wishes]
    return ParseAnswer(**first.model_dump(), others=others)


def _mark(response: Response, state: RequestState, patience: timedelta | None) -> None:
    response.headers["Location"] = f"/v1/requests/{state.request.id}"
    response.headers["Vary"] = "Prefer"
    response.headers.update(replay_header(replayed=state.replayed))
    if patience is not None and state.is_at_rest:
        response.status_code = HTTPStatus.OK
    elif not state.is_at_rest:
        response.headers["Retry-After"] = "1"


def _tell_applied(response: Response, patience: timedelta | None, *, no_waiting: bool) -> None:
    applied = [f"wait={patience.seconds}"] if patience is not None else []
    if applied or no_waiting:
        response.headers["Preference-Applied"] = ", ".join(["respond-async"] * no_waiting + applied)


def _to_answer(state: RequestState) -> RequestAnswer:
    return RequestAnswer(
        id=state.request.id,
        text=state.request.text,
        status=state.status,
        tasks=[TaskAnswer.model_validate(task_view(task)) for task in state.tasks],
    )


def _to_parsed(wish: TaskRequest) -> ParsedAnswer:
    return ParsedAnswer(
        intent=wish.intent,
        confidence=round(wish.confidence, 3),
        details=dict(wish.details),
        missing=list(wish.missing),
        question=wish.question.text if wish.question else None,
        provider=wish.provider,
        degraded=wish.degraded,
    )
