"""Every address that strangers give is refused at each of the three doors: webhooks, booking systems, push channels."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Network

import pytest

from core.errors import GrandmaError
from services.booking.settings import check_base_url
from services.webhook.address import check_channel, check_webhook_url

# The ranges of the IANA registries, written down here once more: a range that gets lost over there is missed.
RANGES_4 = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
    *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
)
RANGES_6 = (
    *("::/128", "::1/128", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64"),
    *("2001::/32", "2001:2::/48", "2001:3::/32", "2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28"),
    *("2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10"),
    *("fec0::/10", "ff00::/8"),
)


def _spellings(address: IPv4Address) -> list[str]:
    """An IPv4 address as old parsers read it: one number, hexadecimal, octal, with parts left out."""
    number = int(address)
    a, b, c, d = address.packed
    return [
        str(number),
        hex(number),
        f"0{number:o}",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"{a}.{b}.{c}.0x{d:x}",
        f"{address}.",
        f"00{address}",
    ]


_ENDS = [end for text in RANGES_4 for net in (IPv4Network(text),) for end in {net[0], net[-1]}]
_KEPT_BY_CLOUDS = [
    IPv4Address(text)
    for text in ("127.0.0.1", "169.254.169.254", "100.100.100.200", "192.168.0.1", "10.0.0.1", "172.16.0.1", "0.0.0.0")
]
HOSTS = sorted(
    {
        *(str(end) for end in _ENDS),
        *(f"[::ffff:{end}]" for end in _ENDS),
        *(f"[{end}]" for text in RANGES_6 for net in (IPv6Network(text),) for end in (net[0], net[-1])),
        *(spelling for address in _KEPT_BY_CLOUDS for spelling in _spellings(address)),
        *(
            "localhost",
            "LocalHost",
            "localhost.",
            "app.localhost",
            "localhost.localdomain",
            "printer.local",
            "a.b.local",
        ),
        *("metadata.google.internal", "db.internal", "nas.home.arpa", "[fe80::1%25eth0]", "[::1", "[127.0.0.1]"),
        *("user@127.0.0.1", "example.org@10.0.0.1", "user:word@localhost", "127.0.0.1:443", "[::1]:443"),
        *("%31%32%37.0.0.1", "127。0。0。1", "\uff4cocalhost", "127.0.0.1\\@example.org", "①②⑦.0.0.1"),
    }
)


def at_webhooks(host: str) -> None:
    check_webhook_url(f"https://{host}/hook", allow_private=False)


def at_booking_systems(host: str) -> None:
    check_base_url(f"https://{host}/api", allow_private=False)


def at_channels(host: str) -> None:
    check_channel(f"ntfys://{host}/topic", allow_private=False, pointer="/channels/0")


def at_gotify(host: str) -> None:
    check_channel(f"gotifys://{host}/token", allow_private=False, pointer="/channels/0")


def at_matrix(host: str) -> None:
    check_channel(f"matrixs://token@{host}/#room", allow_private=False, pointer="/channels/0")


def at_signal(host: str) -> None:
    check_channel(f"signals://{host}/+442079460000", allow_private=False, pointer="/channels/0")


def at_json(host: str) -> None:
    check_channel(f"jsons://{host}/hook", allow_private=False, pointer="/channels/0")


DOORS = (at_webhooks, at_booking_systems, at_channels, at_gotify, at_matrix, at_signal, at_json)


def test_there_are_enough_of_them() -> None:
    assert len(HOSTS) >= 200


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_no_door_lets_any_of_them_in(door: Callable[[str], None]) -> None:
    let_in: list[str] = []
    for host in HOSTS:
        try:
            door(host)
        except GrandmaError:
            continue
        let_in.append(host)
    assert let_in == []


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "hooks.example.co.uk", "[2606:4700:4700::1111]"])
def test_every_door_lets_others_in(door: Callable[[str], None], host: str) -> None:
    door(host)


@pytest.mark.parametrize(
    "scheme", ["xml", "form", "syslog", "file", "exec", "dbus", "windows", "mqtt", "http", "https"]
)
def test_channels_that_reach_into_the_machine_or_anywhere_are_unknown(scheme: str) -> None:
    with pytest.raises(GrandmaError):
        check_channel(f"{scheme}://example.org/topic", allow_private=False, pointer="/channels/0")
