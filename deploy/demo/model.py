"""A language model for the demonstration: it speaks Chat Completions on loopback and knows a few sentences by heart.

It shares no code with `providers/`: it reads calls as a server of another maker would. What it is not asked for it
answers with a refusal, and it keeps all that it was asked.
"""

import json
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_LARGEST_BODY = 1_000_000
_CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: which sentence it was about, and whether a form of the answer was demanded."""

    sentence: str | None
    model: str
    demands_form: bool


class ScriptedModel:
    """Answers a sentence with the wishes that it was given for it, in the form of the product's wire.

    A wish is `{"intent": …, "words": …, "slots": {…}}`; slots that are left out are null. Listens inside
    `running_model`, at `url`.
    """

    def __init__(self, answers: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.url = ""
        self._answers = dict(answers)
        self._asked: list[Asked] = []
        self._lock = threading.Lock()

    @property
    def asked(self) -> list[Asked]:
        """All calls so far, in order."""
        with self._lock:
            return list(self._asked)

    def answer(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a completion for the body of a call."""
        said = "\n".join(str(message["content"]) for message in call["messages"] if message["role"] == "user")
        # What was said before may be told along, behind the sentence in question.
        places = {each: said.find(json.dumps(each, ensure_ascii=False)) for each in self._answers}
        sentence = min((each for each, at in places.items() if at >= 0), key=lambda each: places[each], default=None)
        form = call.get("response_format", {})
        with self._lock:
            self._asked.append(Asked(sentence, str(call["model"]), form.get("type") == "json_schema"))
        if sentence is None:
            message = {"role": "assistant", "content": None, "refusal": "I know nothing of that."}
        else:
            wishes = [_complete(wish, form) for wish in self._answers[sentence]]
            message = {"role": "assistant", "content": json.dumps({"wishes": wishes}, ensure_ascii=False)}
        return {
            "id": f"chatcmpl-{len(self._asked)}",
            "object": "chat.completion",
            "created": 0,
            "model": call["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
            "usage": _count(said, str(message["content"])),
        }


def _complete(wish: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """The wish with null for the slots that the demanded form has beside those of the script."""
    definitions = form.get("json_schema", {}).get("schema", {}).get("$defs", {})
    properties = definitions.get(wish["intent"], {}).get("properties", {})
    slots = dict.fromkeys(properties.get("slots", {}).get("properties", {})) | dict(wish.get("slots", {}))
    return {**wish, "slots": slots} if slots else {name: each for name, each in wish.items() if name != "slots"}


def _count(said: str, answered: str) -> dict[str, int]:
    taken, given = len(said) // _CHARACTERS_PER_TOKEN, len(answered) // _CHARACTERS_PER_TOKEN
    return {"prompt_tokens": taken, "completion_tokens": given, "total_tokens": taken + given}


class _Handler(BaseHTTPRequestHandler):
    model: ScriptedModel
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        length = min(int(self.headers.get("content-length", "0")), _LARGEST_BODY)
        body = self.rfile.read(length)
        if not self.model.url:  # stopped: a connection that is kept alive ends without an answer
            self.close_connection = True
            return
        if self.path != "/v1/chat/completions":
            self._send(HTTPStatus.NOT_FOUND, {"error": {"message": "Unknown path.", "type": "invalid_request_error"}})
            return
        try:
            self._send(HTTPStatus.OK, self.model.answer(json.loads(body)))
        except (KeyError, TypeError, ValueError, AttributeError):
            wrong = {"message": "This is no call of Chat Completions.", "type": "invalid_request_error"}
            self._send(HTTPStatus.BAD_REQUEST, {"error": wrong})

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the story tells what was asked."""

    def _send(self, status: HTTPStatus, body: Mapping[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def running_model(answers: Mapping[str, Sequence[Mapping[str, Any]]]) -> Generator[ScriptedModel]:
    """A model that listens inside the block, on a free port of loopback."""
    model = ScriptedModel(answers)
    handler = type("_BoundHandler", (_Handler,), {"model": model})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        model.url = f"http://127.0.0.1:{server.server_port}/v1"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield model
        finally:
            model.url = ""
            server.shutdown()
