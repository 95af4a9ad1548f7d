"""What understanding costs: time for a sentence, time to import, and what lies on the disk."""

import os
import re
import subprocess
import sys
from pathlib import Path

from bench.ground import ROOT, Figures

_FOLDERS = ("providers/rules", "core/when", "core/safety")
_ROUNDS = 5
_IMPORT_LINE = re.compile(r"^import time: +(\d+) \| +\d+ \| +(?:core|providers)\b", re.MULTILINE)


def measure_cost(folder: Path) -> Figures:
    """`speed`: what `python -m bench.parse` prints; `imports`: milliseconds, in all and of the slowest module; `sizes`: bytes."""
    environment = {**os.environ, "EVAL_DIR": str(folder)}
    return {
        "speed": _run("-m", "bench.parse", **environment),
        "imports": min((_import_milliseconds() for _ in range(_ROUNDS)), key=lambda took: took["all"]),
        "sizes": {"code": _size(is_code=True), "data": _size(is_code=False)},
    }


def _import_milliseconds() -> Figures:
    """What our own modules take in a fresh interpreter, without the libraries that they import."""
    command = [sys.executable, "-X", "importtime", "-c", "import providers.rules, core.safety"]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, check=True, text=True)
    took = [int(each) / 1000 for each in _IMPORT_LINE.findall(done.stderr)]
    return {"all": sum(took), "slowest": max(took)}


def _size(*, is_code: bool) -> int:
    files = [path for each in _FOLDERS for path in (ROOT / each).rglob("*") if path.is_file()]
    kept = [path for path in files if "__pycache__" not in path.parts and (path.suffix == ".py") is is_code]
    return sum(path.stat().st_size for path in kept)


def _run(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout.rstrip()
