"""A small API that breaks two promises: its notes are still there when they were deleted, its letters never are."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from uuid import uuid4

from api.openapi_links import describe_links

FORGETS_TO_DELETE, FORGETS_WHAT_WAS_MADE = "/notes", "/letters"


class _Handler(BaseHTTPRequestHandler):
    made: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        if self.path == "/openapi.json":
            self._answer(200, _document())
        elif name in self.made:
            self._answer(200, {"id": name})
        else:
            self._answer(404)

    def do_POST(self) -> None:
        name = str(uuid4())
        if self.path == FORGETS_TO_DELETE:
            self.made.add(name)
        self._answer(201, {"id": name})

    def do_DELETE(self) -> None:
        self._answer(204 if self.path.rpartition("/")[2] in self.made else 404)

    def _answer(self, status: int, value: Any = None) -> None:
        content = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def forgetful_api() -> Generator[str]:
    """Its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _document() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for collection in (FORGETS_TO_DELETE, FORGETS_WHAT_WAS_MADE):
        paths |= _paths_of(collection)
    thing = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"]}
    schemas = {collection[1:]: thing for collection in (FORGETS_TO_DELETE, FORGETS_WHAT_WAS_MADE)}
    document = {"openapi": "3.1.0", "info": {"title": "Forgetful", "version": "1"}, "paths": paths}
    document["components"] = {"schemas": schemas}
    describe_links(document)
    return document


def _paths_of(collection: str) -> dict[str, Any]:
    kind = collection[1:]
    answer = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind}"}}}}
    parameters = [
        {"name": f"id_of_{kind}", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    ]

    def operation(name: str, status: str, **more: Any) -> dict[str, Any]:
        responses = {status: {"description": "Done.", **more}, "404": {"description": "There is none."}}
        return {"operationId": f"{name}_{kind}", "responses": responses}

    return {
        collection: {"post": operation("create", "201", **answer)},
        f"{collection}/{{id_of_{kind}}}": {
            "get": operation("get", "200", **answer) | {"parameters": parameters},
            "delete": operation("delete", "204") | {"parameters": parameters},
        },
    }
