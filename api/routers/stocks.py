"""Stocks: how much of the medicine of a reminder is in the house. The same medicine of several reminders is one stock."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from api.dependencies import AccountDep, CarerDep, IfMatchDep, ServicesDep
from api.problems import documented
from api.schemas.stocks import RefillBody, StockAnswer, StockBody, exact
from services.reminder.stock import StockState

router = APIRouter(prefix="/v1/reminders/{reminder_id}/stock", tags=["reminders"])


@router.get("", responses=documented(404, 409))
async def get_stock(reminder_id: UUID, account: AccountDep, services: ServicesDep) -> StockAnswer:
    """How much there is, and when it runs out by the plans of the medicine."""
    return _shown(await services.stocks.look(reminder_id, account_id=account.id))


@router.put("", responses=documented(400, 403, 404, 409, 412, 413, 415))
async def set_stock(
    reminder_id: UUID,
    body: StockBody,
    account: AccountDep,
    services: ServicesDep,
    if_match: IfMatchDep,
    acting: CarerDep = None,
) -> StockAnswer:
    """Write how much there is. It is counted down with every dose that is taken from then on."""
    seen = await services.stocks.fill(
        reminder_id,
        exact(body.left),
        account_id=account.id,
        adds=False,
        carer_id=acting,
        check=if_match.check(_shown),
    )
    return _shown(seen)


@router.post("/refill", responses=documented(400, 403, 404, 409, 413, 415))
async def refill_stock(
    reminder_id: UUID, body: RefillBody, account: AccountDep, services: ServicesDep, acting: CarerDep = None
) -> StockAnswer:
    """Add what was bought or picked up."""
    seen = await services.stocks.fill(
        reminder_id, exact(body.amount), account_id=account.id, adds=True, carer_id=acting
    )
    return _shown(seen)


@router.delete("", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404, 412))
async def forget_stock(
    reminder_id: UUID, account: AccountDep, services: ServicesDep, if_match: IfMatchDep, acting: CarerDep = None
) -> None:
    """Count it no more."""
    check = if_match.check(_shown)
    await services.stocks.forget(reminder_id, account_id=account.id, carer_id=acting, check=check)


def _shown(seen: StockState) -> StockAnswer:
    return StockAnswer.of(seen.medicine, seen.stock, seen.forecast)
