from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.since import Since, check_since

T = TypeVar("T", bound="IntervalBody")


@_attrs_define
class IntervalBody:
    """So many minutes of elapsed time from one to the next, whatever the clocks do; the first is at the one of `times`.

    `since` `scheduled`: from when the one before was due. `taken`: from when it was answered as taken; where it was
    left
    out or missed, from when it was due.

        Attributes:
            minutes (int):
            since (Since): What an interval is counted from.
    """

    minutes: int
    since: Since

    def to_dict(self) -> dict[str, Any]:
        minutes = self.minutes

        since: str = self.since

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "minutes": minutes,
                "since": since,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        minutes = d.pop("minutes")

        since = check_since(d.pop("since"))

        interval_body = cls(
            minutes=minutes,
            since=since,
        )

        return interval_body
