from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContactChange")


@_attrs_define
class ContactChange:
    """Fields of a contact to be changed; absent ones stay, only `relation` may become null.

    Attributes:
        name (str | Unset):
        relation (None | str | Unset):
        channels (list[str] | Unset): In order of preference.
        topics (list[str] | Unset): What this contact hears of without being named: activity, booking, daily_summary,
            emergency, message, missed, refill, shopping, taken, weekly_summary; `medicine` stands for missed, taken and
            refill, `all` for everything. Where empty: missed and refill. `message` alone: nothing but what they are told by
            name.
        may_edit_medicines (bool | Unset):
    """

    name: str | Unset = UNSET
    relation: None | str | Unset = UNSET
    channels: list[str] | Unset = UNSET
    topics: list[str] | Unset = UNSET
    may_edit_medicines: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        relation: None | str | Unset
        if isinstance(self.relation, Unset):
            relation = UNSET
        else:
            relation = self.relation

        channels: list[str] | Unset = UNSET
        if not isinstance(self.channels, Unset):
            channels = self.channels

        topics: list[str] | Unset = UNSET
        if not isinstance(self.topics, Unset):
            topics = self.topics

        may_edit_medicines = self.may_edit_medicines

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if relation is not UNSET:
            field_dict["relation"] = relation
        if channels is not UNSET:
            field_dict["channels"] = channels
        if topics is not UNSET:
            field_dict["topics"] = topics
        if may_edit_medicines is not UNSET:
            field_dict["may_edit_medicines"] = may_edit_medicines

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name", UNSET)

        def _parse_relation(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        relation = _parse_relation(d.pop("relation", UNSET))

        channels = cast(list[str], d.pop("channels", UNSET))

        topics = cast(list[str], d.pop("topics", UNSET))

        may_edit_medicines = d.pop("may_edit_medicines", UNSET)

        contact_change = cls(
            name=name,
            relation=relation,
            channels=channels,
            topics=topics,
            may_edit_medicines=may_edit_medicines,
        )

        return contact_change
