from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidFieldError
from services.webhook.address import check_webhook_url, is_public


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255"),
        *("127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255"),
        *("192.0.0.1", "192.0.0.8", "192.0.0.9", "192.0.0.10", "192.0.0.170", "192.0.0.192", "192.0.2.1"),
        *("192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1", "192.175.48.1", "198.18.0.1", "198.19.255.255"),
        *("198.51.100.1", "203.0.113.1", "224.0.0.1", "232.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    ],
)
def test_special_ipv4_address_is_not_public(address: str) -> None:
    assert not is_public(IPv4Address(address))
    assert not is_public(IPv6Address(f"::ffff:{address}"))


@pytest.mark.parametrize(
    "address",
    [
        *("::", "::1", "::7f00:1", "::169.254.169.254", "::8.8.8.8", "::ffff:0:127.0.0.1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "100:0:0:1::1", "1fff::1"),
        *("2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:3::1", "2001:4:112::1"),
        *("2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::1"),
        *("2002:a9fe:a9fe::", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "fc00::1"),
        *("fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "feff::1", "ff02::1", "ff0e::1"),
    ],
)
def test_special_ipv6_address_is_not_public(address: str) -> None:
    assert not is_public(IPv6Address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"),
        *("128.0.0.0", "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0"),
        *("191.255.255.255", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255"),
        *("198.20.0.0", "223.255.255.255"),
        *("2000::1", "2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450:4001::1"),
        *("2003::1", "2620:4f:8001::1", "3fff:1000::1", "3ffe::1", "::ffff:8.8.8.8"),
    ],
)
def test_address_beside_a_special_range_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses())
def test_nothing_that_the_standard_library_calls_private_is_public(address: IPv4Address | IPv6Address) -> None:
    meant = (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address

    assert not is_public(address) or (meant.is_global and not meant.is_multicast and not meant.is_reserved)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://example.com/hook?a=1&b=%20#part",
        "HTTPS://Hooks.Example.COM:443/",
        "https://xn--bcher-kva.example/hook",
        "https://my_app.example.com/",
        "https://8.8.8.8/hook",
        "https://[2606:4700:4700::1111]/hook",
        "https://1password.com/x@y",
        "https://example.com/" + "a" * 2028,
    ],
)
def test_public_https_address_is_taken(url: str) -> None:
    check_webhook_url(url, allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "http://localhost:8080/hook",
        "http://receiver:9000/hook",
        "http://127.0.0.1:65535",
        "http://[::1]:1/hook",
        "https://10.0.0.7/hook",
        "http://printer.local/hook",
    ],
)
def test_private_address_is_taken_only_where_allowed(url: str) -> None:
    check_webhook_url(url, allow_private=True)

    with pytest.raises(InvalidFieldError):
        check_webhook_url(url, allow_private=False)


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("", "write it in full"),
        ("example.com/hook", "write it in full"),
        ("https:example.com", "write it in full"),
        ("mailto:a@example.com", "write it in full"),
        ("ftp://example.com/", "starts with https://"),
        ("file:///etc/passwd", "starts with https://"),
        ("gopher://example.com/", "starts with https://"),
        ("://example.com/", "starts with https://"),
        ("https:///hook", "names no host"),
        ("https://:443/hook", "names no host"),
        ("https://?a", "names no host"),
        ("https://user:pass@example.com/", "user name or password"),
        ("https://example.com@evil.example/", "user name or password"),
        ("https://@example.com/", "user name or password"),
        ("https://example.com:0/", "from 1 to 65535"),
        ("https://example.com:65536/", "from 1 to 65535"),
        ("https://example.com:-1/", "from 1 to 65535"),
        ("https://example.com:443x/", "from 1 to 65535"),
        ("https://2130706433/", "not a proper IP address"),
        ("https://0177.0.0.1/", "not a proper IP address"),
        ("https://0x7f.0.0.1/", "not a proper IP address"),
        ("https://0x7f000001/", "not a proper IP address"),
        ("https://127.1/", "not a proper IP address"),
        ("https://127.0.0.0x1/", "not a proper IP address"),
        ("https://1.2.3.4.5/", "not a proper IP address"),
        ("https://256.1.1.1/", "not a proper IP address"),
        ("https://example.1/", "not a proper IP address"),
        ("https://127.0.0.1./", "remove the dot"),
        ("https://localhost./", "remove the dot"),
        ("https://example.com./", "remove the dot"),
        ("https://bücher.example/", "xn-- form"),
        ("https://example.com/büch", "percent-encoded"),
        ("https://\uff4cocalhost/", "xn-- form"),
        ("https://127\u30020\u30020\u30021/", "xn-- form"),
        ("https://exa mple.com/", "spaces"),
        (" https://example.com/", "spaces"),
        ("https://example.com/\n", "spaces"),
        ("https://example.com/\x00", "control characters"),
        ("https://example.com/\x7f", "control characters"),
        ("https://example.com\\@evil.example/", "backslash"),
        ("https://%31%32%37.0.0.1/", "not a proper IP address"),
        ("https://%6cocalhost/", "not a proper name"),
        ("https://-bad.example/", "not a proper name"),
        ("https://a..example/", "not a proper name"),
        ("https://.example.com/", "not a proper name"),
        ("https://" + "a" * 64 + ".example/", "not a proper name"),
        ("https://" + "a." * 126 + "aa/", "not a proper name"),
        ("https://ex*mple.com/", "not a proper name"),
        ("https://[::1/", "brackets"),
        ("https://[v1.x]/", "not a"),
        ("https://[127.0.0.1]/", "not a"),
        ("https://[fe80::1%25eth0]/", "zone"),
        ("https://example.com/" + "a" * 2029, "2048 characters"),
    ],
)
@pytest.mark.parametrize("allow_private", [True, False])
def test_malformed_address_is_refused_with_advice(url: str, advice: str, allow_private: bool) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_webhook_url(url, allow_private=allow_private)

    (problem,) = caught.value.errors
    assert problem.pointer == "/webhook_url"
    assert advice in problem.detail
    assert caught.value.detail == problem.detail


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("http://example.com/", "https instead of http"),
        ("https://example.com:8443/", "port 443 only"),
        ("https://example.com:80/", "port 443 only"),
        ("https://127.0.0.1/", "private or reserved"),
        ("https://169.254.169.254/latest/meta-data/", "private or reserved"),
        ("https://[::1]/", "private or reserved"),
        ("https://[::ffff:10.0.0.1]/", "private or reserved"),
        ("https://[64:ff9b::a9fe:a9fe]/", "private or reserved"),
        ("https://[fd00:ec2::254]/", "private or reserved"),
        ("https://localhost/", "local name"),
        ("https://LOCALHOST/", "local name"),
        ("https://app.localhost/", "local name"),
        ("https://printer.local/", "local name"),
        ("https://metadata.google.internal/", "local name"),
        ("https://nas.home.arpa/", "local name"),
        ("https://intranet/", "incomplete"),
    ],
)
def test_private_address_is_refused_with_advice(url: str, advice: str) -> None:
    with pytest.raises(InvalidFieldError, match=advice):
        check_webhook_url(url, allow_private=False)


def test_refusal_names_the_field_that_held_the_address() -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_webhook_url("https://localhost/", allow_private=False, pointer="/url")

    assert caught.value.errors[0].pointer == "/url"


_PARTS = st.sampled_from(
    ["https://", "//", "example.com", "127.0.0.1", "[::1]", "@", ":", "443", "/", "\\", "?", "#", "%40", ".", "a", "\t"]
)


@given(st.lists(_PARTS, max_size=8).map(lambda parts: "https://" + "".join(parts)))
def test_host_that_was_checked_is_the_host_that_is_called(url: str) -> None:
    try:
        check_webhook_url(url, allow_private=False)
    except InvalidFieldError:
        return

    assert httpx2.URL(url).host == urlsplit(url).hostname
    assert httpx2.URL(url).userinfo == b""
    assert httpx2.URL(url).port is None
