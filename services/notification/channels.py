"""Which adapter carries a channel's URL."""

from collections.abc import Mapping

from services.notification.ports import Begin, Channel, ChannelRefusedError, Letter


class NoTelephoneChannel:
    """Stands where there is no service for `tel:` yet."""

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> None:
        del letter, address, key, begin
        raise ChannelRefusedError("No telephone service is set up here.")


class Channels:
    """Adapters by scheme, and one for whatever else is on the allow-list."""

    def __init__(self, by_scheme: Mapping[str, Channel], *, others: Channel, allowed: frozenset[str]) -> None:
        self._by_scheme = by_scheme
        self._others = others
        self._allowed = allowed

    def find(self, address: str) -> Channel:
        """The adapter of an address.

        Raises:
            ChannelRefusedError: there is none for this kind of address.
        """
        scheme = scheme_of(address)
        if scheme in self._by_scheme:
            return self._by_scheme[scheme]
        if scheme not in self._allowed:
            raise ChannelRefusedError("No service is set up here for this kind of channel.")
        return self._others


def scheme_of(address: str) -> str:
    """The only part of a channel's URL that is shown: the rest may hold secrets."""
    return address.partition(":")[0].lower()
