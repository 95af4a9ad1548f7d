from typing import Literal

VenueKind = Literal["restaurant", "salon"]

VENUE_KIND_VALUES: set[VenueKind] = {
    "restaurant",
    "salon",
}


def check_venue_kind(value: str) -> VenueKind:
    if value in VENUE_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {VENUE_KIND_VALUES!r}")
