from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.imported_venue import ImportedVenue


T = TypeVar("T", bound="VenueImportAnswer")


@_attrs_define
class VenueImportAnswer:
    """What became of all rows; all of them were taken.

    Attributes:
        created (int):
        changed (int):
        unchanged (int):
        stored (bool): false in a dry run.
        items (list[ImportedVenue]):
    """

    created: int
    changed: int
    unchanged: int
    stored: bool
    items: list[ImportedVenue]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created = self.created

        changed = self.changed

        unchanged = self.unchanged

        stored = self.stored

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created": created,
                "changed": changed,
                "unchanged": unchanged,
                "stored": stored,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.imported_venue import ImportedVenue  # noqa: PLC0415

        d = dict(src_dict)
        created = d.pop("created")

        changed = d.pop("changed")

        unchanged = d.pop("unchanged")

        stored = d.pop("stored")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = ImportedVenue.from_dict(items_item_data)

            items.append(items_item)

        venue_import_answer = cls(
            created=created,
            changed=changed,
            unchanged=unchanged,
            stored=stored,
            items=items,
        )

        venue_import_answer.additional_properties = d
        return venue_import_answer

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
