from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.invitation_body_consent import InvitationBodyConsent, check_invitation_body_consent
from ..models.invitation_body_role import InvitationBodyRole, check_invitation_body_role
from ..types import UNSET, Unset

T = TypeVar("T", bound="InvitationBody")


@_attrs_define
class InvitationBody:
    """Whom to invite, as what, and for whom.

    Attributes:
        email (str):
        role (InvitationBodyRole):
        consent (InvitationBodyConsent): Who agreed to this: the person themselves, or who represents them by law. It is
            kept with the link.
        user_ids (list[UUID] | Unset): The people they look after; empty for staff and admin, who see everybody.
    """

    email: str
    role: InvitationBodyRole
    consent: InvitationBodyConsent
    user_ids: list[UUID] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        role: str = self.role

        consent: str = self.consent

        user_ids: list[str] | Unset = UNSET
        if not isinstance(self.user_ids, Unset):
            user_ids = []
            for user_ids_item_data in self.user_ids:
                user_ids_item = str(user_ids_item_data)
                user_ids.append(user_ids_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
                "role": role,
                "consent": consent,
            }
        )
        if user_ids is not UNSET:
            field_dict["user_ids"] = user_ids

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        role = check_invitation_body_role(d.pop("role"))

        consent = check_invitation_body_consent(d.pop("consent"))

        _user_ids = d.pop("user_ids", UNSET)
        user_ids: list[UUID] | Unset = UNSET
        if _user_ids is not UNSET:
            user_ids = []
            for user_ids_item_data in _user_ids:
                user_ids_item = UUID(user_ids_item_data)

                user_ids.append(user_ids_item)

        invitation_body = cls(
            email=email,
            role=role,
            consent=consent,
            user_ids=user_ids,
        )

        return invitation_body
