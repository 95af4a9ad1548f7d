"""Where a text says what a model quotes: letters and digits must agree, spaces, marks and capitals need not."""

import re

from providers.rules.sentence import Place

_STRETCH = re.compile(r"\S")
_COVER = "\ue000"  # no letter, so that nothing can quote it; no space, so that the words around it don't join
_GAP = re.compile(rf"{_COVER}|\s{{8}}")


def find_quote(quote: str, text: str, *, start: int = 0) -> Place | None:
    """The stretch of whole words in `text` that the quote copies, the first from `start` on; None if it says it nowhere."""
    letters, places = _letters(text)
    wanted, _ = _letters(quote)
    if not wanted:
        return None
    found = [
        place
        for place in _occurrences(wanted, letters, places)
        if _is_whole(place, text) and not _GAP.search(text, *place)
    ]
    return next((place for place in found if place.start >= start), found[0] if found else None)


def cover(text: str, place: Place) -> str:
    """The text with a stretch made unreadable, as long as before."""
    return text[: place.start] + _STRETCH.sub(_COVER, text[place.start : place.end]) + text[place.end :]


def _letters(text: str) -> tuple[str, list[int]]:
    folded = [(letter, at) for at, char in enumerate(text) if char.isalnum() for letter in char.casefold()]
    return "".join(letter for letter, _ in folded), [at for _, at in folded]


def _occurrences(wanted: str, letters: str, places: list[int]) -> list[Place]:
    found: list[Place] = []
    at = letters.find(wanted)
    while at >= 0:
        found.append(Place(places[at], places[at + len(wanted) - 1] + 1))
        at = letters.find(wanted, at + 1)
    return found


def _is_whole(place: Place, text: str) -> bool:
    return not (text[place.start - 1 : place.start].isalnum() or text[place.end : place.end + 1].isalnum())
