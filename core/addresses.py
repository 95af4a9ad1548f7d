"""Where PostgreSQL and Redis are: URLs as people write them, checked and brought into one shape.

Pydantic's own URL types refuse sockets and Sentinel, so these few rules are ours. Every ValueError here is the end of
a sentence that starts with the setting's name, and never repeats the URL: it may hold a password.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from pydantic import SecretStr

_POSTGRES_SCHEMES = frozenset({"postgres", "postgresql", "postgresql+asyncpg"})
_SENTINEL_PORT = 26379


class Host(NamedTuple):
    """A machine and a port on it."""

    name: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentinelAddress:
    """Redis behind Sentinel: who to ask, and for which service. User and password are those of Redis itself."""

    sentinels: tuple[Host, ...]
    service: str
    database: int
    username: str | None
    password: SecretStr | None


def normalise_database_url(url: str) -> str:
    """The URL with the scheme `postgresql+asyncpg`, and `sslmode` as asyncpg calls it."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in _POSTGRES_SCHEMES:
        raise ValueError("does not start with postgresql://")
    parts = _split("postgresql://" + rest)
    query = dict(parse_qsl(parts.query))
    if not parts.hostname and "host" not in query:
        raise ValueError("names no host (nor ?host=/socket/directory)")
    if not parts.path.strip("/"):
        raise ValueError("names no database")
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
        rest = rest.partition("?")[0] + "?" + urlencode(query, safe="/")
    return "postgresql+asyncpg://" + rest


def check_redis_url(url: str) -> str:
    """The URL itself, if it is one that `connect` understands."""
    parts = _split(url)
    if parts.scheme == "redis+sentinel":
        parse_sentinel_url(url)
    elif parts.scheme == "unix":
        if not parts.path.startswith("/"):
            raise ValueError("names no socket")
    elif parts.scheme in {"redis", "rediss"}:
        if not parts.hostname:
            raise ValueError("names no host")
        _to_database(parts.path.strip("/"))
    else:
        raise ValueError("does not start with redis://, rediss://, unix:// or redis+sentinel://")
    return url


def is_sentinel_url(url: str) -> bool:
    """Whether `parse_sentinel_url` is needed to reach this Redis."""
    return url.startswith("redis+sentinel://")


def parse_sentinel_url(url: str) -> SentinelAddress:
    """Read `redis+sentinel://[user:password@]host[:26379][,host…]/service[/database]`.

    Raises:
        ValueError: it isn't one; says what is missing.
    """
    scheme, _, rest = url.partition("://")
    if scheme != "redis+sentinel":
        raise ValueError("does not start with redis+sentinel://")
    place, _, path = rest.partition("?")[0].partition("/")
    credentials, _, hosts = place.rpartition("@")
    username, _, password = credentials.partition(":")
    service, _, database = path.strip("/").partition("/")
    sentinels = tuple(_to_host(text) for text in hosts.split(",") if text)
    if not sentinels:
        raise ValueError("names no sentinel")
    if not service:
        raise ValueError("names no service (redis+sentinel://host:26379/service)")
    return SentinelAddress(
        sentinels=sentinels,
        service=unquote(service),
        database=_to_database(database),
        username=unquote(username) or None,
        password=SecretStr(unquote(password)) if password else None,
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        # Several hosts, as Sentinel has them, are no port to urllib; they are read by their own parser.
        _ = parts.port if parts.scheme != "redis+sentinel" else None
    except ValueError as error:
        raise ValueError("has a host or port that can't be read (is a special character not %-encoded?)") from error
    if parts.fragment:
        raise ValueError("has a # in it, which must be written %23")
    return parts


def _to_host(text: str) -> Host:
    parts = _split("//" + text)
    if not parts.hostname:
        raise ValueError("has an empty host")
    return Host(parts.hostname, parts.port or _SENTINEL_PORT)


def _to_database(text: str) -> int:
    if text and not (text.isascii() and text.isdigit()):
        raise ValueError("has a database that is not a number")
    return int(text or 0)


def check_web_address(value: str, *, path_allowed: bool) -> None:
    """Raises ValueError where this is no http address of a host, with a path only where that is allowed."""
    shown = value[:60]
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"has {shown!r} in it, which is no address") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"has {shown!r} in it, which does not start with http:// or https:// and a host")
    if parts.query or parts.fragment or (parts.path and not path_allowed):
        raise ValueError(f"has {shown!r} in it, which goes on behind the host")


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can call this host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
