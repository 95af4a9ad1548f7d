from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.venue_body import VenueBody


T = TypeVar("T", bound="VenueImportBody")


@_attrs_define
class VenueImportBody:
    """Venues to be there afterwards. What is there already (same name, same location) is changed as far as it is said.

    Attributes:
        venues (list[VenueBody]):
    """

    venues: list[VenueBody]

    def to_dict(self) -> dict[str, Any]:
        venues = []
        for venues_item_data in self.venues:
            venues_item = venues_item_data.to_dict()
            venues.append(venues_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "venues": venues,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.venue_body import VenueBody  # noqa: PLC0415

        d = dict(src_dict)
        venues = []
        _venues = d.pop("venues")
        for venues_item_data in _venues:
            venues_item = VenueBody.from_dict(venues_item_data)

            venues.append(venues_item)

        venue_import_body = cls(
            venues=venues,
        )

        return venue_import_body
