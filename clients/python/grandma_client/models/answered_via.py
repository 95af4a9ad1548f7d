from typing import Literal

AnsweredVia = Literal["api", "link", "mail", "ntfy", "push", "sms", "voice", "words"]

ANSWERED_VIA_VALUES: set[AnsweredVia] = {
    "api",
    "link",
    "mail",
    "ntfy",
    "push",
    "sms",
    "voice",
    "words",
}


def check_answered_via(value: str) -> AnsweredVia:
    if value in ANSWERED_VIA_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ANSWERED_VIA_VALUES!r}")
