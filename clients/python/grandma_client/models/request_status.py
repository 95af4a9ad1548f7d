from typing import Literal

RequestStatus = Literal["done", "open", "resting", "understanding"]

REQUEST_STATUS_VALUES: set[RequestStatus] = {
    "done",
    "open",
    "resting",
    "understanding",
}


def check_request_status(value: str) -> RequestStatus:
    if value in REQUEST_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REQUEST_STATUS_VALUES!r}")
