"""The sets of EVAL_DIR, measured by the scorer that lies beside them. Their sentences are never copied from there."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from bench.ground import Figures
from bench.understanding.server import Server
from tests.understanding.rows import Answer, Row, read_rows
from tests.understanding.scoring import Scored, score

TASKS, TIMES = "dev.jsonl", "time_dev.jsonl"
_SHOWN = 20
_SAID = frozenset({"date", "time"})


def score_server(folder: Path, server: Server, *, into: Path) -> list[Figures]:
    """Ask the server every sentence; prints the scorer's tables and worst mistakes, answers its reports.

    The answers are left in `into`/answers.jsonl.
    """
    asked = ["--base", server.base_url, "--save", str(into / "answers.jsonl"), "--errors", str(_SHOWN)]
    data = [str(folder / name) for name in (TASKS, TIMES)]
    return _run(folder, *asked, "--data", *data, into=into, output=None, EVAL_TOKEN=server.key)


def score_details(folder: Path, answers: Mapping[str, Figures], *, into: Path) -> Figures:
    """The scorer's report on details that somebody else read from the bare time expressions."""
    path = into / "read.jsonl"
    path.write_text("".join(json.dumps({"id": name, "details": each}) + "\n" for name, each in answers.items()))
    [report] = _run(folder, "--jsonl", str(path), "--data", str(folder / TIMES), into=into, output=subprocess.DEVNULL)
    return report


def read_scored(folder: Path, name: str, *, into: Path) -> list[Scored]:
    """What was answered, compared here once more, for the names of the mistakes."""
    lines = (into / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    answers = {each["id"]: each for each in map(json.loads, lines) if "intent" in each}
    rows = read_time_rows(folder) if name == TIMES else read_rows(folder / name)
    return [score(row, Answer.model_validate(answers[row.id])) for row in rows if row.id in answers]


def read_time_rows(folder: Path) -> list[Row]:
    """The time expressions as rows in which nothing but what they state is looked at."""
    return [_to_row(json.loads(line)) for line in (folder / TIMES).read_text(encoding="utf-8").splitlines()]


def _to_row(given: Figures) -> Row:
    unsaid = _SAID - given["expect"].keys()
    return Row.model_validate(
        {**given, "intent": "reminder", "details": given["expect"], "ignore": [*unsaid, "subject"]}
    )


def _run(folder: Path, *arguments: str, into: Path, output: int | None, **environment: str) -> list[Figures]:
    report: Sequence[str] = ("--report", str(into / "report.json"))
    command = [sys.executable, str(folder / "score.py"), *arguments, *report]
    subprocess.run(command, check=True, stdout=output, env={**os.environ, **environment})
    return cast("list[dict[str, Any]]", json.loads((into / "report.json").read_text(encoding="utf-8")))
