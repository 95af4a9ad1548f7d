"""Push by ntfy, on ntfy.sh or a server of one's own: `ntfys://host/topic`, `ntfy://host/topic`, or `ntfy://topic`.

User and password, or an access token, stand before the host (`ntfys://tk_…@host/topic`).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from core.letter import LetterAction, Urgency
from services.notification.adapters.http import ChannelClient, is_taken, judge_status
from services.notification.adapters.own_server import basic_login
from services.notification.ports import Begin, ChannelRefusedError, Letter, Receipt

CLOUD: Final = "https://ntfy.sh"
MOST_ACTIONS: Final = 3
MOST_BYTES: Final = 4_000
"""What is longer becomes an attachment there (4,096 bytes)."""
_MOST_TITLE: Final = 250
_TOPIC: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PRIORITIES: Mapping[Urgency, int] = {Urgency.LOW: 2, Urgency.NORMAL: 3, Urgency.HIGH: 4, Urgency.CRITICAL: 5}


@dataclass(frozen=True, slots=True)
class _Place:
    server: str
    topic: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class NtfyChannel:
    """Publishes as JSON. Buttons that act POST to signed links; the same letter again replaces the one before."""

    def __init__(self, client: ChannelClient, *, cloud: str = CLOUD) -> None:
        self._client = client
        self._cloud = cloud

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """Ntfy 2.16 and newer know `sequence_id`; older servers show a repeated letter twice."""
        place = self._find_place(address)
        body = {"topic": place.topic, "sequence_id": key, **_show(letter)}
        reply = await self._client.post(
            place.server,
            headers={"content-type": "application/json", **place.headers},
            content=json.dumps(body, ensure_ascii=False).encode(),
            begin=begin,
        )
        if not is_taken(reply):
            raise judge_status(reply, service="The push service")
        return Receipt(provider_id=_id_in(reply.body))

    def _find_place(self, address: str) -> _Place:
        try:
            parts = urlsplit(address)
            _ = parts.port
        except ValueError as error:
            raise ChannelRefusedError("The address of this channel can't be read.") from error
        host, path = parts.netloc.rpartition("@")[2], parts.path.strip("/")
        is_cloud = not path and bool(_TOPIC.fullmatch(host))
        topic = host if is_cloud else unquote(path)
        if not _TOPIC.fullmatch(topic):
            raise ChannelRefusedError("The address of this channel names no topic, or more than one.")
        scheme = "https" if parts.scheme.lower() == "ntfys" else "http"
        return _Place(self._cloud if is_cloud else f"{scheme}://{host}/", topic, _log_in(parts))


def _log_in(parts: SplitResult) -> Mapping[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    token = dict(parse_qsl(parts.query)).get("token", "")
    if not token and user.startswith("tk_") and not password:
        token = user
    if token:
        return {"authorization": f"Bearer {token}"}
    if not user:
        return {}
    return basic_login(user, password)


def _show(letter: Letter) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "title": letter.subject[:_MOST_TITLE],
        "message": _cut(letter.text),
        "priority": _PRIORITIES[letter.urgency],
    }
    buttons = sorted(letter.actions, key=lambda each: not each.acts)[:MOST_ACTIONS]
    if buttons:
        shown["actions"] = [_to_button(each) for each in buttons]
    if pages := [each.url for each in letter.actions if not each.acts]:
        shown["click"] = pages[0]
    return shown


def _to_button(action: LetterAction) -> dict[str, Any]:
    if not action.acts:
        return {"action": "view", "label": action.label, "url": action.url}
    return {"action": "http", "label": action.label, "url": action.url, "method": "POST", "clear": True}


def _cut(text: str) -> str:
    raw = text.encode()
    return text if len(raw) <= MOST_BYTES else raw[:MOST_BYTES].decode(errors="ignore").rstrip() + " …"


def _id_in(body: bytes) -> str | None:
    try:
        found = json.loads(body).get("id")
    except (ValueError, AttributeError):
        return None
    return found if isinstance(found, str) else None
