"""Requests: say something, look what became of it, or try how it would be understood."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.dependencies import (
    AccountDep,
    IdempotencyDep,
    Preferences,
    PreferencesDep,
    ServicesDep,
    SettingsDep,
    get_services,
    get_settings,
    replay_header,
)
from api.problems import documented
from api.schemas.requests import ParseAnswer, ParseBody, ParsedAnswer, RequestAnswer, SubmitBody
from api.submit_route import SubmitRoute
from core.task_request import TaskRequest
from services.request_service import RequestState, Submission
from services.task_view import task_view

router = APIRouter(prefix="/v1", tags=["requests"])
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

hot = APIRouter(prefix="/v1", tags=["requests"])
"""What the app looks for first, before the other resources' routes."""


async def submit_request(
    body: SubmitBody, request: Request, account: AccountDep, preferences: PreferencesDep, idempotency: IdempotencyDep
) -> Response:
    """Say something in plain words. What was answered 2xx is never lost.

    Where a remote model understands, `Prefer: respond-async` answers before it is asked, with status `understanding`.
    """
    services, settings = await get_services(request), await get_settings(request)
    submission = Submission(
        text=body.text,
        user_id=body.user_id,
        timezone=body.timezone,
        now=body.now if settings.allow_client_clock else None,
        webhook_url=body.webhook_url,
        confirm=body.confirm,
        start_by=body.start_by,
        metadata=body.metadata,
        idempotency=idempotency,
        respond_async=preferences.no_waiting,
    )
    state = await services.requests.submit(submission, account=account)
    if preferences.patience is not None:
        state = await services.requests.wait_for_rest(state, patience=preferences.patience)
    return _answer(state, preferences, is_remote=services.requests.is_remote)


hot.add_api_route(
    "/requests",
    submit_request,
    methods=["POST"],
    operation_id=submit_request.__name__,
    status_code=HTTPStatus.ACCEPTED,
    response_model=RequestAnswer,
    responses={
        200: {"model": RequestAnswer, "description": "All tasks rest already"},
        **documented(400, 404, 409, 413, 415),
    },
    route_class_override=SubmitRoute,
)


@router.get("/requests/{request_id}", response_model=RequestAnswer, responses=documented(404))
async def get_request(request_id: UUID, account: AccountDep, services: ServicesDep) -> Response:
    """What was said, and its tasks as they stand now."""
    return _render(await services.requests.get(request_id, account_id=account.id))


@router.post("/parse", responses=documented(400, 413, 415))
async def parse_text(body: ParseBody, account: AccountDep, services: ServicesDep, settings: SettingsDep) -> ParseAnswer:
    """How a sentence would be understood; nothing is stored, nothing happens."""
    now = body.now if settings.allow_client_clock else None
    wishes = await services.requests.parse(body.text, account=account, now=now, timezone=body.timezone)
    first, *others = [_to_parsed(wish) for wish in wishes]
    return ParseAnswer(**first.model_dump(), others=others)


def _answer(state: RequestState, preferences: Preferences, *, is_remote: bool) -> Response:
    headers = {"Location": f"/v1/requests/{state.request.id}", "Vary": "Prefer"}
    headers |= replay_header(replayed=state.replayed)
    patience = preferences.patience
    applied = ["respond-async"] * (preferences.no_waiting and is_remote)
    if patience is not None:
        applied.append(f"wait={patience.seconds}")
    if applied:
        headers["Preference-Applied"] = ", ".join(applied)
    is_over = patience is not None and state.is_at_rest
    if not is_over:
        headers["Retry-After"] = "1"
    return _render(state, status=HTTPStatus.OK if is_over else HTTPStatus.ACCEPTED, headers=headers)


def _render(state: RequestState, *, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """The request as RequestAnswer documents it, written straight from the views that webhooks carry too."""
    view = {
        "id": str(state.request.id),
        "text": state.request.text,
        "status": state.status,
        "tasks": [task_view(task) for task in state.tasks],
    }
    return Response(_encode(view), status_code=status, headers=headers, media_type="application/json")


def _to_parsed(wish: TaskRequest) -> ParsedAnswer:
    return ParsedAnswer(
        intent=wish.intent,
        confidence=round(wish.confidence, 3),
        details=dict(wish.details),
        missing=list(wish.missing),
        question=wish.question.text if wish.question else None,
        provider=wish.provider,
        degraded=wish.degraded_reason is not None,
        degraded_reason=wish.degraded_reason,
    )
