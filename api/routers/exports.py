"""A person's data to take away."""

from collections.abc import AsyncIterator
from os import SEEK_END
from typing import IO, Final
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented

_PIECE: Final = 64 * 1024

router = APIRouter(prefix="/v1/users/{user_id}", tags=["users"])


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}, "description": "The archive"}, **documented(404)},
)
async def export_user(user_id: UUID, account: AccountDep, services: ServicesDep) -> Response:
    """Everything that is stored about a person: JSON, and CSV for each table, in one zip archive."""
    archive = await services.access.exports.export(user_id, account_id=account.id)
    name = f'attachment; filename="{user_id}.zip"'
    headers = {
        "Content-Disposition": name,
        "Cache-Control": "no-store",
        "Content-Length": str(archive.seek(0, SEEK_END)),
    }
    return StreamingResponse(_pieces_of(archive), media_type="application/zip", headers=headers)


async def _pieces_of(archive: IO[bytes]) -> AsyncIterator[bytes]:
    with archive:
        archive.seek(0)
        while piece := archive.read(_PIECE):
            yield piece
