"""The API as a process of its own over private servers, with a key that may do everything."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.e2e.processes import find_free_port

KEY = "fuzz-key-that-opens-everything"
_READY_WITHIN_SECONDS = 600.0


@contextmanager
def running_api(folder: Path) -> Generator[str]:
    """Its address; it is stopped in the end."""
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
            if not _is_ready(base_url):
                raise SystemExit(f"The API did not start:\n{(folder / 'api.log').read_text()[-2000:]}")
            yield base_url
        finally:
            process.terminate()
            process.wait()


def fetch_document(base_url: str) -> dict[str, Any]:
    """What the API says of itself."""
    return httpx2.get(f"{base_url}/openapi.json", timeout=120).json()


def _is_ready(base_url: str) -> bool:
    until = time.monotonic() + _READY_WITHIN_SECONDS
    while time.monotonic() < until:
        try:
            if httpx2.get(f"{base_url}/health/ready").is_success:
                return True
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    return False
