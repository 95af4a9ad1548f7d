"""Browsers that take push messages."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented
from api.schemas.push_subscriptions import (
    PushKeyAnswer,
    PushSubscriptionAnswer,
    PushSubscriptionBody,
    PushSubscriptionList,
)
from services.notification.push_service import NewSubscription

router = APIRouter(tags=["notifications"])


@router.get("/v1/push/key", responses=documented())
async def get_push_key(account: AccountDep, services: ServicesDep) -> PushKeyAnswer:
    """The public VAPID key with which browsers subscribe."""
    del account
    return PushKeyAnswer(public_key=services.push.public_key)


@router.post(
    "/v1/users/{user_id}/push-subscriptions",
    status_code=HTTPStatus.CREATED,
    responses={
        200: {"model": PushSubscriptionAnswer, "description": "The browser was there already"},
        **documented(400, 404, 413, 415),
    },
)
async def create_push_subscription(
    user_id: UUID, body: PushSubscriptionBody, response: Response, account: AccountDep, services: ServicesDep
) -> PushSubscriptionAnswer:
    """Add a browser, as the last of the channels of whose it is. The same browser again stays one, under the same id."""
    new = NewSubscription(
        user_id=user_id,
        contact_id=body.contact_id,
        endpoint=body.endpoint,
        p256dh=body.keys.p256dh,
        auth=body.keys.auth,
    )
    subscription, is_new = await services.push.subscribe(new, account_id=account.id)
    response.status_code = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return PushSubscriptionAnswer.of(subscription)


@router.get("/v1/users/{user_id}/push-subscriptions", responses=documented(404))
async def list_push_subscriptions(user_id: UUID, account: AccountDep, services: ServicesDep) -> PushSubscriptionList:
    """The browsers of a person and of their contacts."""
    found = await services.push.list_of_user(user_id, account_id=account.id)
    return PushSubscriptionList(items=[PushSubscriptionAnswer.of(each) for each in found])


@router.delete(
    "/v1/users/{user_id}/push-subscriptions/{subscription_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=documented(404),
)
async def delete_push_subscription(
    user_id: UUID, subscription_id: UUID, account: AccountDep, services: ServicesDep
) -> None:
    """Forget a browser."""
    await services.push.unsubscribe(subscription_id, user_id=user_id, account_id=account.id)
