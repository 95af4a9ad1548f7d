from typing import Literal

Danger = Literal[
    "abuse",
    "bleeding",
    "breathing",
    "choking",
    "fall",
    "fire",
    "gas",
    "heart",
    "help",
    "injury",
    "intruder",
    "overdose",
    "self_harm",
    "stroke",
    "unconscious",
]

DANGER_VALUES: set[Danger] = {
    "abuse",
    "bleeding",
    "breathing",
    "choking",
    "fall",
    "fire",
    "gas",
    "heart",
    "help",
    "injury",
    "intruder",
    "overdose",
    "self_harm",
    "stroke",
    "unconscious",
}


def check_danger(value: str) -> Danger:
    if value in DANGER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DANGER_VALUES!r}")
