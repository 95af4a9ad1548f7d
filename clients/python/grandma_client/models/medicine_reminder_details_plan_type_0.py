from typing import Literal

MedicineReminderDetailsPlanType0 = Literal["open", "replaces", "uneven"]

MEDICINE_REMINDER_DETAILS_PLAN_TYPE_0_VALUES: set[MedicineReminderDetailsPlanType0] = {
    "open",
    "replaces",
    "uneven",
}


def check_medicine_reminder_details_plan_type_0(value: str) -> MedicineReminderDetailsPlanType0:
    if value in MEDICINE_REMINDER_DETAILS_PLAN_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {MEDICINE_REMINDER_DETAILS_PLAN_TYPE_0_VALUES!r}")
