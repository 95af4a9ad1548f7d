"""Which adapter carries a channel's URL (docs/notifications.md)."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from services.bulkheads import System
from services.notification.ports import Begin, Channel, ChannelRefusedError, Letter, Receipt
from services.webhook.address import CHANNELS_WITHOUT_HOST

_ONE_FOR_ALL: Mapping[str, str] = {"tel": "telephone", "voice": "telephone", "webpush": "webpush"}
_TOPICS = frozenset({"ntfy", "ntfys"})
"""Without a path the host is a topic of the public service."""


class NoTelephoneChannel:
    """Stands where TWILIO_ACCOUNT_SID is not set."""

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        del letter, address, key, begin
        raise ChannelRefusedError("No telephone service is set up here.")


class Channels:
    """Adapters by scheme. Each is named: no adapter takes whatever is left, since it might reach anywhere."""

    def __init__(self, by_scheme: Mapping[str, Channel]) -> None:
        self._by_scheme = by_scheme

    @property
    def schemes(self) -> frozenset[str]:
        """What addresses may begin with."""
        return frozenset(self._by_scheme)

    def find(self, address: str) -> Channel:
        """The adapter of an address.

        Raises:
            ChannelRefusedError: there is none for this kind of address.
        """
        found = self._by_scheme.get(scheme_of(address))
        if found is None:
            raise ChannelRefusedError("No service is set up here for this kind of channel.")
        return found


def system_of(address: str) -> System:
    """What may hold up the messages to it, and no others: the mail server, a service for all, or somebody's own server.

    Texts and calls go by the same telephone service. Which push service a browser has is not known here.
    """
    scheme = scheme_of(address)
    if scheme in _ONE_FOR_ALL:
        return System(_ONE_FOR_ALL[scheme])
    parts = urlsplit(address)
    is_shared = scheme in CHANNELS_WITHOUT_HOST or (scheme in _TOPICS and not parts.path.strip("/"))
    return System(scheme, "" if is_shared else parts.netloc.rpartition("@")[2].lower())


def scheme_of(address: str) -> str:
    """The only part of a channel's URL that is shown: the rest may hold secrets."""
    return address.partition(":")[0].lower()
