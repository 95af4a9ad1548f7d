"""Lists of words, as they are written in the grammar."""


def set_of(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())
