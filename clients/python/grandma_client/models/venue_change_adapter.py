from typing import Literal

VenueChangeAdapter = Literal["calcom", "easyappointments", "local", "phone", "resdiary"]

VENUE_CHANGE_ADAPTER_VALUES: set[VenueChangeAdapter] = {
    "calcom",
    "easyappointments",
    "local",
    "phone",
    "resdiary",
}


def check_venue_change_adapter(value: str) -> VenueChangeAdapter:
    if value in VENUE_CHANGE_ADAPTER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {VENUE_CHANGE_ADAPTER_VALUES!r}")
