"""A person's data to take away."""

from uuid import UUID

from fastapi import APIRouter, Response

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented

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
    return Response(
        archive, media_type="application/zip", headers={"Content-Disposition": name, "Cache-Control": "no-store"}
    )
