"""`python -m bench.chaos`: chaos runs, one for each seed; the exit status says whether all were good."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from bench.chaos.report import is_good, render, render_page
from bench.chaos.run import Options, Verdict, run_once
from bench.chaos.stores import Stores

_PAGE = Path(__file__).parents[1] / "CHAOS.md"
_FULL_SECONDS = 270.0
"""How long the load goes on at least, so that every nemesis has its turn."""
_TASKS_OF_A_REQUEST = 2.2


def main() -> int:
    """Run, print, write."""
    given = _read_arguments()
    verdicts = [run_in_folder(_options(seed, given)) for seed in given.seed or [secrets.randbelow(10**6)]]
    if given.write:
        _PAGE.write_text(render_page(verdicts), encoding="utf-8")
    return 0 if all(is_good(verdict) for verdict in verdicts) else 1


def run_in_folder(options: Options) -> Verdict:
    """One run in a folder of its own; its data are gone afterwards, histories and logs stay there."""
    folder = Path(tempfile.mkdtemp(prefix="grandma-chaos-"))
    folder.chmod(0o711)  # started by root, PostgreSQL runs as somebody else, who must pass
    print(f"seed {options.seed}, {options.tasks:,} tasks; histories and logs: {folder}", flush=True)
    stores = Stores(folder / "data")
    try:
        stores.start()
        verdict = asyncio.run(run_once(options, folder=folder, stores=stores, data=folder / "data"))
    finally:
        stores.stop()
        shutil.rmtree(folder / "data", ignore_errors=True)
        shutil.rmtree(folder / "old-version", ignore_errors=True)
    page = render(verdict)
    (folder / "SUMMARY.md").write_text(page, encoding="utf-8")
    print(page, flush=True)
    return verdict


def short_options(seed: int, *, tasks: int = 400) -> Options:
    """A run of less than a minute."""
    return Options(
        seed=seed,
        tasks=tasks,
        per_second=tasks / _TASKS_OF_A_REQUEST / 16,
        lease_seconds=1.5,
        pause_seconds=0.5,
        rest_seconds=40,
        is_short=True,
    )


def full_options(seed: int, *, tasks: int = 20_000) -> Options:
    """A run of some minutes with every nemesis."""
    return Options(
        seed=seed,
        tasks=tasks,
        per_second=tasks / _TASKS_OF_A_REQUEST / _FULL_SECONDS,
        lease_seconds=3,
        pause_seconds=4,
        rest_seconds=240,
        is_short=False,
    )


def _options(seed: int, given: argparse.Namespace) -> Options:
    if given.short:
        return short_options(seed, tasks=given.tasks or 400)
    return full_options(seed, tasks=given.tasks or 20_000)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos", description="Breaks everything, and checks what came of it.")
    parser.add_argument(
        "--seed", type=int, action="append", help="what decides the run; several times for several runs"
    )
    parser.add_argument("--tasks", type=int, help="how many tasks are asked for (20000; 400 for a short run)")
    parser.add_argument("--short", action="store_true", help="a run of less than a minute with the quick nemeses")
    parser.add_argument("--write", action="store_true", help="write bench/CHAOS.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
