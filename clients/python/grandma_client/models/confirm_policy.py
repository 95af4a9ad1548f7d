from typing import Literal

ConfirmPolicy = Literal["always", "auto", "never"]

CONFIRM_POLICY_VALUES: set[ConfirmPolicy] = {
    "always",
    "auto",
    "never",
}


def check_confirm_policy(value: str) -> ConfirmPolicy:
    if value in CONFIRM_POLICY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONFIRM_POLICY_VALUES!r}")
