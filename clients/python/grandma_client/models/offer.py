from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Offer")


@_attrs_define
class Offer:
    """A time at a place, and the words by which it is chosen.

    Attributes:
        label (str):
        venue (str):
        date (datetime.date):
        time (str):
        location (None | str | Unset):
    """

    label: str
    venue: str
    date: datetime.date
    time: str
    location: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        venue = self.venue

        date = self.date.isoformat()

        time = self.time

        location: None | str | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        else:
            location = self.location

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
                "venue": venue,
                "date": date,
                "time": time,
            }
        )
        if location is not UNSET:
            field_dict["location"] = location

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        venue = d.pop("venue")

        date = datetime.date.fromisoformat(d.pop("date"))

        time = d.pop("time")

        def _parse_location(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        offer = cls(
            label=label,
            venue=venue,
            date=date,
            time=time,
            location=location,
        )

        return offer
