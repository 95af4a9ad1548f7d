from typing import Literal

ContactBodyConsent = Literal["ask", "given"]

CONTACT_BODY_CONSENT_VALUES: set[ContactBodyConsent] = {
    "ask",
    "given",
}


def check_contact_body_consent(value: str) -> ContactBodyConsent:
    if value in CONTACT_BODY_CONSENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONTACT_BODY_CONSENT_VALUES!r}")
