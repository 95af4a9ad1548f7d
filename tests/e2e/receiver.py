"""A webhook receiver as a customer would run it: any Standard Webhooks library, here `standardwebhooks`."""

import json
import threading
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from standardwebhooks import Webhook


@dataclass
class Received:
    """What arrived, by `webhook-id`; `refused` counts what no receiver should accept."""

    secret: str = ""
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    refused: list[str] = field(default_factory=list[str])
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/grandma"

    def types_by_task(self) -> dict[UUID, set[str]]:
        """Which messages each task sent."""
        found: dict[UUID, set[str]] = defaultdict(set)
        for tries in list(self.messages.values()):
            found[UUID(tries[0]["data"]["id"])].add(tries[0]["type"])
        return found

    def take(self, body: str, headers: dict[str, str]) -> bool:
        try:
            Webhook(self.secret).verify(body, headers)
        except Exception as error:  # noqa: BLE001 - whatever the library says, it is a refusal
            self.refused.append(repr(error))
            return False
        self.messages[headers["webhook-id"]].append(json.loads(body))
        return True


@contextmanager
def receiving() -> Generator[Received]:
    """A receiver on loopback inside the block; give it the secret before anything is sent."""
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(204 if received.take(body, headers) else 401)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
