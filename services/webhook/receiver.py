"""Whom a message goes to, as far as who may hold up whom: an address, and the host that it may share with others' addresses.

An address that hangs is spared by itself, and its neighbours on the same host are not. What all of them together may have
under way is bounded for an account and for the host, since one machine stands behind them and one queue before them.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from core.webhook import WebhookMessage
from services.bulkheads import Bulkheads, System

KINDS = ("webhook", "webhook-share", "webhook-host")
TIMES_OF_A_HOST = 2
"""So many times as many calls as to one address may be under way to a host, of which one account has half at most."""


class Receiver(NamedTuple):
    """One address of one account.

    Attributes:
        address: the endpoint, or of a request's own address the account, with the URL without its query.
        share: the account at this host.
        host: with its port.
    """

    address: str
    share: str
    host: str

    @classmethod
    def of(cls, message: WebhookMessage, url: str) -> Self:
        """Of a message that goes to this URL. An endpoint that gets another one begins anew."""
        host = urlsplit(url).netloc.rpartition("@")[2].lower()
        return cls(
            address=f"{message.endpoint_id or message.account_id} {url.partition('?')[0]}",
            share=f"{message.account_id} {host}",
            host=host,
        )


@asynccontextmanager
async def room_for(receiver: Receiver, bulkheads: Bulkheads) -> AsyncGenerator[None]:
    """A place among the calls to an address, among the account's to its host, and among all to that host.

    Raises:
        NoRoomError: enough are under way; nothing was begun.
    """
    address, share, host = (System(kind, place) for kind, place in zip(KINDS, receiver, strict=True))
    async with (
        bulkheads.call(address),
        bulkheads.call(share, is_steady=True),
        bulkheads.call(host, times=TIMES_OF_A_HOST, is_steady=True),
    ):
        yield
