"""Locust as a process of its own: one stage of a run, from the plan that it reads to the figures that it writes."""

import json
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from bench.ground import ROOT
from bench.under_load.judging import Run

LOCUST: Final = ROOT / ".venv-load" / "bin" / "locust"
_USERS: Final = Path(__file__).parent / "people.py"
_LEAVE_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """So many users of a kind (`people.py`) at once, who think so long between two calls."""

    name: str
    who: str
    users: int
    seconds: float
    thinks: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who is helped, and the key that their app calls with."""

    user_id: str
    key: str


def run_stage(stage: Stage, people: Sequence[Person], *, base_url: str, api: psutil.Process, folder: Path) -> Run:
    """One stage to its end; raises CalledProcessError where Locust itself fails."""
    plan, out = folder / f"{stage.name}.plan.json", folder / f"{stage.name}.json"
    named = [{"user_id": each.user_id, "key": each.key} for each in people]
    plan.write_text(json.dumps({"who": stage.who, "thinks": stage.thinks, "people": named, "out": str(out)}))
    users, seconds = str(stage.users), f"{stage.seconds:.0f}s"
    command = [
        LOCUST,
        "-f",
        _USERS,
        "--headless",
        "--only-summary",
        "-H",
        base_url,
        "-u",
        users,
        "-r",
        users,
        "-t",
        seconds,
    ]
    before, began = _cpu_seconds(api), time.monotonic()
    with (folder / "locust.log").open("ab") as log:
        # Status 1 says that calls failed, which is for us to judge.
        done = subprocess.run(
            [*command, "--stop-timeout", "10"],
            cwd=folder,
            env={**os.environ, "LOAD_PLAN": str(plan)},
            stdout=log,
            stderr=log,
            timeout=stage.seconds + _LEAVE_SECONDS,
            check=False,
        )
    took = time.monotonic() - began
    if not out.exists():
        tail = (folder / "locust.log").read_text(errors="replace")[-2000:]
        raise RuntimeError(f"Locust ended with status {done.returncode} and no figures:\n{tail}")
    found: dict[str, Any] = json.loads(out.read_text())
    return Run(
        calls=found["calls"],
        failed=found["failed"],
        accepted=found["accepted"],
        seconds=min(took, stage.seconds),
        cpu_seconds=_cpu_seconds(api) - before,
    )


def _cpu_seconds(process: psutil.Process) -> float:
    used = process.cpu_times()
    return used.user + used.system
