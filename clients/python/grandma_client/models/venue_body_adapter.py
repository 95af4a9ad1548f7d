from typing import Literal

VenueBodyAdapter = Literal["calcom", "easyappointments", "local", "phone", "resdiary"]

VENUE_BODY_ADAPTER_VALUES: set[VenueBodyAdapter] = {
    "calcom",
    "easyappointments",
    "local",
    "phone",
    "resdiary",
}


def check_venue_body_adapter(value: str) -> VenueBodyAdapter:
    if value in VENUE_BODY_ADAPTER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {VENUE_BODY_ADAPTER_VALUES!r}")
