"""The no-op: its `perform` runs the task of the peers' harness, which marks start and end in the shared ledger."""

from collections.abc import Awaitable, Callable
from typing import Annotated, cast

from bench.peers import ledger
from core.ability import Cues, Slot, SlotKind
from core.domain import Queue
from core.outcome import Completed, Outcome
from services.ability import BaseTaskService, TaskDetails, Wish

_run = cast("Callable[[dict[str, int | None]], Awaitable[object]]", ledger.task)
_WORD = Slot(kind=SlotKind.TEXT)


class NoopDetails(TaskDetails):
    """The payload of `peers/ledger.py`, about 300 bytes as JSON."""

    i: Annotated[int | None, Slot(kind=SlotKind.COUNT, units=("noops",))] = None
    tenant: Annotated[str | None, _WORD] = None
    kind: Annotated[str | None, _WORD] = None
    attempt_policy: Annotated[str | None, _WORD] = None
    callback: Annotated[str | None, _WORD] = None
    document: Annotated[str | None, _WORD] = None


class NoopService(BaseTaskService[NoopDetails]):
    """Does nothing, or waits `BENCH_SLEEP_MS`."""

    intent = "noop"
    queue = Queue.ACTIVITY
    summary = "do nothing"
    details_model = NoopDetails
    cues = Cues(phrases=((r"\bnoops\b", 1.0),), examples=("17 noops",))

    async def perform(self, wish: Wish[NoopDetails]) -> Outcome:
        await _run({"i": wish.details.i})
        return Completed(summary="Nothing was to be done.", data={"ok": True})
