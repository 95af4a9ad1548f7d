from typing import Literal

ImportOutcome = Literal["changed", "created", "unchanged"]

IMPORT_OUTCOME_VALUES: set[ImportOutcome] = {
    "changed",
    "created",
    "unchanged",
}


def check_import_outcome(value: str) -> ImportOutcome:
    if value in IMPORT_OUTCOME_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {IMPORT_OUTCOME_VALUES!r}")
