"""Twilio's messages and calls as its documents describe them, with what it posts back about them, signed.

Not hidden: there is no idempotency key, so what is posted twice is sent twice; whoever has written STOP gets nothing more
(21610); texts longer than 1,600 characters are refused; `StatusCallbackEvent` is repeated for each event.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from tests.outside.loopback import Answered, Asked, answer_json
from tests.outside.played import PlayedServer

ACCOUNT, TOKEN = "AC00000000000000000000000000000001", "0123456789abcdef0123456789abcdef"
OUR_NUMBER = "+15005550006"
_NUMBER = re.compile(r"\+[1-9][0-9]{3,14}")
_PATH = re.compile(rf"/2010-04-01/Accounts/{ACCOUNT}/(Messages|Calls)\.json")
_LOGIN = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Made:
    """A message or a call."""

    sid: str
    form: Mapping[str, str]
    events: tuple[str, ...]


class TwilioServer(PlayedServer):
    """`made` is everything that was sent; `stopped` are the numbers that have opted out."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[Made] = []
        self.stopped: set[str] = set()
        self._numbers = count(1)

    def kind_of(self, asked: Asked) -> str:
        return "create" if _PATH.fullmatch(asked.path) else "other"

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        del query
        found = _PATH.fullmatch(asked.path)
        if found is None:
            return _refuse(404, 20404, "The requested resource was not found")
        if asked.headers.get("authorization") != _LOGIN:
            return _refuse(401, 20003, "Authenticate")
        form = asked.form
        refusal = self._refusal(form) or (_message_refusal(form) if found[1] == "Messages" else _call_refusal(form))
        if refusal:
            return refusal
        prefix = "SM" if found[1] == "Messages" else "CA"
        events = tuple(value for name, value in parse_qsl(asked.body.decode()) if name == "StatusCallbackEvent")
        self.made.append(Made(f"{prefix}{next(self._numbers):032x}", form, events))
        return answer_json({"sid": self.made[-1].sid, "status": "queued", "error_code": None}, status=201)

    def _refusal(self, form: Mapping[str, str]) -> Answered | None:
        if not _NUMBER.fullmatch(form.get("To", "")):
            return _refuse(400, 21211, f"The 'To' number {form.get('To')} is not a valid phone number.")
        if form["To"] in self.stopped:
            return _refuse(400, 21610, "Attempt to send to unsubscribed recipient")
        if not form.get("From") and not form.get("MessagingServiceSid"):
            return _refuse(400, 21603, "A 'From' phone number is required.")
        return None


def _message_refusal(form: Mapping[str, str]) -> Answered | None:
    body = form.get("Body", "")
    if not body:
        return _refuse(400, 21602, "Message body is required.")
    return (
        _refuse(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        if len(body) > 1600
        else None
    )


def _call_refusal(form: Mapping[str, str]) -> Answered | None:
    return None if form.get("Twiml") or form.get("Url") else _refuse(400, 21205, "Url parameter is required.")


def _refuse(status: int, code: int, message: str) -> Answered:
    body: dict[str, Any] = {"code": code, "message": message, "more_info": "", "status": status}
    return answer_json(body, status=status)


def sign(url: str, form: Mapping[str, str], *, token: str = TOKEN) -> str:
    """X-Twilio-Signature of what Twilio posts to us."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()
