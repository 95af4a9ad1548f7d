from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ShoppingDetails")


@_attrs_define
class ShoppingDetails:
    """`shopping`: I can keep your shopping list.

    Attributes:
        item (None | str | Unset): What is wanted, as said: "milk and eggs", "two loaves of bread".
        quantity (None | str | Unset): How much of it, as said and only where it is no part of the item: "two", "half a
            pound".
        order (None | str | Unset): "order" or "buy" where it should be bought, not only noted; "my order" and the like
            where the person asks about something bought before.
        share_with (None | str | Unset): Who is to hear of it, as said ("my family", "my daughter", "Anna"); left out
            where it is only to be noted.
    """

    item: None | str | Unset = UNSET
    quantity: None | str | Unset = UNSET
    order: None | str | Unset = UNSET
    share_with: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        item: None | str | Unset
        if isinstance(self.item, Unset):
            item = UNSET
        else:
            item = self.item

        quantity: None | str | Unset
        if isinstance(self.quantity, Unset):
            quantity = UNSET
        else:
            quantity = self.quantity

        order: None | str | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        else:
            order = self.order

        share_with: None | str | Unset
        if isinstance(self.share_with, Unset):
            share_with = UNSET
        else:
            share_with = self.share_with

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if item is not UNSET:
            field_dict["item"] = item
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if order is not UNSET:
            field_dict["order"] = order
        if share_with is not UNSET:
            field_dict["share_with"] = share_with

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_item(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        item = _parse_item(d.pop("item", UNSET))

        def _parse_quantity(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        quantity = _parse_quantity(d.pop("quantity", UNSET))

        def _parse_order(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        order = _parse_order(d.pop("order", UNSET))

        def _parse_share_with(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        share_with = _parse_share_with(d.pop("share_with", UNSET))

        shopping_details = cls(
            item=item,
            quantity=quantity,
            order=order,
            share_with=share_with,
        )

        return shopping_details
