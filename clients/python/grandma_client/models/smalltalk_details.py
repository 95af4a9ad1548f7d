from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SmalltalkDetails")


@_attrs_define
class SmalltalkDetails:
    """`smalltalk`: I can have a little chat."""

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        smalltalk_details = cls()

        return smalltalk_details
