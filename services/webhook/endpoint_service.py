"""Webhook endpoints: where an account wants to be told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from core.clock import Clock
from core.encryption import Cipher
from core.errors import ConflictError, ForbiddenError
from core.events import EVERY_EVENT, EventType, needed_to_hear
from core.ids import make_id
from core.roles import Permission
from core.webhook import WebhookEndpoint
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from repositories.webhook_endpoint import NewWebhookEndpoint
from services.webhook.address import check_channel, check_webhook_url
from services.webhook.deliveries import Deliveries
from services.webhook.signature import make_secret

MOST_ENDPOINTS = 20
SWITCHED_OFF = "switched off"

Check = Callable[[WebhookEndpoint], None]
"""Raises where the endpoint, as it stands, is not what the caller has seen."""


class TooManyEndpointsError(ConflictError):
    """The account has as many as it may have."""

    name = "too-many-endpoints"
    title = "There are too many webhook endpoints"


class Registered(NamedTuple):
    """An endpoint with the secret that this call made for it."""

    endpoint: WebhookEndpoint
    secret: str


class EndpointService:
    """Endpoints, for callers. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, cipher: Cipher, clock: Clock, allow_private: bool) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._clock = clock
        self._allow_private = allow_private
        self.deliveries = Deliveries(unit_of_work=unit_of_work, clock=clock)

    async def add(
        self,
        url: str,
        events: Sequence[str],
        *,
        account_id: UUID,
        granted: frozenset[Permission],
        notify_email: str | None = None,
    ) -> Registered:
        """Register an address with a secret of its own. `granted`: what whoever asks may themselves.

        Raises:
            ForbiddenError: it would hear of what whoever asks may not read.
            InvalidFieldError: no message could ever be sent there, or no mail to `notify_email`.
            TooManyEndpointsError: there are enough.
        """
        _refuse_unread(events, granted)
        self._check({"url": url, "notify_email": notify_email})
        secret = make_secret()
        new = NewWebhookEndpoint(
            id=make_id(),
            account_id=account_id,
            url=url,
            events=_distinct(events),
            secret=self._cipher.encrypt(secret),
            notify_email=notify_email,
        )
        async with self._unit_of_work() as unit:
            if await unit.webhook_endpoints.count(account_id) >= MOST_ENDPOINTS:
                raise TooManyEndpointsError(f"There are {MOST_ENDPOINTS} endpoints already; delete one first.")
            endpoint = await unit.webhook_endpoints.add(new)
        return Registered(endpoint, secret)

    async def get(self, endpoint_id: UUID, *, account_id: UUID) -> WebhookEndpoint:
        """One endpoint."""
        async with self._unit_of_work() as unit:
            return await unit.webhook_endpoints.get(endpoint_id, account_id=account_id)

    async def list_page(self, *, account_id: UUID, before: UUID | None, limit: int) -> list[WebhookEndpoint]:
        """Endpoints, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.webhook_endpoints.list_page(account_id=account_id, before=before, limit=limit)

    async def change(
        self,
        endpoint_id: UUID,
        changes: Mapping[str, Any],
        *,
        account_id: UUID,
        granted: frozenset[Permission],
        check: Check | None = None,
    ) -> WebhookEndpoint:
        """Change `url`, `events`, `notify_email` or `enabled`; what waits goes to the new address. `granted`: as in `add`.

        Raises:
            ForbiddenError: more would be told there, or elsewhere, and whoever asks may not read all of it.
            InvalidFieldError: no message could ever be sent there, or no mail to `notify_email`.
        """
        self._check(changes)
        wanted = dict(changes)
        if "events" in wanted:
            wanted["events"] = list(_distinct(wanted["events"]))
        async with self._unit_of_work() as unit:
            seen = await unit.webhook_endpoints.get(endpoint_id, account_id=account_id, held=True)
            if check is not None:
                check(seen)
            await _refuse_more(unit, seen, wanted, granted)
            if wanted.get("enabled") is True and not seen.enabled:
                wanted |= dict.fromkeys(("disabled_at", "disabled_reason", "failing_since", "failed_at"))
            elif wanted.get("enabled") is False and seen.enabled:
                wanted |= {"disabled_at": self._clock.now(), "disabled_reason": SWITCHED_OFF}
            return await unit.webhook_endpoints.change(endpoint_id, wanted) if wanted else seen

    async def rotate_secret(self, endpoint_id: UUID, *, account_id: UUID, overlap: timedelta) -> Registered:
        """A new secret. The one before signs too for `overlap`, so receivers can change over; one before that no longer."""
        secret = make_secret()
        async with self._unit_of_work() as unit:
            await unit.webhook_endpoints.get(endpoint_id, account_id=account_id, held=True)
            endpoint = await unit.webhook_endpoints.rotate(endpoint_id, self._cipher.encrypt(secret), overlap=overlap)
        return Registered(endpoint, secret)

    async def remove(self, endpoint_id: UUID, *, account_id: UUID, check: Check | None = None) -> None:
        """Nothing more is sent there, not even what waits already; `check` as in `change`."""
        async with self._unit_of_work() as unit:
            if check is not None:
                check(await unit.webhook_endpoints.get(endpoint_id, account_id=account_id, held=True))
            await unit.webhook_endpoints.remove(endpoint_id, account_id=account_id)

    def _check(self, given: Mapping[str, Any]) -> None:
        if (url := given.get("url")) is not None:
            check_webhook_url(url, allow_private=self._allow_private, pointer="/url")
        if (address := given.get("notify_email")) is not None:
            check_channel(f"mailto:{address}", allow_private=self._allow_private, pointer="/notify_email")


async def _refuse_more(
    unit: UnitOfWork, seen: WebhookEndpoint, wanted: Mapping[str, Any], granted: frozenset[Permission]
) -> None:
    """Whoever has more told, or at another address, may read all that is told then. Less is everybody's to choose.

    To a new address goes also what waits, and what is sent once more.
    """
    if granted >= EVERY_EVENT:
        return
    events: Sequence[str] = wanted.get("events", seen.events)
    if wanted.get("url", seen.url) != seen.url:
        for told in (seen.events, events, await unit.deliveries.list_types(seen.id) or [EventType.ENDPOINT_DISABLED]):
            _refuse_unread(told, granted)
    is_wider = bool(seen.events) and (not events or not set(events) <= set(seen.events))
    if is_wider or (wanted.get("enabled") is True and not seen.enabled):
        _refuse_unread(events, granted)


def _refuse_unread(events: Sequence[str] | set[str], granted: frozenset[Permission]) -> None:
    if missing := needed_to_hear(events) - granted:
        named = ", ".join(sorted(missing))
        raise ForbiddenError(
            f"It would hear of what you may not read yourself, which needs {named}. Name fewer events."
        )


def _distinct(events: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(event) for event in events))
