"""Tells the story: a heading for each scene, a line for each step that was checked, one line for what went wrong."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

_LABEL_WIDTH = 11


class DemoError(Exception):
    """A step was not as it should be."""

    def __init__(self, *, expected: str, came: str) -> None:
        super().__init__(f"Expected {expected}, but {came}.")


def fail(*, expected: str, came: str) -> NoReturn:
    """Stop the story here."""
    raise DemoError(expected=expected, came=came)


def check(is_right: bool, *, expected: str, came: str) -> None:
    """Stop the story unless this is right."""
    if not is_right:
        fail(expected=expected, came=came)


class Narrator:
    """Writes plain lines; colours only where a person watches a terminal."""

    def __init__(self, output: TextIO = sys.stdout) -> None:
        self._output = output
        dull = "NO_COLOR" in os.environ or os.environ.get("TERM", "dumb") == "dumb"
        self._colours = output.isatty() and not dull

    def tell(self, text: str) -> None:
        """A plain line."""
        self._print(text)

    def open_scene(self, title: str) -> None:
        """A heading."""
        self._print(f"\n{self._paint(title, 1)}")

    def step(self, label: str, text: str) -> None:
        """A line for something that happened and was checked."""
        self._print(f"  {self._paint('✓', 32)} {self._paint(label.ljust(_LABEL_WIDTH), 2)} {text}")

    def complain(self, lines: Sequence[str]) -> None:
        """What went wrong, and where to look."""
        for number, line in enumerate(lines):
            self._print(f"  {self._paint('✗', 31)} {line}" if number == 0 else f"    {line}")

    def _print(self, line: str) -> None:
        # A terminal without these characters still gets the story.
        encoding = self._output.encoding or "utf-8"
        print(line.encode(encoding, "replace").decode(encoding), file=self._output, flush=True)

    def _paint(self, text: str, code: int) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colours else text
