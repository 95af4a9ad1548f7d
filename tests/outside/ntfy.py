"""ntfy's publishing as its documents describe it: JSON to the root, at most three buttons, 4,096 bytes, tokens or users."""

import base64
import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from tests.outside.loopback import Answered, Asked, answer_json
from tests.outside.played import PlayedServer

MOST_BYTES = 4_096
TOKEN = "tk_0123456789abcdefghijklmnopqrs"
USER, PASSWORD = "anna", "pa:ss"
_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_LOGINS = {f"Bearer {TOKEN}", "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()}


class NtfyServer(PlayedServer):
    """`topics` holds what was published, a message with a known `sequence_id` in place of the one before."""

    def __init__(self, *, is_closed: bool = False) -> None:
        super().__init__()
        self.is_closed = is_closed
        self.topics: dict[str, dict[str, dict[str, Any]]] = {}
        self._numbers = count(1)

    def kind_of(self, asked: Asked) -> str:
        return "publish" if asked.method == "POST" else "other"

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        del query
        if asked.method != "POST" or asked.path != "/":
            return _refuse(404, 40401, "page not found")
        if self.is_closed and asked.headers.get("authorization") not in _LOGINS:
            return _refuse(403, 40301, "forbidden")
        said = asked.json
        complaint = _complain(said)
        if complaint:
            return _refuse(400, 40024, complaint)
        message = {"id": f"{next(self._numbers):012d}", "event": "message", "expires": 1, "time": 0, **said}
        if len(said.get("message", "").encode()) > MOST_BYTES:
            message |= {"attachment": {"name": "attachment.txt"}, "message": "You received a file: attachment.txt"}
        self.topics.setdefault(said["topic"], {})[said.get("sequence_id", message["id"])] = message
        return answer_json(message)


def _complain(said: dict[str, Any]) -> str | None:
    if not _TOPIC.fullmatch(str(said.get("topic", ""))):
        return "invalid request: topic invalid"
    if said.get("priority", 3) not in range(1, 6):
        return "invalid request: priority invalid"
    actions: list[dict[str, Any]] = said.get("actions", [])
    if len(actions) > 3 or any(not each.get("label") or each.get("action") not in {"http", "view"} for each in actions):
        return "invalid request: actions invalid"
    return None


def _refuse(status: int, code: int, error: str) -> Answered:
    return answer_json({"code": code, "http": status, "error": error}, status=status)
