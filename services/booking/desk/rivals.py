"""Systems that book over what stands there: whether somebody came between our look and our booking.

Such a system says how many bookings there are at a time, not whose they are. Ours are known; if more have come than those,
and the time is full, nobody can tell whether there is a table for us: the booking is given back.
"""

from contextlib import suppress
from typing import NamedTuple

from core.errors import AttemptError
from services.booking.desk.checks import find_listed
from services.booking.desk.rows import DeskRows
from services.booking.ports import BookingAdapter, Capability, FreeTime, Seating


class Look(NamedTuple):
    """The wanted time as it was listed before anything was written, and how many of its bookings were surely ours."""

    listed: FreeTime
    ours: int


class Rivals:
    """Others who book in the same system."""

    def __init__(self, adapter: BookingAdapter, *, rows: DeskRows) -> None:
        self._adapter = adapter
        self._rows = rows

    async def count_ours(self, seating: Seating) -> int:
        """How many bookings of ours surely stand at that time; not counted where the system makes the check itself."""
        if Capability.CHECKS_CONFLICTS in self._adapter.capabilities:
            return 0
        return await self._rows.count_at(seating, is_certain=True)

    async def were_faster(self, seating: Seating, look: Look, *, is_moved: bool = False) -> bool:
        """Whether strangers have come since the look, and the time is full now that ours is there.

        A booking that `is_moved` there stands in our rows at its old time still.
        """
        if Capability.CHECKS_CONFLICTS in self._adapter.capabilities or look.listed.booked is None:
            return False
        with suppress(AttemptError):  # it has confirmed the booking, and what can't be seen proves nothing
            now = find_listed(await self._adapter.list_free(seating), seating)
            if now is None or now.booked is None or now.is_free:
                return False
            may_be_ours = await self._rows.count_at(seating, is_certain=False) - look.ours + is_moved
            return now.booked - look.listed.booked > max(1, may_be_ours)
        return False
