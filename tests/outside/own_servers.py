"""Push servers that people run themselves, as the documents of Gotify, signal-cli-rest-api and Matrix describe them."""

import base64
from collections.abc import Mapping
from itertools import count
from typing import Any, Final

from tests.outside.loopback import Answered, Asked, answer_json
from tests.outside.played import PlayedServer

TOKEN: Final = "AbCdEf.123-_x"
USER, PASSWORD = "anna", "pa:ss"
ROOM, ALIAS = "!kitchen:home.example", "#kitchen:home.example"
_BASIC: Final = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
_CLIENT: Final = "/_matrix/client/v3"


class GotifyServer(PlayedServer):
    """Takes messages of one application, at `/message` or `/push/message`."""

    def __init__(self) -> None:
        super().__init__()
        self.is_closed = False
        self.messages: list[dict[str, Any]] = []

    def kind_of(self, asked: Asked) -> str:
        return "message" if asked.path.endswith("/message") else "other"

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        del query
        if asked.path not in {"/message", "/push/message"} or asked.method != "POST":
            return _refuse(404, "page not found")
        if self.is_closed or asked.headers.get("x-gotify-key") != TOKEN:
            return _refuse(401, "you need to provide a valid access token")
        self.messages.append(asked.json)
        return answer_json({"id": len(self.messages), "appid": 1, **asked.json})


class SignalServer(PlayedServer):
    """Sends what it is given at `/v2/send`; behind a proxy that asks for user and password where it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_closed = False
        self.messages: list[dict[str, Any]] = []

    def kind_of(self, asked: Asked) -> str:
        return "send" if asked.path == "/v2/send" else "other"

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        del query
        if (asked.method, asked.path) != ("POST", "/v2/send"):
            return _refuse(404, "not found")
        if self.is_closed and asked.headers.get("authorization") != _BASIC:
            return _refuse(401, "unauthorized")
        if not asked.json["recipients"] or not asked.json["number"].startswith("+"):
            return _refuse(400, "Please provide at least one recipient")
        self.messages.append(asked.json)
        return answer_json({"timestamp": "1700000000000"}, status=201)


class MatrixServer(PlayedServer):
    """One room with an alias. `messages` by transaction; tokens of a password are good until they are logged out."""

    def __init__(self) -> None:
        super().__init__()
        self.is_closed = False
        self.is_encrypted = False
        self.is_member = False
        self.tokens = {TOKEN}
        self.messages: dict[tuple[str, str], dict[str, Any]] = {}
        self._numbers = count(1)

    def kind_of(self, asked: Asked) -> str:
        first = asked.path.removeprefix(f"{_CLIENT}/").split("/")[0]
        return first if asked.method == "POST" or first == "directory" else asked.method

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        del query
        if (asked.method, asked.path) == ("POST", f"{_CLIENT}/login"):
            return self._log_in(asked.json)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return _matrix_refuses(401, "M_UNKNOWN_TOKEN")
        if self.is_closed:
            return _matrix_refuses(403, "M_FORBIDDEN")
        return self._act(asked, asked.path.removeprefix(_CLIENT), token)

    def _log_in(self, said: dict[str, Any]) -> Answered:
        known = said["type"] == "m.login.password" and said["identifier"] == {"type": "m.id.user", "user": USER}
        if not known or said["password"] != PASSWORD:
            return _matrix_refuses(403, "M_FORBIDDEN")
        token = f"token-{next(self._numbers)}"
        self.tokens.add(token)
        return answer_json({"access_token": token, "user_id": f"@{USER}:home.example", "device_id": "X"})

    def _act(self, asked: Asked, path: str, token: str) -> Answered:
        match asked.method:
            case "POST" if path == "/logout":
                self.tokens.discard(token)
                return answer_json({})
            case "POST" if path in {f"/join/{ROOM}", f"/join/{ALIAS}"}:
                self.is_member = True
                return answer_json({"room_id": ROOM})
            case "GET" if path == f"/directory/room/{ALIAS}":
                return answer_json({"room_id": ROOM, "servers": ["home.example"]})
            case "GET" | "PUT" if not self.is_member:
                return _matrix_refuses(403, "M_FORBIDDEN")
            case "GET" if path == f"/rooms/{ROOM}/state/m.room.encryption":
                if self.is_encrypted:
                    return answer_json({"algorithm": "m.megolm.v1.aes-sha2"})
                return _matrix_refuses(404, "M_NOT_FOUND")
            case "PUT" if path.startswith(f"/rooms/{ROOM}/send/m.room.message/"):
                self.messages.setdefault((token, path.rpartition("/")[2]), asked.json)
                return answer_json({"event_id": f"${len(self.messages)}"})
            case _:
                return _matrix_refuses(404, "M_UNRECOGNIZED")


def _refuse(status: int, error: str) -> Answered:
    return answer_json({"error": error, "errorCode": status}, status=status)


def _matrix_refuses(status: int, code: str) -> Answered:
    return answer_json({"errcode": code, "error": code.lower()}, status=status)
