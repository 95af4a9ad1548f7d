"""`make fuzz`: Schemathesis over the live API, with a key that may do everything, until at least so many calls were made.

The API runs as a process of its own over private servers; the fuzzer too, from `.venv-fuzz`. The last line says how many
calls there were; it exits 1 where one of them broke a promise of the OpenAPI document, or there were too few.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.e2e.processes import find_free_port

HERE = Path(__file__).parent
SCHEMATHESIS = Path(".venv-fuzz/bin/schemathesis")
KEY = "fuzz-key-that-opens-everything"
READY_WITHIN_SECONDS = 120.0


def main() -> None:
    """Run it."""
    arguments = _parse_arguments()
    with tempfile.TemporaryDirectory(prefix="grandma-fuzz-") as folder, _running_api(Path(folder)) as base_url:
        report = Path(folder) / "report.ndjson"
        code = subprocess.run(_command(base_url, report, arguments), check=False).returncode
        calls = sum(_count_calls(report))
    print(f"{calls} calls were made.", flush=True)
    if code == 0 and calls < arguments.calls:
        print(f"These are fewer than {arguments.calls}: run it with more --examples.")
        code = 1
    sys.exit(code)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000, help="how many calls there must be at the least")
    parser.add_argument("--examples", type=int, default=100, help="how many generated cases for each operation")
    parser.add_argument("--seed", type=int, default=1, help="what decides the cases")
    parser.add_argument("--only", default="", help="operations whose path matches this expression")
    return parser.parse_args()


def _command(base_url: str, report: Path, arguments: argparse.Namespace) -> list[str]:
    only = ["--include-path-regex", arguments.only] if arguments.only else []
    return [
        str(SCHEMATHESIS),
        "--config-file",
        str(HERE / "schemathesis.toml"),
        "run",
        f"{base_url}/openapi.json",
        "--header",
        f"Authorization: Bearer {KEY}",
        "--checks",
        "all",
        "--workers",
        "2",
        "--seed",
        str(arguments.seed),
        "--max-examples",
        str(arguments.examples),
        "--no-shrink",
        "--warnings",
        "off",
        "--report-ndjson-path",
        str(report),
        *only,
    ]


@contextmanager
def _running_api(folder: Path) -> Generator[str]:
    port = find_free_port()
    base_url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(folder / "data"),
        "DEV_AUTH_TOKEN": KEY,
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    with (folder / "api.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "run_server"], env=environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(base_url)
            yield base_url
        finally:
            process.terminate()
            process.wait()


def _wait_until_ready(base_url: str) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until:
        try:
            if httpx2.get(f"{base_url}/health/ready").is_success:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("The API did not start.")


def _count_calls(report: Path) -> Iterator[int]:
    for line in report.read_text(encoding="utf-8").splitlines():
        event: dict[str, Any] = json.loads(line)
        yield len(event.get("ScenarioFinished", {}).get("recorder", {}).get("interactions", {}))


if __name__ == "__main__":
    main()
