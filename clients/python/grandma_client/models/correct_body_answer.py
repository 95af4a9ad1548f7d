from typing import Literal

CorrectBodyAnswer = Literal["missed", "skipped", "taken"]

CORRECT_BODY_ANSWER_VALUES: set[CorrectBodyAnswer] = {
    "missed",
    "skipped",
    "taken",
}


def check_correct_body_answer(value: str) -> CorrectBodyAnswer:
    if value in CORRECT_BODY_ANSWER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CORRECT_BODY_ANSWER_VALUES!r}")
