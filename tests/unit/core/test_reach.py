import pytest

from core.reach import addresses_of, plain_address


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("tel:+44 (20) 7946-0000", "tel:+442079460000"),
        ("TEL:020 7946 0000", "tel:02079460000"),
        ("voice:+442079460000?x=1", "tel:+442079460000"),
        ("mailto:Anna@Example.org", "mailto:anna@example.org"),
        ("ntfy://ntfy.sh/topic", None),
    ],
)
def test_channel_is_answered_from_one_address(channel: str, address: str | None) -> None:
    assert plain_address(channel) == address


def test_same_number_is_one_address() -> None:
    found = addresses_of(["tel:+442079460000", "voice:+442079460000"], phone="+44 20 7946 0000", email="R@e.org")
    assert found == ("tel:+442079460000", "mailto:r@e.org")
