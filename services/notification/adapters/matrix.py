"""Matrix: `matrixs://token@homeserver/!room:example.org`, or with user and password, and `#alias:example.org` for the room.

The host is the homeserver's own: what a domain says elsewhere about where its homeserver is (`.well-known`) is not asked.
Messages are not encrypted from end to end, so nothing is said in a room that is.
"""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import quote

from core.errors import AttemptError
from services.notification.adapters.http import ChannelClient, Reply, is_taken, judge_status
from services.notification.adapters.own_server import OwnServer, read_own_server
from services.notification.letter_text import with_links
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
    Receipt,
)

_API: Final = "/_matrix/client/v3"
_SERVICE: Final = "The Matrix server"


class MatrixChannel:
    """Joins the room where that is needed, and sends under the letter's key: with a token, what comes again is shown once."""

    def __init__(self, client: ChannelClient) -> None:
        self._client = client

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        place = read_own_server(address)
        room = _room_in(place)
        said = {"msgtype": "m.text", "body": f"{letter.subject}\n{with_links(letter)}"}
        async with _logged_in(_Homeserver(self._client, place), place) as server:
            room_id = await _enter(server, room if _is_whole(room) else f"{room}:{server.domain}")
            path = f"/rooms/{room_id}/send/m.room.message/{quote(key, safe='')}"
            reply = await server.call("PUT", path, said, begin=begin)
        if not is_taken(reply):
            raise judge_status(reply, service=_SERVICE)
        return Receipt(provider_id=_text_in(reply, "event_id"))


class _Homeserver:
    """One server; `token` and `domain` are of whoever we are there."""

    def __init__(self, client: ChannelClient, place: OwnServer) -> None:
        self._client = client
        self._base_url = place.base_url + _API
        self.token = ""
        self.domain = place.host

    async def call(
        self, method: str, path: str, said: Mapping[str, Any] | None = None, *, begin: Begin | None = None
    ) -> Reply:
        headers = {"content-type": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        content = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        url = self._base_url + path
        return await self._client.call(method, url, headers=headers, content=content, begin=begin or _begin_nothing)

    async def prepare(
        self, method: str, path: str, said: Mapping[str, Any] | None = None, *, fine: frozenset[int] = frozenset()
    ) -> Reply:
        """Nothing is sent yet by this: what breaks off may be done again. `fine`: what is an answer beside 2xx."""
        try:
            reply = await self.call(method, path, said)
            if is_taken(reply) or reply.status in fine:
                return reply
            raise judge_status(reply, service=_SERVICE)
        except ChannelUnknownError as error:
            raise ChannelNotReachedError(error.detail) from error


@asynccontextmanager
async def _logged_in(server: _Homeserver, place: OwnServer) -> AsyncGenerator[_Homeserver]:
    """By the token of the address; or by a password, for this message alone."""
    server.token = place.options.get("token") or ("" if place.password else place.user)
    if server.token:
        yield server
        return
    asked = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": place.user},
        "password": place.password,
        "initial_device_display_name": "Grandma's AI Assistant",
    }
    reply = await server.prepare("POST", "/login", asked)
    server.token = _text_in(reply, "access_token") or ""
    if not server.token:
        raise ChannelRefusedError(f"{_SERVICE} has let us in without a token.")
    server.domain = (_text_in(reply, "user_id") or "").partition(":")[2] or server.domain
    try:
        yield server
    finally:
        with suppress(AttemptError):  # what became of the message is known by now, and this changes nothing of it
            await server.call("POST", "/logout", {})


async def _enter(server: _Homeserver, room: str) -> str:
    """The room's id, as it stands in paths. Who is in it already joins no more: servers take few joins at a time."""
    found = quote(room if room.startswith("!") else await _resolve(server, room), safe="")
    path = f"/rooms/{found}/state/m.room.encryption"
    state = await server.prepare("GET", path, fine=frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}))
    if state.status == HTTPStatus.FORBIDDEN:
        await server.prepare("POST", f"/join/{quote(room, safe='')}", {})
        state = await server.prepare("GET", path, fine=frozenset({HTTPStatus.NOT_FOUND}))
    if state.status != HTTPStatus.NOT_FOUND:
        raise ChannelRefusedError("The room is encrypted from end to end, which this channel can't do.")
    return found


async def _resolve(server: _Homeserver, alias: str) -> str:
    reply = await server.prepare("GET", f"/directory/room/{quote(alias, safe='')}")
    room_id = _text_in(reply, "room_id")
    if room_id is None:
        raise ChannelRefusedError("The Matrix server does not say which room that is.")
    return room_id


async def _begin_nothing() -> None:
    """For what can be taken back."""


def _room_in(place: OwnServer) -> str:
    """The room's id, or an alias."""
    if "mode" in place.options:
        raise ChannelRefusedError("The address of this channel has a mode, which is not known here: name a room.")
    if not place.user and not place.options.get("token"):
        raise ChannelRefusedError("The address of this channel has neither a token nor a user before the host.")
    if len(place.path) != 1 or place.path[0].startswith("@"):
        raise ChannelRefusedError("The address of this channel names no room, or more than one.")
    room = place.path[0]
    return room if room.startswith("!") else "#" + room.removeprefix("#")


def _is_whole(room: str) -> bool:
    """Ids go as they are: those of new rooms have no server in them. An alias belongs to a server, at first to ours."""
    return room.startswith("!") or ":" in room


def _text_in(reply: Reply, name: str) -> str | None:
    try:
        found: object = json.loads(reply.body)
    except ValueError:
        return None
    value = cast("dict[str, object]", found).get(name) if isinstance(found, dict) else None
    return value if isinstance(value, str) and value else None
