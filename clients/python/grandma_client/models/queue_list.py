from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.pause import Pause
    from ..models.queue_state import QueueState


T = TypeVar("T", bound="QueueList")


@_attrs_define
class QueueList:
    """All queues, also those in which nothing is.

    Attributes:
        items (list[QueueState]):
        paused_accounts (list[Pause]):
    """

    items: list[QueueState]
    paused_accounts: list[Pause]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        paused_accounts = []
        for paused_accounts_item_data in self.paused_accounts:
            paused_accounts_item = paused_accounts_item_data.to_dict()
            paused_accounts.append(paused_accounts_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
                "paused_accounts": paused_accounts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pause import Pause  # noqa: PLC0415
        from ..models.queue_state import QueueState  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = QueueState.from_dict(items_item_data)

            items.append(items_item)

        paused_accounts = []
        _paused_accounts = d.pop("paused_accounts")
        for paused_accounts_item_data in _paused_accounts:
            paused_accounts_item = Pause.from_dict(paused_accounts_item_data)

            paused_accounts.append(paused_accounts_item)

        queue_list = cls(
            items=items,
            paused_accounts=paused_accounts,
        )

        queue_list.additional_properties = d
        return queue_list

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
