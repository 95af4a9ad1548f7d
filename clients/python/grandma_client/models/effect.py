from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.effect_response_type_0 import EffectResponseType0


T = TypeVar("T", bound="Effect")


@_attrs_define
class Effect:
    """What is known of something done outside.

    Attributes:
        key (str):
        state (str): `intent`: begun, and nobody knows more; `done`; `unknown`.
        response (EffectResponseType0 | None):
        at (datetime.datetime):
    """

    key: str
    state: str
    response: EffectResponseType0 | None
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.effect_response_type_0 import EffectResponseType0  # noqa: PLC0415

        key = self.key

        state = self.state

        response: dict[str, Any] | None
        if isinstance(self.response, EffectResponseType0):
            response = self.response.to_dict()
        else:
            response = self.response

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "state": state,
                "response": response,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.effect_response_type_0 import EffectResponseType0  # noqa: PLC0415

        d = dict(src_dict)
        key = d.pop("key")

        state = d.pop("state")

        def _parse_response(data: object) -> EffectResponseType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_type_0 = EffectResponseType0.from_dict(data)

                return response_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EffectResponseType0 | None, data)

        response = _parse_response(d.pop("response"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        effect = cls(
            key=key,
            state=state,
            response=response,
            at=at,
        )

        effect.additional_properties = d
        return effect

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
