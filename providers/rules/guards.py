"""Guards of a pattern: what must not follow its beginning, as in "^(?!.*cancel)(?!is there).*table".

Many cues have the same ones. Split off, each is tried once on a sentence.
"""

import re

from core.patterns import read_pattern

_GUARD = re.compile(r"\(\?!")
_PARENTHESIS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]")


def split_guards(pattern: str) -> tuple[list[str], str]:
    """Of "^(?!.*x)(?!y)z" what must not follow the beginning, ".*x" and "y", and the rest, "^z"."""
    guards: list[str] = []
    rest = pattern.removeprefix("^")
    if rest == pattern or len(read_pattern(pattern)) > 1:
        return [], pattern
    while _GUARD.match(rest):
        end = _end_of_group(rest)
        guards.append(rest[3:end])
        rest = rest[end + 1 :]
    return guards, "^" + rest


def _end_of_group(pattern: str) -> int:
    """Where the group ends that the pattern begins with."""
    depth = 0
    for token in _PARENTHESIS.finditer(pattern):
        depth += (token.group() == "(") - (token.group() == ")")
        if depth == 0:
            return token.start()
    return len(pattern)
