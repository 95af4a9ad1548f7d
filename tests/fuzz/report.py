"""bench/FUZZ.md: what was called, what came of it, and what can't come of it."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.fuzz.accepted import accepted_by
from tests.fuzz.slices import Result

PATH = Path("bench/FUZZ.md")


def write_report(results: Sequence[Result], document: dict[str, Any], *, seconds: float, seed: int) -> None:
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
        "forbids is refused; other methods are 405 with a true `Allow`; no call without the key). In `lives` it follows the document's",
        "links: what was made is there, what was removed is gone, in whatever order (`tests/fuzz/lives.py`). Then come malformed bodies",
        "for every route that takes one (`tests/fuzz/bodies.py`): none may end in a 5xx, each refusal is a problem document.",
        "",
        "| what | calls | failures | seconds |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {each.tag} | {each.calls:,} | {each.wrong.total():,} | {each.seconds:.0f} |" for each in results),
        "",
        *_what_cannot_fail(document),
    ]
    PATH.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _what_cannot_fail(document: dict[str, Any]) -> Iterator[str]:
    accepted = accepted_by(document).values()
    alone = sum(not each - {"2xx", "304"} for each in accepted)
    unsaid = sum("422" in each for each in accepted)
    yield "Checks that can say little or nothing here, and what does instead:"
    yield ""
    yield f"- `positive_data_acceptance`: {alone} of {len(accepted)} operations may answer a call that the schema allows with success alone, and"
    yield f"  {len(accepted) - alone - unsaid} also that something is not there, not in that state, or no cursor of ours; {unsaid} may answer 422, too: what no schema says (a zone"
    yield "  that there is, a day to come, a new Idempotency-Key). Of those it says no more than that they are never 400, 401, 403, 429 or"
    yield "  503 (`tests/fuzz/accepted.py` has the exceptions); in `lives`, where bodies are examples, 422 is accepted of one alone."
    yield "- `use_after_free` is off for what stays on the record: revoked keys, stopped reminders, withdrawn consent."
    yield "- `object_level_authorization` needs a second caller: `tests/integration/api/test_strangers.py` and `test_roles.py` walk every"
    yield "  route as others. `missing_required_header`: no header is required. `max_response_time` is not set: that is `make load`."
