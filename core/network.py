"""Networks that calls come from, so far as tries are counted by them."""

import ipaddress

_IPV6_PREFIX = 64
"""What one house is given: whoever has an IPv6 address has as many of it as they like."""


def counted_network(address: str | None) -> str | None:
    """The IPv4 address, or the /64 of an IPv6 address, that tries are counted for; None where nobody can be told apart.

    That is so for what is not an address of the internet: it is a proxy that nobody has told us of (FORWARDED_ALLOW_IPS), for
    which everybody would be counted together and locked out by anybody, or it is a house of its own.
    """
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if not found.is_global:
        return None
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _IPV6_PREFIX), strict=False))
