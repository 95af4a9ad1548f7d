"""One slice of a run: the operations of one tag, by one Schemathesis, and what its report says."""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.accepted import Accepted, render_accepted

SCHEMATHESIS = Path(".venv-fuzz/bin/schemathesis")
_CONFIGURATION = Path(__file__).parent / "schemathesis.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What is called, and how much: the operations of one tag, or of all where there is none."""

    document: dict[str, Any]
    accepted: Accepted
    examples: int
    seed: int
    key: str
    tag: str = ""
    only: str = ""
    without: str = ""
    phases: str = "examples,coverage,fuzzing"
    mode: str = "all"
    makes_up_tokens: bool = True
    """Beside the key: those that a link has in its query."""

    def run(self, base_url: str, folder: Path) -> "Result":
        """Call, and read the report."""
        name = self.tag or "all"
        report, written = folder / f"{name}.ndjson", folder / f"{name}.log"
        document, configuration = folder / f"{name}.json", folder / f"{name}.toml"
        document.write_text(json.dumps(self.document), encoding="utf-8")
        configuration.write_text(_CONFIGURATION.read_text() + render_accepted(self.accepted), encoding="utf-8")
        command = [
            *(str(SCHEMATHESIS), "--config-file", str(configuration), "run", str(document), "--url", base_url),
            *self._options(),
            *("--report-ndjson-path", str(report)),
        ]
        began = time.monotonic()
        with written.open("wb") as log:
            code = subprocess.run(command, check=False, stdout=log, stderr=log).returncode
        calls, wrong = read_report(report)
        if code and not wrong:
            wrong = Counter({f"Schemathesis ended with {code}: {_end_of(written)}": 1})
        return Result(tag=self.tag, calls=calls, wrong=wrong, seconds=time.monotonic() - began)

    def _options(self) -> list[str]:
        return [
            *(("--include-tag", self.tag) if self.tag else ()),
            *(("--exclude-path-regex", self.excluded) if self.excluded else ()),
            *("--phases", self.phases, "--mode", self.mode),
            *("--generation-with-security-parameters", str(self.makes_up_tokens).lower()),
            *("--header", f"Authorization: Bearer {self.key}"),
            *("--workers", "1", "--seed", str(self.seed), "--max-examples", str(self.examples)),
            *("--no-shrink", "--warnings", "off"),
        ]

    @property
    def excluded(self) -> str:
        """Paths that are not called. Schemathesis takes an operation that one of its filters includes, whatever the others say."""
        others = f"^(?!.*(?:{self.only}))" if self.only else ""
        return "|".join(f"(?:{each})" for each in (self.without, others) if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a slice went: `wrong` says what broke a promise, and how often."""

    tag: str
    calls: int
    wrong: Counter[str]
    seconds: float


def read_report(path: Path) -> tuple[int, Counter[str]]:
    """How many calls were made, and what was wrong."""
    calls = 0
    wrong: Counter[str] = Counter()
    if not path.exists():
        return calls, wrong
    for line in path.read_text(encoding="utf-8").splitlines():
        event: dict[str, Any] = json.loads(line)
        recorder = event.get("ScenarioFinished", {}).get("recorder", {})
        calls += len(recorder.get("interactions", {}))
        wrong.update(_failures(recorder))
        if error := event.get("NonFatalError") or event.get("FatalError"):
            what = error.get("value") or error["exception"]
            wrong[f"{error.get('label', '')}: {what['type']}: {what['message']}"] += 1
    return calls, wrong


def _failures(recorder: dict[str, Any]) -> Iterator[str]:
    for checks in recorder.get("checks", {}).values():
        for each in checks:
            if each["status"] == "failure":
                failure = each["failure_info"]["failure"]
                yield f"{recorder['label']}: {failure['title']}: {' '.join(failure['message'].split())}"


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]
