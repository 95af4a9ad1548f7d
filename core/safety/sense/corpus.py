"""What the model is learned from: sentences that were written for it, by voice, and those composed from patterns."""

import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from core.safety.sense.features import MEANINGS

SENTENCES = Path(__file__).with_name("sentences")
PATTERNS = Path(__file__).with_name("patterns.txt")
WISHES = Path(__file__).parents[3] / "providers" / "rules" / "wording" / "sentences"
NONE = "none"
"""No danger."""

_OF_EACH = 20  # sentences from each pattern
_MIXED_EACH = 3  # of so many sentences one is mixed with a wish
_JOINERS = (", ", " and ", ". ", ", and ", " oh and ", ", oh, ", " but ", " also ", " ")
_SEED = 2026
_HEADING = re.compile(r"# ([a-z_]+)")
_ALTERNATIVES = re.compile(r"([\w-]+) =(.*)")
_SLOT = re.compile(r"\{([\w-]+)\}")
_SPACES = re.compile(r"\s+(?=,|\s)")


class Sample(NamedTuple):
    """A sentence with the danger that it speaks of; `voice`: who wrote it."""

    danger: str
    text: str
    voice: str


def read_corpus() -> list[Sample]:
    """Everything that is learned from."""
    return [*read_voices(SENTENCES), *compose(PATTERNS.read_text(encoding="utf-8")), *read_wishes()]


def read_voices(folder: Path) -> list[Sample]:
    """The sentences of a folder, a file for each voice."""
    return [
        Sample(danger, text, path.stem)
        for path in sorted(folder.glob("*.txt"))
        for danger, text in read_headed(path.read_text(encoding="utf-8").splitlines())
    ]


def read_headed(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each line with the heading above it."""
    heading = NONE
    for line in filter(None, map(str.strip, lines)):
        found = _HEADING.fullmatch(line)
        if found:
            heading = found[1]
        elif not line.startswith("#"):
            yield heading, line


def compose(patterns: str) -> list[Sample]:
    """Some sentences from each pattern, the same each time, none twice."""
    chance = random.Random(_SEED)  # noqa: S311 - the same each time is what is wanted
    slots: dict[str, list[str]] = {}
    found: dict[Sample, None] = {}
    lines = list(read_headed(patterns.splitlines()))
    for _, line in lines:
        if alternatives := _ALTERNATIVES.fullmatch(line):
            slots[alternatives[1]] = [each.strip() for each in alternatives[2].split("|")]
    for danger, line in lines:
        if not _ALTERNATIVES.fullmatch(line):
            found |= {Sample(danger, _fill(line, slots, chance), "patterns"): None for _ in range(_OF_EACH)}
    return list(found)


def _fill(text: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    while slot := _SLOT.search(text):
        text = f"{text[: slot.start()]}{chance.choice(slots[slot[1]])}{text[slot.end() :]}"
    return _SPACES.sub("", text).strip()


def read_wishes() -> list[Sample]:
    """What is said every day: the sentences of the abilities."""
    lines = (line for path in sorted(WISHES.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines())
    return [Sample(NONE, line.split("\t", 1)[1], "wishes") for line in lines if line.strip()]


def mix(samples: Sequence[Sample]) -> list[Sample]:
    """Some of the sentences again, each with a wish before or behind it: what is wished for takes no danger away."""
    chance = random.Random(_SEED)  # noqa: S311 - as above
    wishes = [sample.text for sample in samples if sample.voice == "wishes"]
    said = [sample for sample in samples if sample.voice != "wishes"][::_MIXED_EACH]
    found: list[Sample] = []
    for sample in said:
        parts = [sample.text, chance.choice(wishes)]
        chance.shuffle(parts)
        found.append(Sample(sample.danger, chance.choice(_JOINERS).join(parts), sample.voice))
    return found


def digest_of_corpus() -> str:
    """SHA-256 of what was written for this model."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _files())).hexdigest()


def _files() -> Sequence[Path]:
    return [*sorted(SENTENCES.glob("*.txt")), PATTERNS, MEANINGS]
