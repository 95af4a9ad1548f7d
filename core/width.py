"""Letters and digits as other keyboards write them, "７：３０ｐｍ" and "٧", as everybody here reads them.

Each character becomes one character, so that places in the text stay what they are; nothing else of what was said is
touched.
"""

import unicodedata

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_PLAIN = 0xFF01 - ord("!")
_WIDE_SPACE = 0x3000


class _Plain(dict[int, int]):
    """By code point, as `str.translate` asks for it."""

    def __missing__(self, code: int) -> int:
        if code in _FULL_WIDTH:
            return code - _TO_PLAIN
        digit = unicodedata.decimal(chr(code), None)
        return code if digit is None else ord("0") + digit


_PLAIN = _Plain({_WIDE_SPACE: ord(" ")})


def to_plain_width(text: str) -> str:
    """The text with letters, marks and digits of full width, and digits of any script, as plain ones; as long as before."""
    return text if text.isascii() else text.translate(_PLAIN)
