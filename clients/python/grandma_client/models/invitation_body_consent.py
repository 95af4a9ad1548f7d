from typing import Literal

InvitationBodyConsent = Literal["person", "representative"]

INVITATION_BODY_CONSENT_VALUES: set[InvitationBodyConsent] = {
    "person",
    "representative",
}


def check_invitation_body_consent(value: str) -> InvitationBodyConsent:
    if value in INVITATION_BODY_CONSENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {INVITATION_BODY_CONSENT_VALUES!r}")
