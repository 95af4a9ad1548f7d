"""Webhook endpoints: where an account wants to be told."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from core.domain import WebhookEndpoint
from core.encryption import Cipher
from core.errors import ConflictError
from core.idempotency import IdempotencyKey
from core.ids import make_id
from repositories.unit_of_work import UnitOfWorkFactory
from repositories.webhook_endpoint import NewWebhookEndpoint
from services.webhook.address import check_webhook_url
from services.webhook.signature import make_secret

MOST_ENDPOINTS = 20


class TooManyEndpointsError(ConflictError):
    """The account has as many as it may have."""

    name = "too-many-endpoints"
    title = "There are too many webhook endpoints"


class Registered(NamedTuple):
    """An endpoint with the secret that signs what it gets; `is_new` where this call made it."""

    endpoint: WebhookEndpoint
    secret: str
    is_new: bool


class EndpointService:
    """Endpoints, for callers. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, cipher: Cipher, allow_private: bool) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._allow_private = allow_private

    async def add(
        self, url: str, events: Sequence[str], *, account_id: UUID, key: IdempotencyKey | None = None
    ) -> Registered:
        """Register an address with a secret of its own; the one that `key` made before is answered instead.

        Raises:
            InvalidFieldError: no message could ever be sent there.
            TooManyEndpointsError: there are enough.
        """
        check_webhook_url(url, allow_private=self._allow_private, pointer="/url")
        new = NewWebhookEndpoint(
            id=make_id(),
            account_id=account_id,
            url=url,
            events=tuple(dict.fromkeys(str(event) for event in events)),
            secret=self._cipher.encrypt(make_secret()),
        )
        async with self._unit_of_work() as unit:
            first_id = await unit.idempotency.claim(key, resource_id=new.id) if key else new.id
            if first_id != new.id:
                endpoint = await unit.webhook_endpoints.get(first_id, account_id=account_id)
            elif await unit.webhook_endpoints.count(account_id) >= MOST_ENDPOINTS:
                raise TooManyEndpointsError(f"There are {MOST_ENDPOINTS} endpoints already; delete one first.")
            else:
                endpoint = await unit.webhook_endpoints.add(new)
        return Registered(endpoint, self._cipher.decrypt(endpoint.secret), endpoint.id == new.id)

    async def get(self, endpoint_id: UUID, *, account_id: UUID) -> WebhookEndpoint:
        """One endpoint."""
        async with self._unit_of_work() as unit:
            return await unit.webhook_endpoints.get(endpoint_id, account_id=account_id)

    async def list_page(self, *, account_id: UUID, before: UUID | None, limit: int) -> list[WebhookEndpoint]:
        """Endpoints, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.webhook_endpoints.list_page(account_id=account_id, before=before, limit=limit)

    async def remove(self, endpoint_id: UUID, *, account_id: UUID) -> None:
        """Nothing more is sent there, not even what waits already."""
        async with self._unit_of_work() as unit:
            await unit.webhook_endpoints.remove(endpoint_id, account_id=account_id)
