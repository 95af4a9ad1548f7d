"""`make fuzz`: whatever Schemathesis makes up for the live API, and malformed bodies for every route that takes one.

The API runs as a process of its own over private servers, with a key that may do everything; it is called in slices, a tag of
the OpenAPI document each and one of the lives of resources (`tests/fuzz/lives.py`), two at a time. Then 10,000 malformed bodies
are sent in this process (`tests/fuzz/bodies.py`). The last line says how many calls there were and how many broke a promise; it
exits 1 where one did, or there were too few.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.fuzz.accepted import accepted_by
from tests.fuzz.live import KEY, fetch_document, running_api
from tests.fuzz.lives import LIVES, slice_of_lives
from tests.fuzz.report import write_report
from tests.fuzz.slices import Result, Slice

AT_A_TIME = 2


def main() -> None:
    """Run it."""
    arguments = _parse_arguments()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="grandma-fuzz-") as folder, running_api(Path(folder)) as base_url:
        document = fetch_document(base_url)
        results = _run_slices(document, base_url, Path(folder), arguments)
        log = (Path(folder) / "api.log").read_bytes()
    if arguments.bodies:
        results.append(_send_bodies(arguments.bodies))
    calls = sum(each.calls for each in results)
    failures = sum(each.wrong.total() for each in results)
    if arguments.write:
        write_report(results, document, seconds=time.monotonic() - began, seed=arguments.seed)
    if generated_too_few := sum(each.calls for each in results if each.tag != BODIES) < arguments.calls:
        print(f"Fewer than {arguments.calls} calls were generated: run it with more --examples.")
    if failures:
        print(f"What the API wrote meanwhile: {_keep(log)}")
    print(f"{calls:,} calls, {failures:,} failures.", flush=True)
    sys.exit(1 if failures or generated_too_few else 0)


BODIES = "malformed bodies"


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000, help="how many generated calls there must be at the least")
    parser.add_argument("--examples", type=int, default=120, help="how many generated cases for each operation")
    parser.add_argument("--walks", type=int, default=150, help="how many walks through the lives of resources")
    parser.add_argument("--bodies", type=int, default=10_000, help="how many malformed bodies")
    parser.add_argument("--seed", type=int, default=1, help="what decides the cases")
    parser.add_argument("--tag", action="append", default=[], help=f"these slices alone, `{LIVES}` among them")
    parser.add_argument("--only", default="", help="operations whose path matches this expression")
    parser.add_argument("--write", action="store_true", help="write bench/FUZZ.md")
    return parser.parse_args()


def _run_slices(document: dict[str, Any], base_url: str, folder: Path, arguments: argparse.Namespace) -> list[Result]:
    slices = [_slice(tag, document, arguments) for tag in arguments.tag or (LIVES, *_tags_of(document, arguments.only))]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return list(pool.map(partial(_run, base_url, folder), slices))


def _slice(tag: str, document: dict[str, Any], arguments: argparse.Namespace) -> Slice:
    if tag == LIVES:
        return slice_of_lives(document, walks=arguments.walks, seed=arguments.seed, key=KEY, only=arguments.only)
    return Slice(
        tag=tag,
        document=document,
        accepted=accepted_by(document),
        examples=arguments.examples,
        seed=arguments.seed,
        only=arguments.only,
        key=KEY,
    )


def _run(base_url: str, folder: Path, each: Slice) -> Result:
    result = each.run(base_url, folder)
    _print(result)
    return result


def _tags_of(document: dict[str, Any], only: str) -> Sequence[str]:
    """The tags, that with the most operations first; where `only` narrows them, those may have none left."""
    counted = Counter(
        tag
        for path, operations in document["paths"].items()
        if re.search(only, path)
        for operation in operations.values()
        for tag in operation["tags"]
    )
    return [tag for tag, _ in counted.most_common()]


def _send_bodies(count: int) -> Result:
    """As the suite does, only more of them."""
    began = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--quiet",
        "-p",
        "no:cacheprovider",
        "tests/integration/api/test_malformed.py",
    ]
    ended = subprocess.run(
        command, env={**os.environ, "FUZZ_BODIES": str(count)}, check=False, capture_output=True, text=True
    )
    wrong = Counter({ended.stdout[-4000:]: 1}) if ended.returncode else Counter[str]()
    result = Result(tag=BODIES, calls=count, wrong=wrong, seconds=time.monotonic() - began)
    _print(result)
    return result


def _keep(log: bytes) -> Path:
    with tempfile.NamedTemporaryFile(prefix="grandma-fuzz-", suffix=".log", delete=False) as kept:
        kept.write(log)
    return Path(kept.name)


def _print(result: Result) -> None:
    print(
        f"{result.tag}: {result.calls:,} calls, {result.wrong.total():,} failures, {result.seconds:.0f} s", flush=True
    )
    for what, how_often in result.wrong.most_common():
        print(f"  {how_often} ✗ {what[:600]}", flush=True)


if __name__ == "__main__":
    main()
