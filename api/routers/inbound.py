"""What outside systems call."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from api.dependencies import ServicesDep
from api.problems import documented

router = APIRouter(prefix="/v1/inbound", tags=["inbound"])

Venue = Annotated[UUID, Query(description="The venue whose system calls; its secret is what the call is signed with.")]


@router.post("/{system}", status_code=HTTPStatus.NO_CONTENT, responses=documented(401, 404, 413))
async def take_call(system: str, venue: Venue, request: Request, services: ServicesDep) -> None:
    """Something has happened to a booking in an outside system (`calcom`, `easyappointments`): it is looked up there.

    Signed the way the system signs (docs/bookings.md); no API key.
    """
    await services.rings.take(system, venue, headers=request.headers, body=await request.body())
