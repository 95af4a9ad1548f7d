from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="BrowserKeysBody")


@_attrs_define
class BrowserKeysBody:
    """The keys of a browser, as `PushSubscription.toJSON()` has them.

    Attributes:
        p256dh (str):
        auth (str):
    """

    p256dh: str
    auth: str

    def to_dict(self) -> dict[str, Any]:
        p256dh = self.p256dh

        auth = self.auth

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "p256dh": p256dh,
                "auth": auth,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        p256dh = d.pop("p256dh")

        auth = d.pop("auth")

        browser_keys_body = cls(
            p256dh=p256dh,
            auth=auth,
        )

        return browser_keys_body
