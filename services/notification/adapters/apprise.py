"""The push services of companies, by Apprise: one recipient, one service, one try.

Only services whose host is fixed: Apprise looks a name up by itself, and would follow one that changes its address into our own
network. Servers of people's own have adapters that go through the guard (`own_server.py`, `ntfy.py`).

An address says where a message goes. Whatever else it could have Apprise do is left out before Apprise sees it: it reads templates
of messages from files and fetches them from addresses, our own network's among them.

Apprise tells only whether it worked. What we need to know beyond that comes from two places: whether the host can be
reached at all is tried before, and the answer of a service that refused is read from what Apprise logs. Whatever is left
may have arrived.

Apprise is loaded with the first message: most processes never send one by it.
"""

import asyncio
import logging
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from services.notification.letter_text import with_links
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
    Receipt,
)
from services.webhook.address import CHANNEL_OPTIONS

if TYPE_CHECKING:
    from apprise.plugins.base import NotifyBase
    from apprise.result import AppriseResult

TIMEOUT_SECONDS = 30.0
_CONNECT_SECONDS = 5.0
_READ_SECONDS = 15.0
PLACES: Final[Mapping[str, tuple[str, int]]] = {
    "discord": ("discord.com", 443),
    "slack": ("hooks.slack.com", 443),
    "tgram": ("api.telegram.org", 443),
}
"""The services that are sent to, and where each one is: no address can choose another host."""

_STATUS = re.compile(r"error=(\d{3})\b")
_LATER = frozenset({408, 425, 429, 500, 503})
"""Answers after which the same message may be taken another time. 502 and 504 are no answers of the service itself."""


class AppriseChannel:
    """Sends to the services in `places`, and to no other that Apprise may know."""

    def __init__(
        self, *, places: Mapping[str, tuple[str, int]] = PLACES, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._places = places
        self._timeout = timeout_seconds
        # What it logs names people's addresses; what we need of it is in its results.
        logging.getLogger("apprise").propagate = False

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """The thread that sends is left behind where it hangs: it ends by the time-outs of its connection."""
        del key  # none of these services takes one
        place = self._places.get(address.partition(":")[0].lower())
        if place is None:
            raise ChannelRefusedError("No service is set up here for this kind of channel.")
        service = await asyncio.to_thread(_open, address)  # the first time, it reads all its services from disk
        await _reach(*place)
        await begin()
        try:
            async with asyncio.timeout(self._timeout):
                failure = await _in_thread(lambda: _notify(service, letter))
        except TimeoutError as error:
            raise ChannelUnknownError("The service did not answer in time.") from error
        if failure is not None:
            raise failure
        return Receipt()


async def _reach(host: str, port: int) -> None:
    """Open a connection, and close it again; raises ChannelNotReachedError where nobody is there."""
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
    except OSError as error:
        raise ChannelNotReachedError("The service can't be reached at the moment.") from error
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def _open(address: str) -> "NotifyBase":
    from apprise import AppriseAsset
    from apprise.plugins.base import NotifyBase

    asset = AppriseAsset(async_mode=False, http_redirects=False, secure_logging=True)
    service = _apprise().instantiate(_without_extras(address), asset=asset)
    if not isinstance(service, NotifyBase) or getattr(service, "template", None):
        raise ChannelRefusedError("The address of this channel is incomplete.")
    # Whatever the address says: one try, no redirect to elsewhere, certificates are checked, a failure is one.
    service.redirects, service.retry, service.optional = False, 0, False
    service.verify_certificate = True
    service.socket_connect_timeout, service.socket_read_timeout = _CONNECT_SECONDS, _READ_SECONDS
    return service


def _without_extras(address: str) -> str:
    """With the options alone that say where a message goes."""
    place, _, query = address.partition("?")
    known = CHANNEL_OPTIONS[place.partition(":")[0].lower()]
    kept = [each for each in query.split("&") if unquote(each.partition("=")[0]) in known]
    return f"{place}?{'&'.join(kept)}" if kept else place


def _apprise() -> Any:
    """Its class, whose signatures are typed in part only."""
    from apprise import Apprise

    return Apprise


def _notify(service: "NotifyBase", letter: Letter) -> Exception | None:
    """Send, in a thread. A success is one only if every part of the service says so."""
    from apprise.common import NotifyFormat

    sender = _apprise()(asset=service.asset)
    sender.add(service)
    result: AppriseResult = sender.notify(title=letter.subject, body=with_links(letter), body_format=NotifyFormat.TEXT)
    if result:
        return None
    statuses = [int(found) for entry in result.logs() for found in _STATUS.findall(entry.message)]
    if len(statuses) != 1:
        return ChannelUnknownError("The connection to the service broke off.")
    return _judge(statuses[0])


def _judge(status: int) -> Exception:
    if status in _LATER:
        return ChannelNotReachedError(f"The service can't take it now (code {status}).")
    if 300 <= status < 500:
        return ChannelRefusedError(f"The service refused it (code {status}).")
    return ChannelUnknownError(f"The service failed (code {status}).")


async def _in_thread(call: Callable[[], Exception | None]) -> Exception | None:
    """As `asyncio.to_thread`, in a thread that nobody waits for at the end of the process."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Exception | None] = loop.create_future()

    def run() -> None:
        try:
            found = call()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            found = error
        with suppress(RuntimeError):  # the loop is gone, and so is who waited
            loop.call_soon_threadsafe(_settle, future, found)

    threading.Thread(target=run, name="apprise", daemon=True).start()
    return await future


def _settle(future: "asyncio.Future[Exception | None]", found: Exception | None) -> None:
    if not future.done():
        future.set_result(found)
