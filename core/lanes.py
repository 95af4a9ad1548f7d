"""Lanes: each queue has a main stream and a few bulk streams, so that who has very much to do does not stand in front
of everybody else (docs/adr/0015-lanes.md).

`Lanes` is state without I/O: what each account has queued, about. `services/flow/sampler.py` keeps it fresh.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias
from uuid import UUID

from core.domain import Queue

MAIN_LANE: Final = 0
BULK_LANES: Final = 4
LANES: Final = range(BULK_LANES + 1)
"""Every lane of a queue, the main one first."""

NOISY_ABOVE: Final = 100
"""An account with so many rows queued in one queue has its further rows put on its bulk lane."""
_WINDOW_SECONDS: Final = 1.0

Share: TypeAlias = tuple[Queue, UUID]
"""A queue, and the account that has rows in it."""


def bulk_lane_of(account_id: UUID) -> int:
    """The account's bulk lane, the same in every queue and process; `repositories/durable_work.py` has it in SQL."""
    return 1 + account_id.bytes[-1] % BULK_LANES


class Lanes:
    """Who is noisy where, by a sample that is seconds old at most and by what this process has queued itself.

    A row more or less does not matter: lanes decide who comes first, never whether something is done.
    """

    def __init__(self, *, noisy_above: int | None = NOISY_ABOVE) -> None:
        """Without `noisy_above` everything goes on the main lane."""
        self.noisy_above = noisy_above
        self._sampled: Mapping[Share, int] = {}
        self._sampled_total = 0
        self._depths: Counter[UUID] = Counter()
        self._added: Counter[UUID] = Counter()
        self._in_window: Counter[Share] = Counter()
        self._window_ends = 0.0
        self._noisy: set[Share] = set()

    @property
    def noisy(self) -> frozenset[Share]:
        """Whose further rows belong on a bulk lane."""
        return frozenset(self._noisy)

    def choose(self, queue: Queue, account_id: UUID) -> int:
        """The lane for a row that is being queued now; counts it."""
        share = (queue, account_id)
        lane = bulk_lane_of(account_id) if share in self._noisy else MAIN_LANE
        self.count([share])
        return lane

    def count(self, queued: Iterable[Share]) -> None:
        """Take note of rows that were queued.

        What counts is how many came within about a second, not since the last sample: that may be old when much is
        queued, and a quiet account's rows were worked off meanwhile.
        """
        now = time.monotonic()
        if now >= self._window_ends:
            self._in_window.clear()
            self._window_ends = now + _WINDOW_SECONDS
        for share in queued:
            self._added[share[1]] += 1
            self._in_window[share] += 1
            self._judge(share)

    def depth_of(self, account_id: UUID) -> int:
        """How many rows of the account are queued, as if none had been worked off since the last sample."""
        return self._depths[account_id] + self._added[account_id]

    @property
    def total(self) -> int:
        """How many rows are queued in all, as if none had been worked off since the last sample."""
        return self._sampled_total + self._added.total()

    def start_sample(self) -> Mapping[UUID, int]:
        """Say that the rows are about to be looked at; hand the answer to `end_sample`."""
        added, self._added = self._added, Counter()
        return added

    def end_sample(
        self, added: Mapping[UUID, int], sampled: Mapping[Share, int] | None, *, total: int | None = None
    ) -> None:
        """Take over what was found: the deep shares, and how many rows there are in all. None: nobody could look."""
        if sampled is None:
            self._added.update(added)
            return
        self._sampled = sampled
        self._sampled_total = sum(sampled.values()) if total is None else total
        self._depths = Counter()
        for (_, account_id), rows in sampled.items():
            self._depths[account_id] += rows
        self._noisy = set()
        for share in {*sampled, *self._in_window}:
            self._judge(share)

    def _judge(self, share: Share) -> None:
        known = self._sampled.get(share, 0) + self._in_window[share]
        if self.noisy_above is not None and known >= self.noisy_above:
            self._noisy.add(share)
