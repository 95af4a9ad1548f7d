from typing import Literal

ListDeadLettersStatusType0 = Literal["failed", "needs_person"]

LIST_DEAD_LETTERS_STATUS_TYPE_0_VALUES: set[ListDeadLettersStatusType0] = {
    "failed",
    "needs_person",
}


def check_list_dead_letters_status_type_0(value: str) -> ListDeadLettersStatusType0:
    if value in LIST_DEAD_LETTERS_STATUS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DEAD_LETTERS_STATUS_TYPE_0_VALUES!r}")
