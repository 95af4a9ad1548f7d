from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.queue import Queue, check_queue

if TYPE_CHECKING:
    from ..models.pause import Pause


T = TypeVar("T", bound="QueueState")


@_attrs_define
class QueueState:
    """How a queue stands. `waiting` is what to scale by: entries that no worker has read yet.

    Attributes:
        queue (Queue): One Redis stream per service family.
        paused (None | Pause):
        waiting (int): Entries that no worker has read yet: the lag.
        waiting_main (int):
        waiting_bulk (int): Those of accounts that have very much to do.
        in_flight (int): Entries that a worker has read and not finished.
        oldest_seconds (float): How long the oldest of those waiting has waited; 0 where none is.
        queued (int): Rows that are to be done now, on their stream or not.
        running (int):
        scheduled (int):
        retrying (int):
        dead_letters (int): Failed and not redriven.
        needs_person (int):
    """

    queue: Queue
    paused: None | Pause
    waiting: int
    waiting_main: int
    waiting_bulk: int
    in_flight: int
    oldest_seconds: float
    queued: int
    running: int
    scheduled: int
    retrying: int
    dead_letters: int
    needs_person: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.pause import Pause  # noqa: PLC0415

        queue: str = self.queue

        paused: dict[str, Any] | None
        if isinstance(self.paused, Pause):
            paused = self.paused.to_dict()
        else:
            paused = self.paused

        waiting = self.waiting

        waiting_main = self.waiting_main

        waiting_bulk = self.waiting_bulk

        in_flight = self.in_flight

        oldest_seconds = self.oldest_seconds

        queued = self.queued

        running = self.running

        scheduled = self.scheduled

        retrying = self.retrying

        dead_letters = self.dead_letters

        needs_person = self.needs_person

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "queue": queue,
                "paused": paused,
                "waiting": waiting,
                "waiting_main": waiting_main,
                "waiting_bulk": waiting_bulk,
                "in_flight": in_flight,
                "oldest_seconds": oldest_seconds,
                "queued": queued,
                "running": running,
                "scheduled": scheduled,
                "retrying": retrying,
                "dead_letters": dead_letters,
                "needs_person": needs_person,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pause import Pause  # noqa: PLC0415

        d = dict(src_dict)
        queue = check_queue(d.pop("queue"))

        def _parse_paused(data: object) -> None | Pause:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                paused_type_0 = Pause.from_dict(data)

                return paused_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Pause, data)

        paused = _parse_paused(d.pop("paused"))

        waiting = d.pop("waiting")

        waiting_main = d.pop("waiting_main")

        waiting_bulk = d.pop("waiting_bulk")

        in_flight = d.pop("in_flight")

        oldest_seconds = d.pop("oldest_seconds")

        queued = d.pop("queued")

        running = d.pop("running")

        scheduled = d.pop("scheduled")

        retrying = d.pop("retrying")

        dead_letters = d.pop("dead_letters")

        needs_person = d.pop("needs_person")

        queue_state = cls(
            queue=queue,
            paused=paused,
            waiting=waiting,
            waiting_main=waiting_main,
            waiting_bulk=waiting_bulk,
            in_flight=in_flight,
            oldest_seconds=oldest_seconds,
            queued=queued,
            running=running,
            scheduled=scheduled,
            retrying=retrying,
            dead_letters=dead_letters,
            needs_person=needs_person,
        )

        queue_state.additional_properties = d
        return queue_state

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
