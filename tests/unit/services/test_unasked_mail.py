import pytest

from services.unasked_mail import mailbox_of


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Anna@Example.org", "anna@example.org"),
        ("anna+home+old@example.org", "anna@example.org"),
        ("mailto:anna+1@example.org", "mailto:anna@example.org"),
        ("+anna@example.org", "+anna@example.org"),
        ("anna@exämple.org", "anna@xn--exmple-cua.org"),
        ("tel:+442079460000", "tel:+442079460000"),
        ("ntfys://ntfy.example.org/Topic", "ntfys://ntfy.example.org/Topic"),
    ],
)
def test_what_goes_to_one_mailbox_is_counted_together_and_nothing_else_is(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox
