from typing import Literal

DoseAnswer = Literal["missed", "skipped", "snoozed", "taken"]

DOSE_ANSWER_VALUES: set[DoseAnswer] = {
    "missed",
    "skipped",
    "snoozed",
    "taken",
}


def check_dose_answer(value: str) -> DoseAnswer:
    if value in DOSE_ANSWER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DOSE_ANSWER_VALUES!r}")
