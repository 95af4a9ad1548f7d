from typing import Literal

CareVerb = Literal["cancelled", "changed", "created", "paused", "resumed", "stocked"]

CARE_VERB_VALUES: set[CareVerb] = {
    "cancelled",
    "changed",
    "created",
    "paused",
    "resumed",
    "stocked",
}


def check_care_verb(value: str) -> CareVerb:
    if value in CARE_VERB_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CARE_VERB_VALUES!r}")
