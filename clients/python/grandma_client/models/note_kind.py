from typing import Literal

NoteKind = Literal["activity", "shopping"]

NOTE_KIND_VALUES: set[NoteKind] = {
    "activity",
    "shopping",
}


def check_note_kind(value: str) -> NoteKind:
    if value in NOTE_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {NOTE_KIND_VALUES!r}")
