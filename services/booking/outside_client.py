"""HTTP calls to one outside booking system, within a deadline and without a second booking.

What is only read may be asked again; what writes goes out once, and again only if it surely never left: no connection was
made. A system that fails several times in a row is left alone for a while (`providers/circuit_breaker.py`), so that
nobody waits for it in vain.
"""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import httpx2
import structlog
from pydantic import TypeAdapter, ValidationError

from core.errors import NoRoomError
from providers.circuit_breaker import CircuitBreaker
from providers.failure import Fault
from services.booking.ports import BeforeSending
from services.booking.refusals import LostAnswerError, NotLetInError, NotReachedError
from services.webhook.transport import GuardedTransport, HostNotFoundError, RefusedAddressError

logger = structlog.stdlib.get_logger(__name__)

DEADLINE_SECONDS: Final = 8.0
CONNECT_SECONDS: Final = 2.0
PAUSES: Final = (0.1, 0.4)
"""Before each further try, in seconds, give or take a half."""
LEFT_ALONE_SECONDS: Final = 20.0
LARGEST_REPLY: Final = 4 * 1024 * 1024
_MOST_IDLE: Final = 64
"""As many connections as a search through many days has calls under way: none of them is made anew for each day."""
_AWAY: Final = frozenset({502, 503, 504})
_SHOWN: Final = 300
_ABOUT_TO_LEAVE: Final = "http11.send_request_headers.started"

ModelT = TypeVar("ModelT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. At most one of `form` and `json` is given; fields that are None are left out.

    Attributes:
        writes: whether it may change something there; not every POST does.
        before_sending: awaited once there is a connection, before the first byte leaves; what it raises comes through.
    """

    method: str
    path: str
    writes: bool = False
    query: Mapping[str, str | int | None] | None = None
    form: Mapping[str, str | int | None] | None = None
    json: Any = None
    headers: Mapping[str, str] | None = None
    before_sending: BeforeSending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, whatever its status; `system` is the name to speak of it."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    system: str
    writes: bool

    @property
    def is_success(self) -> bool:
        """2xx."""
        return 200 <= self.status <= 299

    @property
    def text(self) -> str:
        """The beginning of the body, for messages and logs of operators."""
        return self.body[:_SHOWN].decode(errors="replace")

    def read(self, shape: type[ModelT]) -> ModelT:
        """The body as `shape`.

        Raises:
            LostAnswerError, NotReachedError: it has another one; after a write nobody knows what happened.
        """
        try:
            return TypeAdapter(shape).validate_json(self.body)
        except ValidationError as error:
            where = ", ".join(sorted({".".join(map(str, each["loc"])) or "the whole" for each in error.errors()}))
            raise self.not_understood(f"wrong in its answer: {where[:_SHOWN]}") from error

    def not_understood(self, why: str = "") -> LostAnswerError | NotReachedError:
        """The error to raise where the answer says nothing clear."""
        logger.warning("a booking system can't be understood", system=self.system, status=self.status, why=why)
        detail = f"{self.system} answered {self.status} in a way that can't be understood."
        return LostAnswerError(detail) if self.writes else NotReachedError(detail)


class OutsideClient:
    """Calls to the system at `base_url`, called `system` where people read of it. To be closed at the end.

    Without `allow_private` only public addresses are called, as is right for those that callers bring along.
    """

    def __init__(
        self,
        *,
        base_url: str,
        system: str,
        headers: Mapping[str, str],
        deadline: float = DEADLINE_SECONDS,
        breaker: CircuitBreaker | None = None,
        allow_private: bool = True,
    ) -> None:
        self._system = system
        self._deadline = deadline
        self._breaker = breaker or CircuitBreaker()
        # Writes never use a connection that the other side may be closing: that would look like a lost answer.
        self._reads = _open(base_url, headers, deadline, allow_private=allow_private)
        self._writes = _open(base_url, {**headers, "connection": "close"}, deadline, allow_private=allow_private)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._reads.aclose()
        await self._writes.aclose()

    async def send(self, call: Call) -> Reply:
        """The reply within the deadline, whatever its status but those below.

        Raises:
            NotReachedError: it surely was not asked, or only to read, and did not answer; or it has too much to do (429).
            LostAnswerError: a write left here, and no answer came.
            NotLetInError: 401 or 403.
            NoRoomError: it is left alone for now; nothing was sent.
        """
        if not self._breaker.admit():
            raise NoRoomError(f"{self._system} is left alone for a moment.", retry_after=LEFT_ALONE_SECONDS)
        try:
            # A write has a deadline for its one try: whatever was surely not sent before took nothing of its time.
            async with asyncio.timeout(None if call.writes else self._deadline):
                reply = await self._try(call)
        except TimeoutError as error:
            self._breaker.note(Fault.AWAY)
            raise self._silent(call) from error
        except (NotReachedError, LostAnswerError):
            self._breaker.note(Fault.AWAY)
            raise
        self._breaker.close()
        return self._check(reply)

    async def _try(self, call: Call) -> Reply:
        for pause in (*PAUSES, None):
            try:
                reply = await self._exchange(call)
            except RefusedAddressError as error:
                raise NotLetInError(f"{self._system} is at an address that must not be called from here.") from error
            except (httpx2.TransportError, HostNotFoundError) as error:
                is_unsent = isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout, HostNotFoundError))
                if pause is None or (call.writes and not is_unsent):
                    raise (NotReachedError(self._not_reached) if is_unsent else self._silent(call)) from error
            else:
                if reply.status not in _AWAY or call.writes:
                    return reply
                if pause is None:
                    raise NotReachedError(self._not_reached, retry_after=_retry_after(reply))
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load, hides nothing
        raise AssertionError("unreachable: the last try returns or raises")

    async def _exchange(self, call: Call) -> Reply:
        client = self._writes if call.writes else self._reads
        request = client.build_request(
            call.method,
            call.path,
            params=_given(call.query),
            data=_given(call.form),
            json=call.json,
            headers=dict(call.headers or {}),
            extensions=_watched(call.before_sending) if call.before_sending else None,
        )
        async with asyncio.timeout(self._deadline), aclosing(await client.send(request, stream=True)) as response:
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                if len(body) > LARGEST_REPLY:
                    raise httpx2.ReadError("The reply is too large.")
        return Reply(
            status=response.status_code,
            body=bytes(body),
            headers=response.headers,
            system=self._system,
            writes=call.writes,
        )

    def _check(self, reply: Reply) -> Reply:
        """What means the same everywhere."""
        if reply.status in {401, 403}:
            logger.error("a booking system does not let us in", system=self._system, status=reply.status)
            raise NotLetInError(f"{self._system} does not let us in.")
        if reply.status == 429:
            raise NotReachedError(f"{self._system} has too much to do.", retry_after=_retry_after(reply))
        if reply.status in _AWAY:
            raise reply.not_understood()
        return reply

    def _silent(self, call: Call) -> NotReachedError | LostAnswerError:
        detail = f"{self._system} gave no answer."
        return LostAnswerError(detail) if call.writes else NotReachedError(detail)

    @property
    def _not_reached(self) -> str:
        return f"{self._system} can't be reached at the moment."


def _watched(before_sending: BeforeSending) -> dict[str, Any]:
    """What has the transport say that a request is about to leave."""

    async def trace(event: str, info: object) -> None:
        del info
        if event == _ABOUT_TO_LEAVE:
            await before_sending()

    return {"trace": trace}


def join_name(parts: Sequence[str | None]) -> str:
    """A name of the parts that a system keeps it in."""
    return " ".join(part.strip() for part in parts if part and part.strip())


def _open(base_url: str, headers: Mapping[str, str], deadline: float, *, allow_private: bool) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        base_url=base_url,
        headers=dict(headers),
        timeout=httpx2.Timeout(deadline, connect=min(CONNECT_SECONDS, deadline)),
        transport=GuardedTransport(allow_private=allow_private, max_idle=_MOST_IDLE),
        follow_redirects=False,
        trust_env=False,
    )


def _given(fields: Mapping[str, str | int | None] | None) -> dict[str, str] | None:
    return {name: str(value) for name, value in fields.items() if value is not None} if fields is not None else None


def _retry_after(reply: Reply) -> float | None:
    """As `Retry-After` says, or until the reset of a rate limit in Unix seconds, as Cal.com says."""
    text = reply.headers.get("retry-after", "")
    if text.isdecimal():
        return min(float(text), 3600.0)
    resets = [value for name, value in reply.headers.items() if name.lower().startswith("x-ratelimit-reset")]
    waits = [float(each) - time.time() for each in resets if each.isdecimal()]
    return min(max(1.0, *waits), 3600.0) if waits else None
