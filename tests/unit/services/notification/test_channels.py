"""Which messages may hold each other up."""

import pytest

from services.bulkheads import System
from services.notification.channels import system_of


@pytest.mark.parametrize(
    ("address", "system"),
    [
        ("mailto:anna@example.org", System("mailto")),
        ("tel:+442079460000", System("telephone")),
        ("voice:+442079460000", System("telephone")),
        ("webpush:0193a0c4-1111-7aaa-8bbb-222222222222", System("webpush")),
        ("discord://123/secret", System("discord")),
        ("tgram://123:secret/1", System("tgram")),
        ("ntfy://family", System("ntfy")),
        ("ntfy://push.example/family", System("ntfy", "push.example")),
        ("jsons://anna:secret@Hook.example:8443/a", System("jsons", "hook.example:8443")),
        ("json://hook.example", System("json", "hook.example")),
    ],
)
def test_address_belongs_to_the_system_that_may_hang(address: str, system: System) -> None:
    assert system_of(address) == system
