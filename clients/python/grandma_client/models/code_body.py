from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CodeBody")


@_attrs_define
class CodeBody:
    """How the contact gets their code.

    Attributes:
        send (bool | Unset): To their first channel. Otherwise it is shown, for them to text to our number. Default:
            True.
    """

    send: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        send = self.send

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if send is not UNSET:
            field_dict["send"] = send

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        send = d.pop("send", UNSET)

        code_body = cls(
            send=send,
        )

        return code_body
