"""A webhook receiver as a customer would write it, from the Standard Webhooks specification alone.

It shares no code with `services/webhook/`: a mistake there shows here.
"""

import base64
import binascii
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from deploy.demo.narrator import fail

_TOLERANCE_SECONDS = 300
_LARGEST_BODY = 1_000_000


class RefusedError(Exception):
    """A message is not from whom it says it is."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message whose signature is genuine."""

    id: str
    type: str
    task_id: str
    summary: str | None


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> str:
    """Return the message's id.

    Raises:
        RefusedError: the signature is not genuine, or it is too old or too new.
    """
    try:
        message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
        given = [each.partition(",") for each in headers["webhook-signature"].split(" ")]
        age = now - int(timestamp)
    except (KeyError, ValueError) as error:
        raise RefusedError("a header of the standard is missing or can't be read") from error
    if abs(age) > _TOLERANCE_SECONDS:
        raise RefusedError(f"its timestamp is {age:.0f} s away")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    if not any(version == "v1" and hmac.compare_digest(_decode(text), expected) for version, _, text in given):
        raise RefusedError("no signature fits id, timestamp and body")
    return message_id


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


class Receiver:
    """Listens on a free loopback port; remembers genuine messages and counts the others."""

    def __init__(self) -> None:
        self.secret = ""
        self.url = ""
        self._messages: dict[str, Message] = {}
        self._refused: list[str] = []
        self._changed = threading.Condition()

    def accept(self, headers: Mapping[str, str], body: bytes) -> HTTPStatus:
        """Judge one message, as the answer to its sender says."""
        try:
            message_id = verify(self.secret, headers, body, now=time.time())
            message = _read(message_id, json.loads(body))
        except (RefusedError, KeyError, TypeError, ValueError) as error:
            with self._changed:
                self._refused.append(str(error))
                self._changed.notify_all()
            return HTTPStatus.UNAUTHORIZED
        with self._changed:
            self._messages.setdefault(message_id, message)  # a repeat carries the same id
            self._changed.notify_all()
        return HTTPStatus.NO_CONTENT

    def wait_for(self, task_id: str, kind: str, *, seconds: float = 20) -> Message:
        """The genuine message of this type about this task, as soon as it is there."""
        with self._changed:
            self._changed.wait_for(lambda: self._refused or self._find(task_id, kind), timeout=seconds)
            found = self._find(task_id, kind)
            if found is None:
                came = f"a message was refused: {self._refused[0]}" if self._refused else "none arrived"
                fail(expected=f"a genuine webhook {kind} within {seconds:.0f} s", came=came)
            return found

    def forget_refusals(self) -> int:
        """How many messages were refused since the last time."""
        with self._changed:
            count = len(self._refused)
            self._refused.clear()
            return count

    @property
    def count(self) -> int:
        """How many different genuine messages came."""
        with self._changed:
            return len(self._messages)

    def _find(self, task_id: str, kind: str) -> Message | None:
        fitting = (each for each in self._messages.values() if (each.task_id, each.type) == (task_id, kind))
        return next(fitting, None)


def _read(message_id: str, body: dict[str, Any]) -> Message:
    task: dict[str, Any] = body["data"]
    result: dict[str, Any] = task["result"] or {}
    return Message(message_id, str(body["type"]), str(task["id"]), result.get("summary"))


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    timeout = 10

    def do_POST(self) -> None:
        length = min(int(self.headers.get("content-length", "0")), _LARGEST_BODY)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.send_response(self.receiver.accept(headers, self.rfile.read(length)))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the story tells what came."""


@contextmanager
def running_receiver() -> Generator[Receiver]:
    """A receiver that listens inside the block."""
    receiver = Receiver()
    handler = type("_BoundHandler", (_Handler,), {"receiver": receiver})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/grandma"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield receiver
        finally:
            server.shutdown()
