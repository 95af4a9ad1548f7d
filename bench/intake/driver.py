"""A light client: so many callers on raw sockets, each with one request under way at any time.

Run as a process of its own (`python -m bench.intake.driver`), so that its CPU can be told; reads its `Order` as JSON
from standard input and prints a `Drive` as JSON.
"""

import asyncio
import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import cast

from core.event_loop import run

_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Whom to call, and with what; the bodies take turns."""

    port: int
    key: str
    path: str
    bodies: list[str]
    clients: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """What came of it. `client_cpu`: the share of one core that this client took."""

    answers: int
    refused: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    client_cpu: float


class _Tally:
    def __init__(self, order: Order) -> None:
        head = f"POST {order.path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {order.key}\r\n"
        self._calls = [
            f"{head}Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}".encode()
            for body in order.bodies
        ]
        self._next = 0
        self.begin = time.perf_counter()
        self.end = self.begin + order.seconds
        self.latencies: list[float] = []
        self.refused = 0

    def next_call(self) -> bytes:
        self._next += 1
        return self._calls[self._next % len(self._calls)]

    def note(self, began: float, ended: float, status: bytes) -> None:
        if self.begin <= ended <= self.end:
            self.latencies.append((ended - began) * 1000)
            self.refused += not status.startswith(b"2")


class _Caller(asyncio.Protocol):
    def __init__(self, tally: _Tally) -> None:
        self._tally = tally
        self._received = b""
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._call()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_exception(exc or ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        now = time.perf_counter()
        self._tally.note(self._began, now, head[9:12])
        self._received = b""
        if now < self._tally.end:
            self._call()
        else:
            self.over.set_result(None)
            self._transport.close()

    def _call(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(self._tally.next_call())


async def drive(order: Order) -> Drive:
    """Call until time is up, and let every call end."""
    tally, loop = _Tally(order), asyncio.get_running_loop()
    cpu, began = _cpu_seconds(), time.perf_counter()
    callers = [
        (await loop.create_connection(lambda: _Caller(tally), "127.0.0.1", order.port))[1] for _ in range(order.clients)
    ]
    async with asyncio.timeout(order.seconds + _PATIENCE_SECONDS):
        await asyncio.gather(*(caller.over for caller in callers))
    cuts = quantiles(tally.latencies, n=100)
    return Drive(
        answers=len(tally.latencies),
        refused=tally.refused,
        per_second=len(tally.latencies) / order.seconds,
        p50_ms=cuts[49],
        p95_ms=cuts[94],
        p99_ms=cuts[98],
        client_cpu=(_cpu_seconds() - cpu) / (time.perf_counter() - began),
    )


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps(asdict(run(drive(Order(**json.load(sys.stdin)))))))
