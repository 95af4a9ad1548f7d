"""Words that betray a wish or a day, written with a slip of the finger or without their apostrophe, as they are meant.

Only these words are mended, and only where one letter is missing, doubled, too many or swapped with its neighbour (in
long words also wrong), so that other words stay as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_WISHES = (
    *(
        "remind",
        "reminder",
        "reminders",
        "reminding",
        "cancel",
        "cancelled",
        "appointment",
        "appointments",
        "reservation",
    ),
    *("reservations", "restaurant", "restaurants", "booking", "bookings", "haircut", "hairdresser", "hairdressers"),
    *("manicure", "pedicure", "tablets", "medicine", "medicines", "medication", "daughter", "reschedule", "calendar"),
    *("birthday", "breakfast", "husband", "brother", "grandson", "granddaughter", "antibiotics", "insulin", "vitamins"),
    *("message", "shopping", "paracetamol", "prescription", "neighbour", "available", "forget", "please", "salon"),
)
DAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "yesterday", "tonight"),
    *("january", "february", "september", "october", "november", "december", "morning", "afternoon", "evening"),
    *("fortnight", "o'clock", "weekday", "weekdays", "midnight", "quarter"),
)
_SHORT = {
    **{f"{verb}nt": f"{verb}n't" for verb in ("do", "did", "does", "is", "are", "was", "were", "have", "has", "had")},
    **{f"{verb}nt": f"{verb}n't" for verb in ("could", "would", "should", "must", "need")},
    "cant": "can't",
    "wont": "won't",
    "shant": "shan't",
    "im": "i'm",
    "ive": "i've",
    "youre": "you're",
    "thats": "that's",
    "whats": "what's",
    "wheres": "where's",
    "whens": "when's",
    "theres": "there's",
    "hows": "how's",
    "whos": "who's",
}
_DAYS_BY_EAR = {
    **dict.fromkeys(("wensday", "wendsday", "wenesday", "wednsday"), "wednesday"),
    **dict.fromkeys(("febuary", "febry"), "february"),
    **dict.fromkeys(("tommorow", "tommorrow", "tomorow", "tomoro", "tomorra"), "tomorrow"),
}
_BY_EAR = {
    **_DAYS_BY_EAR,
    **dict.fromkeys(("tabel", "taible", "tabull"), "table"),
    **dict.fromkeys(("carvary", "carverey", "carverry", "carvory"), "carvery"),
    **dict.fromkeys(("resturant", "resteraunt", "restraunt", "restrant", "restront", "resterant"), "restaurant"),
    **dict.fromkeys(("kiropody", "kyropody", "chirapody", "shiropody", "cheropody"), "chiropody"),
    **dict.fromkeys(("kiropodist", "kyropodist", "chirapodist", "shiropodist"), "chiropodist"),
    **dict.fromkeys(("manicur", "mannicure", "mannycure"), "manicure"),
    **dict.fromkeys(("peddicure", "pedicur", "peddycure"), "pedicure"),
    **dict.fromkeys(("cansel", "cansle", "cancle", "canssel", "kansel"), "cancel"),
    **dict.fromkeys(("cansled", "canseled", "canselled"), "cancelled"),
    **dict.fromkeys(("apointment", "apointmant", "appoyntment", "apoyntment"), "appointment"),
    **dict.fromkeys(("reservashun", "reservasion", "rezervation"), "reservation"),
    **dict.fromkeys(("haredresser", "haredressers", "hairdreser"), "hairdresser"),
    **dict.fromkeys(("harecut", "haircutt"), "haircut"),
    **dict.fromkeys(("tablits", "tabblets", "tablats"), "tablets"),
    **dict.fromkeys(("perscription", "prescripshun"), "prescription"),
    **dict.fromkeys(("inhailer", "inhaylor", "inhaller"), "inhaler"),
}
"""As it sounds to who writes it; none of these is a word or a name."""
_LONG = 7  # letters from which on one may be wrong
_REAL = frozenset(
    (
        *("pleas", "lease", "forge", "tables", "massage", "mourning", "shipping", "stopping", "hopping", "sopping"),
        *(
            "bother",
            "preservation",
            "preservations",
            "meditation",
            "remainder",
            "remainders",
            "unavailable",
            "reminded",
            "quartet",
        ),
    )
)
"""Words of their own that are one letter from a word above."""
_ENDINGS = ("s", "d", "ed", "r", "er", "y", "ly", "ing", "es", "'s", "s'")
"""What makes another word of a word, and no slip."""


class _Speller:
    """Mends slips of a few words."""

    def __init__(self, words: Iterable[str], *, also: Mapping[str, str]) -> None:
        self._known = frozenset(words)
        self._slips = {**{slip: word for word in self._known for slip in _shorter_or_swapped(word)}, **also}
        self._wrong = {slip: word for word in self._known if len(word) >= _LONG for slip in _with_a_gap(word)}
        self._longest = 1 + max(map(len, (*self._known, *self._slips)))
        self.mend = lru_cache(maxsize=8192)(self._mend)

    def _mend(self, word: str) -> str:
        if len(word) > self._longest:  # of such a one every shorter form would be made, each as long as it is
            return word
        if word in self._known or word in _REAL or any(word.removesuffix(end) in self._known for end in _ENDINGS):
            return word
        if word in self._slips:
            return self._slips[word]
        longer = next((short for short in _shorter(word) if short in self._known), None)
        if longer is not None or len(word) < _LONG:
            return longer or word
        return next((self._wrong[gap] for gap in _with_a_gap(word) if gap in self._wrong), word)


def _shorter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _shorter_or_swapped(word: str) -> Iterator[str]:
    yield from _shorter(word)
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))


def _with_a_gap(word: str) -> Iterator[str]:
    """The word with any one letter but the first unreadable."""
    return (f"{word[:at]}?{word[at + 1 :]}" for at in range(1, len(word)))


mend = _Speller((*_WISHES, *DAYS), also={**_SHORT, **_BY_EAR}).mend
"""A lower-case word as it is meant, where that is plain."""

mend_day = _Speller(DAYS, also=_DAYS_BY_EAR).mend
"""The same for words of time alone."""
