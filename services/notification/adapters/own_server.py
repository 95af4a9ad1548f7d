"""The URL of a channel on a server of somebody's own: `scheme://user:password@host:port/path?options`.

What it says decides where a message goes and whose it is there, never how it goes: method, headers and certificates are the
adapter's business, so that nobody makes us say more to a server than a message.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from services.notification.ports import ChannelRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnServer:
    """What such a URL says.

    Attributes:
        base_url: scheme, host and port, without a slash at the end.
        path: what is between the slashes behind it, unquoted, without what is empty.
        options: the query; of a name that comes twice the last value.
    """

    base_url: str
    user: str
    password: str
    path: tuple[str, ...]
    options: Mapping[str, str]

    @property
    def host(self) -> str:
        """The host by itself."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def login(self) -> Mapping[str, str]:
        """The header for user and password; none where there is no user."""
        return basic_login(self.user, self.password) if self.user else {}


def read_own_server(address: str) -> OwnServer:
    """A `#` is a part of the path: it begins the name of a room. The scheme's `s` at the end is that of https.

    Raises:
        ChannelRefusedError: there is no host, or the URL is none.
    """
    try:
        parts = urlsplit(address.replace("#", "%23"))
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ChannelRefusedError("The address of this channel can't be read.") from error
    if not host:
        raise ChannelRefusedError("The address of this channel names no host.")
    return OwnServer(
        base_url=f"{'https' if parts.scheme.lower().endswith('s') else 'http'}://{_place_in(parts)}",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        path=tuple(unquote(each) for each in parts.path.split("/") if each),
        options=dict(parse_qsl(parts.query, keep_blank_values=True)),
    )


def basic_login(user: str, password: str) -> dict[str, str]:
    """The header that says who we are."""
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def _place_in(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2].lower()
