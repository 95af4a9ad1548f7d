from typing import Literal

Format = Literal["csv", "fhir", "json", "pdf"]

FORMAT_VALUES: set[Format] = {
    "csv",
    "fhir",
    "json",
    "pdf",
}


def check_format(value: str) -> Format:
    if value in FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {FORMAT_VALUES!r}")
