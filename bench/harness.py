"""Runs the peers' harness (`bench/peers`) in virtualenvs of its own, made where they are missing.

They lie under `PEERS_VENV`, by default `.data/bench/peers` of the checkout; the project's own `.venv` is left alone.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from bench.ground import ROOT, Figures

_PEERS = ROOT / "bench" / "peers"
_NOT_INSTALLED = frozenset({"ours", "reference"})


def harness_folder() -> Path:
    """Where the virtualenvs lie."""
    return Path(os.environ.get("PEERS_VENV") or ROOT / ".data" / "bench" / "peers").resolve()


def run_harness(peers: Sequence[str], *arguments: str, out: Path, **environment: str) -> Figures:
    """Run `peers/run.py` over these peers; answers what it found, which also lies in `out`."""
    folder = _ensure_environments(peers)
    command = [str(folder / "bin" / "python"), "run.py", "--peers", ",".join(peers), *arguments, "--out", str(out)]
    given = {"PEERS_VENV": str(folder), "OURS_VENV": str(Path(sys.prefix)), "PYTHONWARNINGS": "ignore", **environment}
    subprocess.run(command, cwd=_PEERS, env={**os.environ, **given}, check=True, stdout=sys.stderr)
    return cast("dict[str, Any]", json.loads(out.read_text(encoding="utf-8")))


def profiler() -> Path:
    """py-spy, which is installed with the harness."""
    return _ensure_environments([]) / "bin" / "py-spy"


def _ensure_environments(peers: Sequence[str]) -> Path:
    folder = harness_folder()
    ensure_environment(folder, _PEERS / "requirements.txt")
    for peer in peers:
        if peer not in _NOT_INSTALLED:
            ensure_environment(folder / "peers" / peer, _PEERS / "requirements" / f"{peer}.txt")
    return folder


def ensure_environment(folder: Path, requirements: Path) -> None:
    """Make a virtualenv, or renew it where other versions are wanted than were installed."""
    stamp, wanted = folder / "installed.txt", requirements.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(f"Installing {requirements.stem} into {folder} …", file=sys.stderr, flush=True)
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(requirements)], check=True, stdout=sys.stderr)
    stamp.write_text(wanted, encoding="utf-8")
