"""Push by Gotify on a server of one's own: `gotifys://host/token`, with the path of the server before the token."""

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from core.letter import Urgency
from services.notification.adapters.http import ChannelClient, is_taken, judge_status
from services.notification.adapters.own_server import read_own_server
from services.notification.letter_text import with_links
from services.notification.ports import Begin, ChannelRefusedError, Letter, Receipt

_PRIORITIES: Final[Mapping[Urgency, int]] = {Urgency.LOW: 2, Urgency.NORMAL: 5, Urgency.HIGH: 8, Urgency.CRITICAL: 10}


class GotifyChannel:
    """Creates a message of the application that the token belongs to."""

    def __init__(self, client: ChannelClient) -> None:
        self._client = client

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        del key  # it takes none: what is sent again is shown twice
        server = read_own_server(address)
        if not server.path:
            raise ChannelRefusedError("The address of this channel has no token behind the host.")
        *folders, token = server.path
        shown = {"title": letter.subject, "message": with_links(letter), "priority": _PRIORITIES[letter.urgency]}
        reply = await self._client.post(
            "/".join([server.base_url, *(quote(each, safe="") for each in folders), "message"]),
            headers={"content-type": "application/json", "x-gotify-key": token},
            content=json.dumps(shown, ensure_ascii=False).encode(),
            begin=begin,
        )
        if not is_taken(reply):
            raise judge_status(reply, service="The push service")
        return Receipt(provider_id=_id_in(reply.body))


def _id_in(body: bytes) -> str | None:
    try:
        found = json.loads(body).get("id")
    except (ValueError, AttributeError):
        return None
    return str(found) if isinstance(found, int) else None
