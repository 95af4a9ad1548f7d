"""Signal, by a server of one's own that runs signal-cli-rest-api: `signals://host/+44…from/+44…to`.

Behind the number that sends stand those who are told: numbers, or groups as `@id`. Without any it is a note to oneself.
"""

import json
import re
from typing import Final

from services.notification.adapters.http import ChannelClient, is_taken, judge_status
from services.notification.adapters.own_server import OwnServer, read_own_server
from services.notification.letter_text import with_links
from services.notification.ports import Begin, ChannelRefusedError, Letter, Receipt

_NUMBER: Final = re.compile(r"\+?([0-9]{7,15})")
_GROUP: Final = re.compile(r"(?:@?group\.|@)([A-Za-z0-9_=-]+)")
_BETWEEN_DIGITS: Final = re.compile(r"[ ().-]")


class SignalChannel:
    """One call for all who are told, to `/v2/send`."""

    def __init__(self, client: ChannelClient) -> None:
        self._client = client

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        del key  # it takes none: what is sent again is shown twice
        server = read_own_server(address)
        sender, told = _people_of(server)
        said = {
            "message": f"{letter.subject}\n{with_links(letter)}",
            "number": sender,
            "recipients": told,
            "text_mode": "normal",
        }
        reply = await self._client.post(
            server.base_url + "/v2/send",
            headers={"content-type": "application/json", **server.login},
            content=json.dumps(said, ensure_ascii=False).encode(),
            begin=begin,
        )
        if not is_taken(reply):
            raise judge_status(reply, service="The Signal server")
        return Receipt()


def _people_of(server: OwnServer) -> tuple[str, list[str]]:
    """Who sends, and who is told. `?from=` and `?to=` may say it as well."""
    told = list(server.path)
    sender = server.options.get("from") or (told.pop(0) if told else "")
    told += [each for each in server.options.get("to", "").split(",") if each]
    number = _read_number(sender)
    if number is None:
        raise ChannelRefusedError("The address of this channel has no number behind the host that sends.")
    return number, [_read_recipient(each) for each in told] or [number]


def _read_recipient(text: str) -> str:
    group = _GROUP.fullmatch(text.strip())
    found = f"group.{group[1]}" if group else _read_number(text)
    if found is None:
        raise ChannelRefusedError("The address of this channel tells somebody who is neither a number nor a group.")
    return found


def _read_number(text: str) -> str | None:
    found = _NUMBER.fullmatch(_BETWEEN_DIGITS.sub("", text))
    return f"+{found[1]}" if found else None
