"""Health: open to anybody, for load balancers."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response

from api.dependencies import ServicesDep
from api.problems import documented
from api.schemas.health import HealthAnswer

router = APIRouter(prefix="/health", tags=["health"])

_RESPONSES: dict[int | str, dict[str, Any]] = {
    **documented(open_to_all=True),
    503: {"model": HealthAnswer, "description": "Something we need is away"},
}


@router.get("/live", responses=documented(open_to_all=True))
async def get_liveness() -> HealthAnswer:
    """Whether this process answers at all."""
    return HealthAnswer(status="ok")


@router.get("", responses=_RESPONSES)
async def get_health(response: Response, services: ServicesDep) -> HealthAnswer:
    """The same as `/health/ready`."""
    return await get_readiness(response, services)


@router.get("/ready", responses=_RESPONSES)
async def get_readiness(response: Response, services: ServicesDep) -> HealthAnswer:
    """Whether PostgreSQL, its schema and Redis are there."""
    checks = await services.status.check_all()
    well = all(check.problem is None for check in checks)
    response.status_code = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Cache-Control"] = "no-store"
    return HealthAnswer(
        status="ok" if well else "unavailable", checks={check.name: check.problem or "ok" for check in checks}
    )
