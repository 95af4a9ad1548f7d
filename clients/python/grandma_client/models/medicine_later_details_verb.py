from typing import Literal

MedicineLaterDetailsVerb = Literal["later", "skip"]

MEDICINE_LATER_DETAILS_VERB_VALUES: set[MedicineLaterDetailsVerb] = {
    "later",
    "skip",
}


def check_medicine_later_details_verb(value: str) -> MedicineLaterDetailsVerb:
    if value in MEDICINE_LATER_DETAILS_VERB_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {MEDICINE_LATER_DETAILS_VERB_VALUES!r}")
