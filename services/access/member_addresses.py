"""The mail addresses that people log in with: found without being read, read where a mail is sent."""

from collections.abc import Sequence

from core.blind_index import BlindIndex
from core.encryption import Cipher
from core.login import Member


class MemberAddresses:
    """What is typed is only compared; mail goes to what is stored."""

    def __init__(self, *, index: BlindIndex, cipher: Cipher) -> None:
        self._index = index
        self._cipher = cipher

    def digests_of(self, typed: str) -> Sequence[str]:
        """By what a member with this address is found; the first is how it is stored now, and tries are counted by it."""
        return self._index.all_of_address(typed)

    def address_of(self, member: Member) -> str:
        """Where mail to a member goes."""
        return self._cipher.decrypt(member.email)
