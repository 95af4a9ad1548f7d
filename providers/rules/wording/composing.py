"""Sentences made of templates and lists of words, for breadth: whatever place, medicine or food is in one, it means the same.

`composed/templates.tsv` has an intent and a template in each line, with "{venue}" where one of the venues stands;
`composed/words.tsv` has a kind of word and the words of it.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TEMPLATES, WORDS = (Path(__file__).parent / "composed" / name for name in ("templates.tsv", "words.tsv"))
_FOR_EACH = 4  # sentences
_SEED = 2026
_GAP = re.compile(r"\{(\w+)\}")


class Sample(NamedTuple):
    """A sentence to learn from."""

    intent: str
    text: str


def read_samples(path: Path) -> list[Sample]:
    """What lies in a file, an intent and a text in each line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Sample(*line.split("\t", 1)) for line in lines if line.strip()]


def compose() -> list[Sample]:
    """Some sentences of every template, each once; always the same ones."""
    kinds = {kind: words.split("; ") for kind, words in read_samples(WORDS)}
    chance = random.Random(_SEED)  # noqa: S311 - the same each time is what is wanted
    return [*dict.fromkeys(_compose_all(kinds, chance))]


def _compose_all(kinds: dict[str, list[str]], chance: random.Random) -> Iterator[Sample]:
    for intent, template in read_samples(TEMPLATES):
        for _ in range(_FOR_EACH):
            text = _GAP.sub(lambda gap: chance.choice(kinds[gap[1]]), template)
            yield Sample(intent, chance.choice((text, text.lower(), text[:1].upper() + text[1:])))
