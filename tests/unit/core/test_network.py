"""Tries are counted for a house, and for nobody who can't be told from others."""

import pytest

from core.network import counted_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("8.8.4.4", "8.8.4.4"),
        ("::ffff:8.8.4.4", "8.8.4.4"),
        ("2a00:1450:4001:81a:1::200e", "2a00:1450:4001:81a::/64"),
        ("2a00:1450:4001:81a:ffff:ffff:ffff:ffff", "2a00:1450:4001:81a::/64"),
        ("2a00:1450:4001:81b::1", "2a00:1450:4001:81b::/64"),
        ("127.0.0.1", None),
        ("172.18.0.1", None),
        ("::1", None),
        ("fe80::1%eth0", None),
        ("fd00::1", None),
        ("::ffff:10.0.0.1", None),
        ("testclient", None),
        ("", None),
        (None, None),
    ],
)
def test_network_that_tries_are_counted_for(address: str | None, network: str | None) -> None:
    assert counted_network(address) == network
