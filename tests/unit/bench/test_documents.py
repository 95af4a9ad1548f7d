"""What docs/chaos.md says of nemeses and invariants is what the code has."""

import re
from pathlib import Path

from bench.chaos.checker import CHECKS
from bench.chaos.nemeses import NEMESES

_DOCUMENT = (Path(__file__).parents[3] / "docs" / "chaos.md").read_text(encoding="utf-8")


def first_column(header: str) -> list[str]:
    [table] = re.findall(rf"^\| {header} \|.*\n\|[ -|]*\n((?:\|.*\n)+)", _DOCUMENT, re.MULTILINE)
    return [line.split("|")[1].strip() for line in table.splitlines()]


def test_table_of_nemeses_is_that_of_the_code() -> None:
    assert first_column("nemesis") == list(NEMESES)


def test_table_of_invariants_is_that_of_the_code() -> None:
    assert first_column("invariant") == list(CHECKS)
