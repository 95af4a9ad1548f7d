"""The page of results: what is met, then part by part, from the figures that the parts have saved."""

import platform
import subprocess
from collections.abc import Mapping
from typing import cast

import psutil

from bench.ground import ROOT, Figures
from bench.tables import table

_INTRODUCTION = """# How fast it is

Written by `make bench` (`python -m bench`). Everything shares one machine: servers, workers, API and callers. Machines
differ and are noisy, so compare ratios within one part, never figures of different runs; `python -m bench PART` measures
one part again, `--quick` with small numbers for a first look. `ours` is the product whole: registry, details model, epochs,
leases, history, settled rows. Targets are those that the project has set itself."""

TITLES = {
    "drain": "Drain beside the peers",
    "pickup": "Pick-up",
    "intake": "Intake",
    "parse": "Understanding",
    "recovery": "Recovery",
    "cost": "Cost",
    "growth": "Growth",
    "fairness": "Fairness",
    "retention": "Retention",
    "sentences": "Whole sentences",
}


def describe_machine() -> str:
    """What it ran on, and which commit."""
    git = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    memory = psutil.virtual_memory().total / 2**30
    cores, commit = psutil.cpu_count(), git.stdout.strip() or "unknown"
    return f"{cores} cores, {memory:.0f} GB, Python {platform.python_version()}, commit {commit}"


def write_page(saved: Mapping[str, Figures], rendered: Mapping[str, str]) -> str:
    """The whole page; parts without figures are left out, those that failed say so."""
    known = [part for part in TITLES if part in saved]
    sections = [_INTRODUCTION, _list_targets(saved), *_explain_gap(saved)]
    for part in known:
        run = saved[part]
        when = f"*`python -m bench {part}`, {run['when']}, {run['seconds']:.0f} s, {run['machine']}.*"
        sections.append(f"## {TITLES[part]}\n\n{rendered.get(part) or run.get('error', '')}\n\n{when}")
    return "\n\n".join(sections) + "\n"


def _list_targets(saved: Mapping[str, Figures]) -> str:
    marks = {True: "met", False: "**not met**", None: "–"}
    targets = [each for part in TITLES for each in cast("list[Figures]", saved.get(part, {}).get("targets", []))]
    return table(("target", "measured", ""), [(each["target"], each["figure"], marks[each["met"]]) for each in targets])


def _explain_gap(saved: Mapping[str, Figures]) -> list[str]:
    """What a task costs us beside the floor, and which part of the path takes it."""
    peers, cost = saved.get("drain", {}).get("peers", {}), saved.get("cost", {}).get("plain", {})
    if not {"ours", "reference"} <= set(peers) or not cost.get("split"):
        return []
    ours, floor = peers["ours"], peers["reference"]
    costs = [
        (name, 1000 * floor[key], 1000 * ours[key], 1000 * (ours[key] - floor[key]))
        for name, key in (("worker", "worker_cpu"), ("PostgreSQL and Redis", "server_cpu"))
    ]
    gap = 1000 * (ours["worker_cpu"] - floor["worker_cpu"])
    phases = [(name, gap * share) for name, share in cost["split"]["phases"].items()]
    libraries = [(name, f"{share:.0%}") for name, share in cost["split"]["libraries"].items()]
    return [
        "## What the gap to the floor is made of",
        "CPU in µs a task, and the worker's gap by phase of the path (shares as py-spy saw them in the part *cost*):",
        table(("", "floor", "ours", "gap"), costs),
        table(("the worker's gap", "µs"), phases),
        table(("whose code", "share"), libraries),
    ]
