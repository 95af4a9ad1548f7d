from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.care_permission_details_restore_type_0 import CarePermissionDetailsRestoreType0


T = TypeVar("T", bound="CarePermissionDetails")


@_attrs_define
class CarePermissionDetails:
    """`care_permission`: I can set who may change your medicines.

    Attributes:
        recipient (None | str | Unset): Who may change the medicines, as said: a name ("Anna") or a relation ("my
            daughter").
        ends (bool | None | Unset): True where they may no longer.
        asked (bool | None | Unset): True where it is only asked who may.
        restore (CarePermissionDetailsRestoreType0 | None | Unset): Who was allowed to and who not, before another task
            changed it.
    """

    recipient: None | str | Unset = UNSET
    ends: bool | None | Unset = UNSET
    asked: bool | None | Unset = UNSET
    restore: CarePermissionDetailsRestoreType0 | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.care_permission_details_restore_type_0 import CarePermissionDetailsRestoreType0  # noqa: PLC0415

        recipient: None | str | Unset
        if isinstance(self.recipient, Unset):
            recipient = UNSET
        else:
            recipient = self.recipient

        ends: bool | None | Unset
        if isinstance(self.ends, Unset):
            ends = UNSET
        else:
            ends = self.ends

        asked: bool | None | Unset
        if isinstance(self.asked, Unset):
            asked = UNSET
        else:
            asked = self.asked

        restore: dict[str, Any] | None | Unset
        if isinstance(self.restore, Unset):
            restore = UNSET
        elif isinstance(self.restore, CarePermissionDetailsRestoreType0):
            restore = self.restore.to_dict()
        else:
            restore = self.restore

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if recipient is not UNSET:
            field_dict["recipient"] = recipient
        if ends is not UNSET:
            field_dict["ends"] = ends
        if asked is not UNSET:
            field_dict["asked"] = asked
        if restore is not UNSET:
            field_dict["restore"] = restore

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.care_permission_details_restore_type_0 import CarePermissionDetailsRestoreType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_recipient(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recipient = _parse_recipient(d.pop("recipient", UNSET))

        def _parse_ends(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        ends = _parse_ends(d.pop("ends", UNSET))

        def _parse_asked(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        asked = _parse_asked(d.pop("asked", UNSET))

        def _parse_restore(data: object) -> CarePermissionDetailsRestoreType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                restore_type_0 = CarePermissionDetailsRestoreType0.from_dict(data)

                return restore_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CarePermissionDetailsRestoreType0 | None | Unset, data)

        restore = _parse_restore(d.pop("restore", UNSET))

        care_permission_details = cls(
            recipient=recipient,
            ends=ends,
            asked=asked,
            restore=restore,
        )

        return care_permission_details
