"""Addresses of the names that strangers give: of webhooks, of channels, of booking systems.

Whoever has a domain decides how long its name server takes to answer, and a look-up that hangs can't be stopped: its thread is
gone until the system's resolver gives up. So these look-ups have threads of their own, and never those in which the names of
our mail server, PostgreSQL and Redis are looked up; an account has few of them at a time, under however many names; and nobody
waits for longer than three seconds.
"""

import asyncio
import socket
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, TypeAlias
from uuid import UUID
from weakref import WeakKeyDictionary, WeakValueDictionary

from core.tenancy import UndeclaredError, current_tenant

Found: TypeAlias = Sequence[IPv4Address | IPv6Address]

SECONDS: Final = 3.0
MOST: Final = 32
MOST_OF_ONE: Final = 4

_ASKING: ContextVar[UUID | None] = ContextVar("asking", default=None)


@contextmanager
def asking_for(account_id: UUID) -> Generator[None]:
    """Names that are looked up in this block are looked up for this account."""
    token = _ASKING.set(account_id)
    try:
        yield
    finally:
        _ASKING.reset(token)


async def resolve_host(host: str) -> Found:
    """Return every address the system's resolver has for a host, IPv4 and IPv6, best first.

    Raises:
        OSError: there is none, or none within three seconds.
    """
    loop = asyncio.get_running_loop()
    names = _NAMES.get(loop) or _NAMES.setdefault(loop, Names())
    return await names.resolve(host)


class Names:
    """The look-ups of one event loop: so many at a time in all, and so many for one account."""

    def __init__(self, *, seconds: float = SECONDS, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        self._seconds = seconds
        self._room = asyncio.Semaphore(most)
        self._most_of_one = most_of_one
        self._shares = WeakValueDictionary[str, asyncio.Semaphore]()

    async def resolve(self, host: str) -> Found:
        """As `resolve_host`."""
        whose = _whose(host)
        share = self._shares.get(whose) or self._shares.setdefault(whose, asyncio.Semaphore(self._most_of_one))
        async with asyncio.timeout(self._seconds):
            await share.acquire()
            try:
                await self._room.acquire()
            except BaseException:
                share.release()
                raise
            return await self._look_up(host, share)

    def _look_up(self, host: str, share: asyncio.Semaphore) -> asyncio.Future[Found]:
        """Begun at once; its places are free again when its thread is, however long somebody waits for it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Found] = loop.create_future()

        def finish(found: Found | Exception) -> None:
            self._room.release()
            share.release()
            if answer.done():
                return
            if isinstance(found, Exception):
                answer.set_exception(found)
            else:
                answer.set_result(found)

        def work() -> None:
            found = _ask_system(host)
            with suppress(RuntimeError):  # where the loop is closed nobody is there to hear it
                loop.call_soon_threadsafe(partial(finish, found))

        try:
            # Not a pool's: the process would wait at its end for threads that hang.
            threading.Thread(target=work, name="name of a stranger", daemon=True).start()
        except RuntimeError as error:
            finish(OSError(f"No thread could be started: {error}"))
        return answer


def _ask_system(host: str) -> Found | Exception:
    try:
        return [ip_address(sockaddr[0]) for *_, sockaddr in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except Exception as error:  # noqa: BLE001 - raised where it is waited for
        return error


def _whose(host: str) -> str:
    """Who has to wait behind whom: the account, or what stands for one where nobody said which it is."""
    if (asking := _ASKING.get()) is not None:
        return str(asking)
    try:
        tenant = current_tenant()
    except UndeclaredError:
        tenant = None
    return str(tenant.account_id) if tenant else ".".join(host.rsplit(".", 2)[-2:])


_NAMES: WeakKeyDictionary[asyncio.AbstractEventLoop, Names] = WeakKeyDictionary()
