"""Where the product's processes come from without importing it each time, which takes most of their start.

One process imports what `python -m run_server` and `python -m worker` import, and nothing runs in it: no setting is
read, no thread and no connection begun. For each start it forks. What is born has its own environment, arguments and
log, runs the module as `python -m` does and ends as an interpreter ends; signals and exit statuses are its own.

What only a real command shows, that importing works and says nothing, is for test_start, test_compose, test_demo.
"""

import atexit
import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from runpy import run_module

MODULES = ("run_server", "worker")
_CHECKOUT = Path(__file__).parents[2]
_LONGEST = 1 << 16  # bytes of an order: arguments and environment


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be run, and what it is given."""

    module: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: str


class Born:
    """One process of the nursery, handled as a `subprocess.Popen`."""

    def __init__(self, report: socket.socket) -> None:
        self._report = report
        self._status: int | None = None
        self.pid = self._read(60)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; its exit status, negative for the signal that ended it."""
        if self._status is None:
            try:
                self._status = self._read(timeout)
            except TimeoutError:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0) from None
            self._report.close()
        return self._status

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        if self._status is None:
            os.kill(self.pid, number)

    def _read(self, timeout: float | None) -> int:
        self._report.settimeout(timeout)
        said = self._report.recv(64)
        if not said:
            raise RuntimeError("the nursery of processes is gone; what it wrote is on standard error")
        return int(said)


def bear(order: Order) -> Born:
    """Start a process of one of MODULES."""
    report, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        socket.send_fds(_open_nursery(), [json.dumps(asdict(order)).encode()], [theirs.fileno()])
    return Born(report)


@cache
def _open_nursery() -> socket.socket:
    """One for this test process; it ends, with all that it has borne, when the socket is closed."""
    orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=_CHECKOUT,
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the tests, which stop what they started
        )

    def close() -> None:
        orders.close()
        process.wait()

    atexit.register(close)
    return orders


class _Ward:
    """The children that live, and whom to tell of their end."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._reports: dict[int, socket.socket] = {}  # by the descriptors that wake when a child ends
        self._pids: dict[int, int] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders, selectors.EVENT_READ)

    def serve(self) -> Order | None:
        """Fork for each order; returns in each child, with what was ordered, and with None when no more will come."""
        while True:
            for key, _ in self._selector.select():
                if key.fd in self._pids:
                    self._bury(key.fd)
                    continue
                said, descriptors, _, _ = socket.recv_fds(self._orders, _LONGEST, 1)
                if not said:
                    self._kill_all()
                    return None
                if self._fork(socket.socket(fileno=descriptors[0])) == 0:
                    return Order(**json.loads(said))

    def _fork(self, report: socket.socket) -> int:
        pid = os.fork()
        if pid == 0:
            self._leave(report)
            return pid
        report.send(str(pid).encode())
        descriptor = os.pidfd_open(pid)
        self._pids[descriptor], self._reports[descriptor] = pid, report
        self._selector.register(descriptor, selectors.EVENT_READ)
        return pid

    def _leave(self, report: socket.socket) -> None:
        """As a child: close what is the nursery's."""
        self._selector.close()
        for each in (self._orders, report, *self._reports.values()):
            each.close()
        for descriptor in self._pids:
            os.close(descriptor)

    def _bury(self, descriptor: int) -> None:
        self._selector.unregister(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(self._pids.pop(descriptor), 0)
        with self._reports.pop(descriptor) as report, contextlib.suppress(BrokenPipeError):  # whom it may still concern
            report.send(str(os.waitstatus_to_exitcode(status)).encode())

    def _kill_all(self) -> None:
        for pid in self._pids.values():
            os.kill(pid, signal.SIGKILL)


def _run(order: Order) -> None:
    """Be the process that was ordered."""
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(order.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.close(nothing)
    os.close(log)
    sys.argv[:] = [order.module, *order.arguments]
    run_module(order.module, run_name="__main__", alter_sys=True)


def main() -> None:
    for module in MODULES:
        import_module(module)
    gc.collect()
    gc.freeze()  # else the first collection of a child would copy all pages
    order = _Ward(socket.socket(fileno=os.dup(0))).serve()
    if order is not None:
        _run(order)


if __name__ == "__main__":
    main()
