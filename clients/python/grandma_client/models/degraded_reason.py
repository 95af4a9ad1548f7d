from typing import Literal

DegradedReason = Literal["budget_spent", "model_failed", "model_spared"]

DEGRADED_REASON_VALUES: set[DegradedReason] = {
    "budget_spent",
    "model_failed",
    "model_spared",
}


def check_degraded_reason(value: str) -> DegradedReason:
    if value in DEGRADED_REASON_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DEGRADED_REASON_VALUES!r}")
