"""Systems that run at many addresses, each of which a venue brings along: one client, one circuit for each address."""

from typing import Final

from services.booking.outside_client import DEADLINE_SECONDS, OutsideClient
from services.booking.settings import check_base_url

MOST_SITES: Final = 500


class OutsideSites:
    """The clients of one kind of system, called `system` where people read of it. To be closed at the end."""

    def __init__(self, *, system: str, allow_private: bool, deadline: float = DEADLINE_SECONDS) -> None:
        self._system = system
        self._allow_private = allow_private
        self._deadline = deadline
        self._clients: dict[str, OutsideClient] = {}

    def check(self, base_url: str) -> None:
        """Raises InvalidFieldError where nothing can be called, or nothing may; no name is looked up here."""
        check_base_url(base_url, allow_private=self._allow_private)

    async def at(self, base_url: str) -> OutsideClient:
        """The client for an address. Of too many, the one that was not wanted for the longest time is closed."""
        client = self._clients.pop(base_url, None) or OutsideClient(
            base_url=base_url,
            system=self._system,
            headers={},
            deadline=self._deadline,
            allow_private=self._allow_private,
        )
        self._clients[base_url] = client
        if len(self._clients) > MOST_SITES:
            await self._clients.pop(next(iter(self._clients))).aclose()
        return client

    async def aclose(self) -> None:
        """Close all of them."""
        for client in self._clients.values():
            await client.aclose()
