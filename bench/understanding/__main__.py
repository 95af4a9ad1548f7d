"""`python -m bench.understanding` (`make eval`): measures what is understood and writes `bench/EVAL.md`.

EVAL_DIR names the folder with the sets of other people and their scorer; where it is absent, the project's own
sentences are measured alone and the page stays as it is.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.ground import ROOT, Figures
from bench.understanding.cost import measure_cost
from bench.understanding.libraries import LIBRARIES, read_elsewhere, read_ourselves
from bench.understanding.official import TASKS, TIMES, read_scored, read_time_rows, score_details, score_server
from bench.understanding.page import list_figures, write_page
from bench.understanding.server import private_server
from tests.understanding.answering import answer_all
from tests.understanding.rows import SETS, read_set
from tests.understanding.scoring import Scored, score
from tests.understanding.telling import describe_sets, list_worst

_PAGE = Path(__file__).resolve().parents[1] / "EVAL.md"
_SHOWN = 10


def main() -> int:
    """Measure, print, write."""
    folder = (ROOT / os.environ.get("EVAL_DIR", "../shared/eval")).resolve()
    own = {name: _score_set(name) for name in SETS}
    if not (folder / TASKS).is_file():
        print(f"There is no {TASKS} in {folder} (EVAL_DIR): only the project's own sentences are measured.")
        _show(own)
        return 0
    with tempfile.TemporaryDirectory() as into:
        found, reports, beside = _measure(folder, Path(into))
    _show(own)
    page = write_page(scored={**found, **own}, reports=reports, beside=beside, cost=measure_cost(folder))
    _PAGE.write_text(page, encoding="utf-8")
    print(f"\nWritten to {_PAGE.relative_to(ROOT)}.")
    return 0


def _score_set(name: str) -> list[Scored]:
    rows = read_set(name)
    return [score(row, answer) for row, answer in zip(rows, asyncio.run(answer_all(rows)), strict=True)]


def _measure(folder: Path, into: Path) -> tuple[Mapping[str, list[Scored]], list[Figures], Mapping[str, Figures | str]]:
    """The sets of EVAL_DIR: compared, as their scorer reports, and the time expressions beside other libraries."""
    with private_server() as server:
        reports = score_server(folder, server, into=into)
    found = {name: read_scored(folder, name, into=into) for name in (TASKS, TIMES)}
    rows = read_time_rows(folder)
    beside: dict[str, Figures | str] = {"ours": score_details(folder, read_ourselves(rows), into=into)}
    for library in LIBRARIES:
        read = read_elsewhere(library, rows)
        beside[library] = read if isinstance(read, str) else score_details(folder, read, into=into)
    return found, reports, beside


def _show(own: Mapping[str, Sequence[Scored]]) -> None:
    """The figures, and the worst mistakes; the sentences of `blind` stay unseen by whoever works on the grammar."""
    print(list_figures(own))
    print("\nThe worst of own:", *list_worst(own["own"], _SHOWN), sep="\n")
    print("\n" + describe_sets(own))


if __name__ == "__main__":
    sys.exit(main())
