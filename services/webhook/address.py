"""Which addresses a webhook may go to: the rules against server-side request forgery.

`check_webhook_url` gives a friendly refusal when an address is registered. It asks no name server, because the answer
could change a second later: `services/webhook/transport.py` applies `is_public` again to what a name resolves to, at the
moment of connecting.
"""

import re
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, unquote, urlsplit

from core.errors import FieldProblem, InvalidFieldError

Address = IPv4Address | IPv6Address

MAX_URL_CHARACTERS = 2048

# The IANA special-purpose registry, plus what the standard library's `is_global` lets through.
_SPECIAL_IPV4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private use
        "100.64.0.0/10",  # shared by carriers; one cloud keeps its metadata here
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # the platform service of one cloud, reachable from inside only
        "169.254.0.0/16",  # link local, cloud metadata
        "172.16.0.0/12",  # private use
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnelling
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private use
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

# Of IPv6 only 2000::/3 is handed out for use in public. All else is refused by lying outside: loopback, IPv4-compatible,
# NAT64 (64:ff9b::/96, 64:ff9b:1::/48), 100::/64, 5f00::/16, fc00::/7, fe80::/10, fec0::/10, multicast.
_PUBLIC_IPV6 = IPv6Network("2000::/3")
_SPECIAL_IPV6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

CHANNEL_SCHEMES = frozenset(
    {
        "mailto",
        "tel",
        "voice",
        "webpush",
        "ntfy",
        "ntfys",
        "gotify",
        "gotifys",
        "discord",
        "slack",
        "tgram",
        "matrix",
        "matrixs",
        "signal",
        "signals",
        "json",
        "jsons",
    }
)
"""What a person's channel may begin with: mail, texts, calls, browsers, and the push services that are open to anybody."""
CHANNELS_WITHOUT_HOST = frozenset({"tgram", "discord", "slack"})
"""Where others have a host these have a token."""
_TOPICS_FOR_HOSTS = frozenset({"ntfy", "ntfys"})
"""Without a path these have a topic there, of the public service, which is spoken to by TLS."""
CHANNEL_PORTS = (443, 8443, 8448)
"""Where servers of somebody's own speak TLS: the web's port, its usual stand-in, and Matrix's."""
CHANNEL_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "ntfy": ("token",),
    "gotify": (),
    "matrix": ("token",),
    "signal": ("from", "to"),
    "json": ("-…", ":…"),
    "discord": ("thread", "tts", "ping"),
    "slack": ("mode", "to"),
    "tgram": ("topic", "thread", "to", "silent", "preview"),
}
"""What may stand behind the question mark; with …: names that begin so. How a message is sent (method, headers, trust), and what
else is read or fetched for it (Apprise takes templates from files and addresses), is nobody's choice."""
_MAILTO = re.compile(r"[^\s@,;:<>?/\\\"()]+@[^\s@,;:<>?/\\\"()]+")
_TEL = re.compile(r"\+?[0-9](?:[0-9 ().-]*[0-9])?")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "home.arpa")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_ENDS_IN_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet: no private, special or tunnelling range."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    return address in _PUBLIC_IPV6 and not any(address in network for network in _SPECIAL_IPV6)


def check_webhook_url(url: str, *, allow_private: bool, pointer: str = "/webhook_url") -> None:
    """Refuse an address that webhooks can't or mustn't be sent to; `pointer` names the field that held it.

    Without `allow_private` it must be https, on port 443, at a public host. No name is looked up here.

    Raises:
        InvalidFieldError: says what is wrong and what to do about it.
    """
    complaint = _complaint_about_text(url) or _complaint_about_url(url, allow_private=allow_private)
    if complaint is not None:
        raise InvalidFieldError(complaint, [FieldProblem(pointer, complaint)])


def check_channel(channel: str, *, allow_private: bool, pointer: str, is_stored: bool = False) -> None:
    """Raises InvalidFieldError where a person can't be reached by a channel, or mustn't (`ntfy://127.0.0.1/topic`).

    Without `allow_private` it must be by TLS, and on a port for that. What `is_stored` already may go on as it goes, so that
    nobody is reached no more because something else about them was changed.
    """
    complaint = _complaint_about_channel(channel, allow_private=allow_private, is_stored=is_stored)
    if complaint is not None:
        raise InvalidFieldError(complaint, [FieldProblem(pointer, complaint)])


def _complaint_about_channel(channel: str, *, allow_private: bool, is_stored: bool) -> str | None:
    scheme, _, rest = channel.partition(":")
    scheme = scheme.lower()
    if not channel.isprintable():
        return "The channel contains line breaks or control characters: remove them."
    if scheme == "mailto":
        return None if _MAILTO.fullmatch(rest) else "Write a mail address like this: mailto:anna@example.org."
    if scheme in {"tel", "voice"}:
        return None if _TEL.fullmatch(rest) else f"Write a telephone number like this: {scheme}:+442079460000."
    if scheme == "webpush":
        known = _UUID.fullmatch(rest)
        return None if known else "Browsers are added by POST /v1/users/{id}/push-subscriptions, not by hand."
    if scheme not in CHANNEL_SCHEMES or not rest.startswith("//"):
        return f"A channel looks like mailto:anna@example.org; known are {', '.join(sorted(CHANNEL_SCHEMES))}."
    complaint = _complaint_about_options(scheme, rest.partition("?")[2])
    if complaint or allow_private or scheme in CHANNELS_WITHOUT_HOST:
        return complaint
    authority, _, path = re.split(r"[?#]", rest.lstrip("/"), maxsplit=1)[0].partition("/")
    complaint = _complaint_about_authority(scheme, authority)
    is_topic = scheme in _TOPICS_FOR_HOSTS and not path.strip("/") and _TOPIC.fullmatch(authority.rpartition("@")[2])
    return complaint if complaint or is_topic or is_stored else _complaint_about_way(scheme, authority)


def _complaint_about_way(scheme: str, authority: str) -> str | None:
    if f"{scheme}s" in CHANNEL_SCHEMES:
        return f"Personal details go there: write {scheme}s:// instead of {scheme}://, so that nobody on the way reads them."
    _, port = _split_place(authority)
    if port is not None and port not in {str(each) for each in CHANNEL_PORTS}:
        known = ", ".join(str(each) for each in CHANNEL_PORTS)
        return f"Messages go to one of the ports {known}: leave the port out of the channel, or have the server listen there."
    return None


def _complaint_about_options(scheme: str, query: str) -> str | None:
    known = CHANNEL_OPTIONS.get(scheme) or CHANNEL_OPTIONS.get(scheme.removesuffix("s"), ())
    for name in (unquote(each.partition("=")[0]) for each in query.split("&") if each):
        begins = name[:1] + "…" if len(name) > 1 else name
        if name not in known and begins not in known:
            what = f"only {', '.join(known)} may stand" if known else "nothing may stand"
            return f"Remove {name[:40]!r} from the channel: behind the question mark of {scheme} {what}."
    return None


def _complaint_about_authority(scheme: str, authority: str) -> str | None:
    """A host of a single word is left alone where it can be a topic. It is looked up before it is sent to."""
    if not authority.isascii() or "\\" in authority:  # what parsers disagree on
        return "The host of the channel may have ASCII letters, digits, hyphens and dots only."
    host, _ = _split_place(authority)
    parts = SplitResult("https", host, "", "", "")
    is_topic = scheme in _TOPICS_FOR_HOSTS and not ("." in host or "[" in host or _ENDS_IN_NUMBER.fullmatch(host))
    if host == "localhost" or not is_topic:
        return _complaint_about_host(parts, host=host.strip("[]"), allow_private=False)
    return None


def _split_place(authority: str) -> tuple[str, str | None]:
    """The host, and what stands behind its colon; None where there is none."""
    place = authority.rpartition("@")[2].lower()
    host, bracket, behind = place.partition("]") if place.startswith("[") else (place.partition(":")[0], "", "")
    behind = behind if bracket else place[len(host) :]
    return host + bracket, behind.removeprefix(":") if behind else None


def _complaint_about_text(url: str) -> str | None:
    """What parsers disagree on is refused before any of them sees it."""
    if len(url) > MAX_URL_CHARACTERS:
        return f"The address is too long: shorten it to at most {MAX_URL_CHARACTERS} characters."
    if re.search(r"[\x00-\x20\x7f-\xa0\u2028\u2029]", url):
        return "The address contains spaces, line breaks or control characters: remove them."
    if not url.isascii():
        return (
            "The address contains letters outside ASCII: write an international host name in its xn-- form, "
            "and the rest percent-encoded."
        )
    if "\\" in url:
        return "The address contains a backslash: write / instead."
    return None


def _complaint_about_url(url: str, *, allow_private: bool) -> str | None:
    if "://" not in url:
        return "This is not a web address: write it in full, such as https://example.com/hook."
    try:
        parts = urlsplit(url)
    except ValueError:
        return "This is not a web address: check the brackets around its host."
    if parts.scheme not in {"https", "http"}:
        return "Only the web can be called: use an address that starts with https://."
    if parts.scheme == "http" and not allow_private:
        return "Personal details go there: use https instead of http."
    if "@" in parts.netloc:
        return (
            "The address contains a user name or password: remove it and verify the signature of each webhook instead."
        )
    if not parts.hostname:
        return "The address names no host: write it in full, such as https://example.com/hook."
    return _complaint_about_port(parts, allow_private=allow_private) or _complaint_about_host(
        parts, host=parts.hostname, allow_private=allow_private
    )


def _complaint_about_port(parts: SplitResult, *, allow_private: bool) -> str | None:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        return "The port must be a number from 1 to 65535: correct it or leave it out."
    if port not in {None, 443} and not allow_private:
        return "Calls go to port 443 only: leave the port out of the address."
    return None


def _complaint_about_host(parts: SplitResult, *, host: str, allow_private: bool) -> str | None:
    if host.endswith("."):
        return "The host ends in a dot: remove the dot."
    if "[" not in parts.netloc and not _ENDS_IN_NUMBER.fullmatch(host):
        return _complaint_about_name(host, allow_private=allow_private)
    try:
        address = IPv6Address(host) if "[" in parts.netloc else IPv4Address(host)
    except ValueError:
        return "The host is not a proper IP address: write four decimal numbers with dots, an IPv6 address, or a name."
    # A zone picks one of this machine's own network cards, which is nobody else's business.
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return "The IPv6 address names a zone: remove the part from % on."
    if not allow_private and not is_public(address):
        return "The address is private or reserved: use one that can be reached from the internet."
    return None


def _complaint_about_name(host: str, *, allow_private: bool) -> str | None:
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return "The host is not a proper name: letters, digits, hyphens and dots only, such as example.com."
    if allow_private:
        return None
    if any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES):
        return "The host is a local name: use one that can be reached from the internet."
    if "." not in host:
        return "The host name is incomplete: write it in full, such as hooks.example.com."
    return None
