from typing import Literal

InvitationBodyRole = Literal["admin", "carer-manager", "carer-viewer", "family", "person", "staff"]

INVITATION_BODY_ROLE_VALUES: set[InvitationBodyRole] = {
    "admin",
    "carer-manager",
    "carer-viewer",
    "family",
    "person",
    "staff",
}


def check_invitation_body_role(value: str) -> InvitationBodyRole:
    if value in INVITATION_BODY_ROLE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {INVITATION_BODY_ROLE_VALUES!r}")
