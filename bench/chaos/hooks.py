"""`python -m bench.chaos.hooks`: the receivers of webhooks, of every kind that there is.

`good` takes what is genuine; `late` answers 500 to the first try of every message; `broken` answers 500 always, `gone`
410, `redirect` 302; `hang` never answers and `half-close` closes its side instead.
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook

from bench.chaos.asgi import Answer, Call, serve
from bench.chaos.brief import load_brief
from bench.chaos.history import HistoryWriter, Received, read_history
from core.event_loop import run

_ANSWERS = {
    "broken": Answer(HTTPStatus.INTERNAL_SERVER_ERROR),
    "gone": Answer(HTTPStatus.GONE),
    "redirect": Answer(HTTPStatus.FOUND, location="/elsewhere/nobody"),
}
_HEAD_BYTES = 65_536


class Receivers:
    """The receivers that answer; a path names the kind and the account whose secret signs."""

    def __init__(self, history: Path, secrets: Mapping[str, str]) -> None:
        known = read_history([history]) if history.exists() else []
        self._put_off = {event.message for event in known if isinstance(event, Received) and event.type == "fail"}
        self._writer = HistoryWriter(history)
        self._webhooks = {account: Webhook(secret) for account, secret in secrets.items()}

    async def handle(self, call: Call) -> Answer:
        """Take, put off or refuse one message."""
        _, receiver, account = call.path.split("/")
        if receiver in _ANSWERS:
            return _ANSWERS[receiver]
        message = call.headers["webhook-id"]
        if receiver == "late" and message not in self._put_off:
            self._put_off.add(message)
            self._writer.write(_received(receiver, call, is_ok=False, is_genuine=True))
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR)
        is_genuine = receiver in {"good", "late"} and self._is_genuine(account, call)
        self._writer.write(_received(receiver, call, is_ok=True, is_genuine=is_genuine))
        return Answer(HTTPStatus.NO_CONTENT if is_genuine else HTTPStatus.UNAUTHORIZED)

    def _is_genuine(self, account: str, call: Call) -> bool:
        try:
            self._webhooks[account].verify(call.body, dict(call.headers))
        except Exception:  # noqa: BLE001 - whatever the library says, it is a refusal
            return False
        return True


def _received(receiver: str, call: Call, *, is_ok: bool, is_genuine: bool) -> Received:
    body = call.json()
    task: dict[str, Any] = body["data"]
    result: dict[str, Any] = task["result"] or {}
    return Received(
        process="hooks",
        type="ok" if is_ok else "fail",
        task=task["id"],
        epoch=result.get("epoch"),
        message=call.headers["webhook-id"],
        news=body["type"],
        version=task["version"],
        receiver=receiver,
        is_genuine=is_genuine,
    )


async def _hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Listen on and on without a word, until the other side has enough."""
    while await reader.read(_HEAD_BYTES):
        pass
    writer.close()


async def _half_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hear the message, close our side without an answer, and keep the other one open."""
    await reader.read(_HEAD_BYTES)
    writer.write_eof()
    await _hang(reader, writer)


async def _serve_all() -> None:
    brief, folder = load_brief()
    async with (
        await asyncio.start_server(_hang, "127.0.0.1", brief.hang_port),
        await asyncio.start_server(_half_close, "127.0.0.1", brief.half_close_port),
    ):
        receivers = Receivers(folder / "hooks.jsonl", brief.secrets)
        await serve(receivers.handle, port=brief.hooks_port)


def main() -> None:
    """Serve until told to stop."""
    run(_serve_all())


if __name__ == "__main__":
    main()
