"""What the telephone service calls: texts that people write, keys that they press, reports of delivery."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response

from api.dependencies import ServicesDep
from api.problems import documented

router = APIRouter(prefix="/v1/inbound/twilio", tags=["inbound"])

Signature = Annotated[
    str, Header(alias="X-Twilio-Signature", description="Over our public address and the fields, with the auth token.")
]
_XML = "text/xml"
_TWIML: dict[int | str, dict[str, Any]] = {
    200: {"content": {_XML: {}}, "description": "What is said next (TwiML)"},
    **documented(401, 404, 413),
}


@router.post("", response_class=Response, responses=_TWIML)
async def take_text(request: Request, services: ServicesDep, signature: Signature = "") -> Response:
    """Somebody has written a text. Point the number's incoming messages here; signed, no API key."""
    form = services.telephone.read(_path_of(request), await request.body(), signature=signature)
    return Response(await services.telephone.take_text(form), media_type=_XML)


@router.post("/keys/{notification_id}", response_class=Response, responses=_TWIML)
async def take_key(
    notification_id: UUID, request: Request, services: ServicesDep, signature: Signature = ""
) -> Response:
    """Somebody has pressed a key during a call about this message. Each call says itself where it reports; signed."""
    form = services.telephone.read(_path_of(request), await request.body(), signature=signature)
    return Response(await services.telephone.take_key(notification_id, form), media_type=_XML)


@router.post("/status/{notification_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(401, 404, 413))
async def take_status(
    notification_id: UUID, request: Request, services: ServicesDep, signature: Signature = ""
) -> None:
    """How far a text or a call about this message has come. Each says itself where it reports; signed."""
    form = services.telephone.read(_path_of(request), await request.body(), signature=signature)
    await services.telephone.take_status(notification_id, form)


def _path_of(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path
