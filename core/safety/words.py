"""Words as they are compared: lower case, without apostrophes and fillers, short forms folded, near misses spelt right.

People in distress mistype, and speech recognition leaves out apostrophes. "I  can not BREATH!!" and "I can't breathe" come
out alike, and every word remembers where it stood.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = r"[^\W_]+(?:['’`´][^\W_]+)*"
_TOKEN = re.compile(
    rf"(?P<plain>(?![UuEeAa]){_LETTERS})|(?P<pause>(?:, ?)?\b(?:[Uu][mh]+|[Ee]rm?|[Aa]h)\b(?!['’])(?: ?,)?)|(?P<word>{_LETTERS})|(?P<stop>[.!?;:\n…]+)|(?P<comma>[,–—()]+)"
)
_APOSTROPHES = str.maketrans("", "", "'’`´")
STOP, COMMA = ".", ","
_STOPS = {"stop": STOP, "comma": COMMA}

_FILLERS = frozenset({"oh", "please", "just", "really", "very", "quite", "awfully"})
_FOLDED = {
    ("can", "not"): "cant",
    ("can", "t"): "cant",
    ("cant", "not"): "cant",
    ("do", "not"): "dont",
    ("does", "not"): "doesnt",
    ("did", "not"): "didnt",
    ("is", "not"): "isnt",
    ("are", "not"): "arent",
    ("was", "not"): "wasnt",
    ("will", "not"): "wont",
    ("would", "not"): "wouldnt",
    ("could", "not"): "couldnt",
    ("have", "not"): "havent",
    ("has", "not"): "hasnt",
    ("i", "am"): "im",
    ("i", "have"): "ive",
    ("we", "have"): "weve",
    ("he", "is"): "hes",
    ("he", "has"): "hes",
    ("she", "is"): "shes",
    ("she", "has"): "shes",
    ("they", "are"): "theyre",
    ("they", "have"): "theyve",
    ("it", "is"): "its",
    ("it", "has"): "its",
    ("there", "is"): "theres",
    ("that", "is"): "thats",
    ("what", "is"): "whats",
    ("any", "more"): "anymore",
    ("no", "one"): "nobody",
    ("some", "one"): "someone",
    ("gran", "ma"): "grandma",
    ("over", "dose"): "overdose",
    ("over", "dosed"): "overdosed",
    ("un", "conscious"): "unconscious",
    ("nose", "bleed"): "nosebleed",
    ("to", "many"): "too many",
    ("to", "much"): "too much",
    ("some", "body"): "someone",
}
_ASKING = frozenset({"can", "could", "may", "should", "shall", "must", "do", "did", "would", "will", "am", "are"})
"""Behind one of these "I have" is no short form: "can I have"."""
_SAME = {
    "cannot": "cant",
    "cnt": "cant",
    "carnt": "cant",
    "hart": "heart",
    "haert": "heart",
    "breth": "breath",
    "breething": "breathing",
    "brething": "breathing",
    "pane": "pain",
    "payne": "pain",
    "pian": "pain",
    "pians": "pains",
    "husban": "husband",
    "ambulanse": "ambulance",
    "tablits": "tablets",
    "panes": "pains",
    "floar": "floor",
    "flor": "floor",
    "fallin": "fallen",
    "falen": "fallen",
    "chocking": "choking",
    "coking": "choking",
    "amblance": "ambulance",
    "ambulence": "ambulance",
    "stoke": "stroke",
    "sucide": "suicide",
    "somone": "someone",
    "sumone": "someone",
    "somebodys": "someone",
    "someones": "someone",
    "somebody": "someone",
    "anybody": "anyone",
    "smel": "smell",
    "mom": "mum",
    "moms": "mums",
    "mam": "mum",
    "mummy": "mum",
    "mama": "mum",
    "neighbor": "neighbour",
    "paralyzed": "paralysed",
    "meds": "medication",
    "tabs": "tablets",
    "dnt": "dont",
    "wnt": "wont",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "wana": "want to",
    "alright": "all right",
    "okay": "ok",
    "noone": "nobody",
}
_SPELT = (
    *(
        "chest",
        "heart",
        "stroke",
        "breath",
        "breathe",
        "breathing",
        "choking",
        "bleeding",
        "fallen",
        "collapsed",
        "collapse",
    ),
    *("unconscious", "overdose", "overdosed", "ambulance", "paralysed", "swallowed", "suicide", "suicidal", "tablets"),
    *(
        "paracetamol",
        "seizure",
        "burning",
        "emergency",
        "drooping",
        "slurred",
        "slurring",
        "fainted",
        "attack",
        "bleach",
    ),
    *(
        "poison",
        "insulin",
        "throat",
        "stairs",
        "medicine",
        "medication",
        "ibuprofen",
        "warfarin",
        "intruder",
        "burglar",
    ),
    *("tightness", "pressure", "swollen", "stopped", "floor"),
)
_OTHER_WORDS = frozenset(
    {
        *(
            "chess",
            "cheat",
            "cheese",
            "hearth",
            "heard",
            "hearts",
            "heath",
            "strike",
            "strokes",
            "stroked",
            "stroller",
            "stoked",
        ),
        *(
            "breaths",
            "breather",
            "breathes",
            "breeding",
            "blending",
            "bleating",
            "blessing",
            "falling",
            "collapses",
            "tables",
        ),
        *(
            "tablet",
            "attach",
            "attacks",
            "attract",
            "bleached",
            "poisons",
            "poisoned",
            "stars",
            "stains",
            "stirs",
            "stair",
        ),
        *(
            "slopped",
            "stepped",
            "stoppered",
            "strapped",
            "swallows",
            "choosing",
            "flour",
            "floors",
            "flood",
            "medicines",
        ),
        *("burnings", "bring", "turning", "burying", "pressures", "threat", "chests", "cooking", "poking", "buglar"),
        *(
            "medications",
            "intruders",
            "burglars",
            "burglary",
            "seizures",
            "suicides",
            "overdoses",
            "fainter",
            "painted",
        ),
        *("learning", "burping", "stripped", "breath", "breathe", "swollen"),
    }
)


def _shortened(word: str) -> Iterator[str]:
    """The word, and the word without one of its letters; never without the first, which is seldom mistyped."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


_NEAR = {variant: word for word in reversed(_SPELT) for variant in _shortened(word) if len(variant) > 3}
"""What a word looks like with one letter left out → the word; compared with a text's word likewise shortened, it finds a
letter that is wrong, missing, doubled or swapped.
"""
_KNOWN = frozenset(_SPELT) | _OTHER_WORDS
_BEGINS = frozenset(word[:2] for word in _SPELT)
_LONGEST = max(map(len, _SPELT)) + 1


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words between single spaces; `.` stands for the end of a sentence, `,` for a comma."""

    text: str
    _offsets: tuple[int, ...]
    _places: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in what was said the words between two positions of `text` stand."""
        first = bisect_right(self._offsets, start) - 1
        last = bisect_right(self._offsets, max(start, end - 1)) - 1
        return self._places[first][0], self._places[last][1]


def read_words(said: str) -> Words:
    """What was said, word by word; in time linear to its length."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(said):
        kind = token.lastgroup
        if kind == "pause":
            continue
        word = _STOPS.get(kind or "") or _fold(token.group())
        folded = _FOLDED.get((words[-1], word)) if words else None
        if folded is not None and not _ASKING.issuperset(words[-2:-1] or STOP):
            words[-1], places[-1] = folded, (places[-1][0], token.end())
        elif word not in _FILLERS:
            words.append(word)
            places.append(token.span())
    offsets: list[int] = []
    at = 0
    for word in words:
        offsets.append(at)
        at += len(word) + 1
    return Words(" ".join(words), tuple(offsets), tuple(places))


@lru_cache(maxsize=8192)
def _fold(said: str) -> str:
    word = said.lower()
    if not word.isalpha():
        word = word.translate(_APOSTROPHES)
    same = _SAME.get(word)
    if same is not None:
        return same
    return word if word[:2] not in _BEGINS or len(word) < 4 else _spell(word)


def _spell(word: str) -> str:
    """The word that this one nearly is."""
    if word in _KNOWN or len(word) > _LONGEST:
        return word
    for variant in _shortened(word):
        near = _NEAR.get(variant)
        if near is not None and abs(len(near) - len(word)) <= 1 and near[0] == word[0]:
            return near
    return word
