from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.import_outcome import ImportOutcome, check_import_outcome

T = TypeVar("T", bound="ImportedVenue")


@_attrs_define
class ImportedVenue:
    """What became of a row.

    Attributes:
        place (str): Where it stood: a pointer into the body, or a line of the table.
        outcome (ImportOutcome): What became of a row.
        venue_id (None | UUID): null where nothing was stored.
        name (str):
        location (None | str):
    """

    place: str
    outcome: ImportOutcome
    venue_id: None | UUID
    name: str
    location: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        place = self.place

        outcome: str = self.outcome

        venue_id: None | str
        if isinstance(self.venue_id, UUID):
            venue_id = str(self.venue_id)
        else:
            venue_id = self.venue_id

        name = self.name

        location: None | str
        location = self.location

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "place": place,
                "outcome": outcome,
                "venue_id": venue_id,
                "name": name,
                "location": location,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        place = d.pop("place")

        outcome = check_import_outcome(d.pop("outcome"))

        def _parse_venue_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                venue_id_type_0 = UUID(data)

                return venue_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        venue_id = _parse_venue_id(d.pop("venue_id"))

        name = d.pop("name")

        def _parse_location(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        location = _parse_location(d.pop("location"))

        imported_venue = cls(
            place=place,
            outcome=outcome,
            venue_id=venue_id,
            name=name,
            location=location,
        )

        imported_venue.additional_properties = d
        return imported_venue

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
