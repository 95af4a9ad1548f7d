"""One client for each address, and not ever more of them."""

import pytest

from core.errors import InvalidFieldError
from services.booking.outside_sites import OutsideSites


async def test_an_address_keeps_its_client_while_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.booking.outside_sites.MOST_SITES", 2)
    sites = OutsideSites(system="Cal.com", allow_private=False)
    one, two = await sites.at("https://one.example.com"), await sites.at("https://two.example.com")
    assert await sites.at("https://one.example.com") is one
    await sites.at("https://three.example.com")
    assert await sites.at("https://one.example.com") is one
    assert await sites.at("https://two.example.com") is not two
    await sites.aclose()


async def test_private_addresses_are_refused_when_they_are_said() -> None:
    sites = OutsideSites(system="Cal.com", allow_private=False)
    with pytest.raises(InvalidFieldError, match="private or reserved"):
        sites.check("https://10.0.0.1")
