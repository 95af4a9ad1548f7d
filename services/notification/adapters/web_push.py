"""Push to browsers that have subscribed (`webpush:<id>`): RFC 8030, encrypted after RFC 8291, signed after RFC 8292."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from core.clock import Clock
from core.errors import ConfigurationError
from core.letter import Urgency
from core.push import PushSubscription
from core.vapid import Vapid
from services.notification.adapters.http import ChannelClient, is_taken, judge_status
from services.notification.ports import Begin, ChannelRefusedError, Letter, PushSubscriptions, Receipt
from services.notification.push_encryption import MOST_BYTES, BrowserKeys, encrypt

GONE: Final = frozenset({404, 410})
_TOKEN_SECONDS: Final = 12 * 60 * 60
"""How long a signature is good; services take 24 hours at most."""
_MOST_TITLE: Final = 200
_SHORTEST: Final = 20
_KEPT_SECONDS: Mapping[Urgency, int] = {
    Urgency.LOW: 24 * 3600,
    Urgency.NORMAL: 12 * 3600,
    Urgency.HIGH: 3600,
    Urgency.CRITICAL: 3600,
}
"""How long a service keeps it for a device that is off: a dose is of no use hours later, and there is another step then."""
_URGENCIES: Mapping[Urgency, str] = {
    Urgency.LOW: "low",
    Urgency.NORMAL: "normal",
    Urgency.HIGH: "high",
    Urgency.CRITICAL: "high",
}


class WebPushChannel:
    """Encrypts for one browser and hands it to the push service that the browser has named."""

    def __init__(
        self, client: ChannelClient, *, subscriptions: PushSubscriptions, vapid: Vapid, subject: str, clock: Clock
    ) -> None:
        self._client = client
        self._subscriptions = subscriptions
        self._vapid = vapid
        self._subject = subject
        self._clock = clock

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """A letter that is sent again replaces the one that waits. A browser that is gone for good is forgotten."""
        subscription = await self._find(address)
        body = _encrypt(letter, subscription, key=key)
        reply = await self._client.post(
            subscription.endpoint, headers=self._headers(letter, subscription, key), content=body, begin=begin
        )
        if reply.status in GONE:
            await self._subscriptions.remove(subscription.id)
            raise ChannelRefusedError("The browser no longer takes messages; it was removed.")
        if not is_taken(reply):
            raise judge_status(reply, service="The push service")
        return Receipt(provider_id=reply.location)

    async def _find(self, address: str) -> PushSubscription:
        try:
            found = await self._subscriptions.find(UUID(address.partition(":")[2]))
        except ValueError as error:
            raise ChannelRefusedError("The address of this channel names no browser.") from error
        except ConfigurationError as error:
            raise ChannelRefusedError(
                "The keys of this browser can't be read any more; it has to subscribe anew."
            ) from error
        if found is None:
            raise ChannelRefusedError("The browser no longer takes messages.")
        return found

    def _headers(self, letter: Letter, subscription: PushSubscription, key: str) -> dict[str, str]:
        """The claims are made anew each time: they name the service."""
        parts = urlsplit(subscription.endpoint)
        service = f"{parts.scheme}://{parts.netloc}"
        expires = int(self._clock.now().timestamp()) + _TOKEN_SECONDS
        try:
            authorization = self._vapid.authorize(service=service, subject=self._subject, expires=expires)
        except ValueError as error:
            raise ChannelRefusedError("The address of this browser's push service can't be used.") from error
        return {
            "authorization": authorization,
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(_KEPT_SECONDS[letter.urgency]),
            "urgency": _URGENCIES[letter.urgency],
            "topic": base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:24]).decode(),
        }


def _encrypt(letter: Letter, subscription: PushSubscription, *, key: str) -> bytes:
    keys = BrowserKeys(p256dh=subscription.p256dh, auth=subscription.auth)
    try:
        return encrypt(_compose(letter, key=key), keys)
    except ValueError as error:
        raise ChannelRefusedError("The keys of this browser can't be used.") from error


def _compose(letter: Letter, *, key: str) -> bytes:
    """What the page's service worker shows; of a long text the beginning."""
    shown = {
        "id": key,
        "title": letter.subject[:_MOST_TITLE],
        "topic": letter.topic,
        "urgency": letter.urgency.value,
        "actions": [{"title": each.label, "url": each.url, "acts": each.acts} for each in letter.actions],
    }
    body = letter.text
    while len(plain := json.dumps({**shown, "body": body}, ensure_ascii=False).encode()) > MOST_BYTES and body:
        body = body[: len(body) * 9 // 10].rstrip(" …") + " …" if len(body) > _SHORTEST else ""
    return plain
