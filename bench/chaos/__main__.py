"""`python -m bench.chaos`: chaos runs, one for each seed; the exit status says whether all were good."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.chaos.nemeses import NEMESES
from bench.chaos.options import FULL_TASKS, SHORT_TASKS, Options, full_options, short_options
from bench.chaos.report import Summary, render_page, summarise
from bench.chaos.run import run_once
from bench.chaos.stores import Stores
from core.signals import leave_on_signals

_PAGE = Path(__file__).parents[1] / "CHAOS.md"


def main() -> int:
    """Run, print, write."""
    given = _read_arguments()
    leave_on_signals()  # what was started is ended, whoever loses patience
    summaries: list[Summary] = []
    for seed in given.seed or [secrets.randbelow(10**6)]:
        summaries.append(_run_in_folder(_options(seed, given)))
        if given.write:
            _PAGE.write_text(render_page(summaries), encoding="utf-8")
    return 0 if all(summary.is_good for summary in summaries) else 1


def _run_in_folder(options: Options) -> Summary:
    """One run in a folder of its own; its data are gone afterwards, histories and logs stay there."""
    folder = Path(tempfile.mkdtemp(prefix="grandma-chaos-"))
    folder.chmod(0o711)  # started by root, PostgreSQL runs as somebody else, who must pass
    stores = Stores(folder / "data")
    try:
        stores.start()
        verdict = asyncio.run(run_once(options, folder=folder, stores=stores))
    finally:
        stores.stop()
        shutil.rmtree(folder / "data", ignore_errors=True)
        shutil.rmtree(folder / "old-version", ignore_errors=True)
    summary = summarise(verdict)
    (folder / "SUMMARY.md").write_text(summary.section, encoding="utf-8")
    print(summary.section, flush=True)
    return summary


def _options(seed: int, given: argparse.Namespace) -> Options:
    make, tasks = (short_options, SHORT_TASKS) if given.short else (full_options, FULL_TASKS)
    options = make(seed, tasks=given.tasks or tasks)
    return replace(options, chosen=tuple(given.nemesis)) if given.nemesis else options


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos", description="Breaks everything, and checks what came of it.")
    parser.add_argument(
        "--seed", type=int, action="append", help="what decides the run; several times for several runs"
    )
    parser.add_argument(
        "--tasks", type=int, help=f"how many tasks are asked for ({FULL_TASKS}; {SHORT_TASKS} for a short run)"
    )
    parser.add_argument("--short", action="store_true", help="a run of less than a minute with the quick nemeses")
    parser.add_argument(
        "--nemesis", action="append", choices=NEMESES, help="strike with this one only; several times for several"
    )
    parser.add_argument("--write", action="store_true", help="write bench/CHAOS.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
