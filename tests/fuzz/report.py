"""bench/FUZZ.md: what was called, and what came of it."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.fuzz.slices import Result

PATH = Path("bench/FUZZ.md")


def write_report(results: Sequence[Result], *, seconds: float, seed: int) -> None:
    """Write it anew."""
    calls = sum(each.calls for each in results)
    failures = sum(each.wrong.total() for each in results)
    lines = [
        "# Made-up calls",
        "",
        f'`make fuzz FUZZ="--write"`, {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()} cores, Python {platform.python_version()},',
        f"seed {seed}: **{calls:,} calls, {failures:,} failures**, in {seconds / 60:.0f} minutes.",
        "",
        "Schemathesis calls the live API with a key that may do everything: what the OpenAPI document allows and what it forbids,",
        "operation by operation, with all of its checks (no 5xx; documented statuses, types, headers and shapes; what the schema",
        "forbids is refused; other methods are 405 with a true `Allow`; no call without the key). Then come malformed bodies for every",
        "route that takes one (`tests/fuzz/bodies.py`): none may end in a 5xx, each refusal is a problem document.",
        "",
        "| what | calls | failures | seconds |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {each.tag} | {each.calls:,} | {each.wrong.total():,} | {each.seconds:.0f} |" for each in results),
    ]
    PATH.write_text("\n".join(lines) + "\n", encoding="utf-8")
