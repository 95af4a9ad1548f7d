"""What a sentence says besides: without the parts that were answered already."""

import re
from collections.abc import Sequence
from itertools import pairwise

_BREAKS = re.compile(r"[.!?;:\n…]+|[,–—]|\b(?:and|but|then|also|oh|so)\b", re.IGNORECASE)
_LEAD = re.compile(r"^(?:[\s.,;:!?–—…-]+|(?:and|but|then|also|oh|so|please)\b)+", re.IGNORECASE)


def without_parts(said: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without the clauses in which something of `spans` stands; "" where nothing is left."""
    edges = [0, *(found.start() for found in _BREAKS.finditer(said)), len(said)]
    pieces = [
        said[start:end]
        for start, end in pairwise(edges)
        if not any(start < last and first < end for first, last in spans)
    ]
    return _LEAD.sub("", "".join(pieces)).strip()
