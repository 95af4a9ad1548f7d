"""The ladders that all medicines of an account have: who is told of a dose that nobody answers, and when."""

from fastapi import APIRouter

from api.dependencies import AccountDep, IfMatchDep, ServicesDep
from api.problems import documented
from api.schemas.ladders import LaddersAnswer, LaddersBody

router = APIRouter(prefix="/v1/ladders", tags=["reminders"])


@router.get("", responses=documented(403))
async def get_ladders(account: AccountDep, services: ServicesDep) -> LaddersAnswer:
    """The ladders of the account, and what holds where it has none."""
    return LaddersAnswer.of(await services.ladders.read(account.id))


@router.put("", responses=documented(400, 403, 412, 413, 415))
async def put_ladders(
    body: LaddersBody, account: AccountDep, services: ServicesDep, if_match: IfMatchDep
) -> LaddersAnswer:
    """Set them. A ladder of a reminder goes before that of its user, and that before these."""
    await services.ladders.write(account.id, body.ladders, check=if_match.check(LaddersAnswer.of))
    return LaddersAnswer.of(body.ladders)
