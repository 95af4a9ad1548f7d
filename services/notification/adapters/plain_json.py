"""Messages as JSON to an address of somebody's own: `jsons://user:password@host/path`, or `json://…` without TLS.

The fields are those that Apprise's service of this name sends: receivers that were written for it understand ours.
"""

import json
from typing import Any, Final
from urllib.parse import quote, urlencode

from services.notification.adapters.http import ChannelClient, is_taken, judge_status
from services.notification.adapters.own_server import OwnServer, read_own_server
from services.notification.letter_text import with_links
from services.notification.ports import Begin, Letter, Receipt

_VERSION: Final = "1.0"


class JSONChannel:
    """POSTs. `?-name=value` of the address becomes a parameter of the call, `?:name=value` a field of the message."""

    def __init__(self, client: ChannelClient) -> None:
        self._client = client

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        del key  # it has no field of that meaning
        server = read_own_server(address)
        reply = await self._client.post(
            _url_of(server),
            headers={"content-type": "application/json", **server.login},
            content=json.dumps(_show(letter, server), ensure_ascii=False).encode(),
            begin=begin,
        )
        if not is_taken(reply):
            raise judge_status(reply, service="The service")
        return Receipt()


def _url_of(server: OwnServer) -> str:
    asked = urlencode({name[1:]: value for name, value in server.options.items() if name.startswith("-")})
    path = "/".join(quote(each, safe="") for each in server.path)
    return f"{server.base_url}/{path}" + (f"?{asked}" if asked else "")


def _show(letter: Letter, server: OwnServer) -> dict[str, Any]:
    more = {name[1:]: value for name, value in server.options.items() if name.startswith(":") and len(name) > 1}
    return {
        **more,
        "version": _VERSION,
        "title": letter.subject,
        "message": with_links(letter),
        "attachments": [],
        "type": "info",
    }
