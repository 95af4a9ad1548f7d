"""A short chaos run: workers killed, frozen and stopped, Redis emptied, connections cut; no promise is broken.

`make chaos` runs long ones with everything that can break.
"""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from bench.chaos.options import short_options
from bench.chaos.report import is_good, render
from bench.chaos.run import run_once
from bench.chaos.stores import Stores
from tests.e2e.logs import LOGS

_MEMORY = Path("/dev/shm")


@pytest.fixture
def folder() -> Generator[Path]:
    """PostgreSQL may run as another user, who must pass it."""
    folder = Path(tempfile.mkdtemp(prefix="grandma-chaos-", dir=_MEMORY if _MEMORY.is_dir() else None))
    folder.chmod(0o711)
    yield folder
    LOGS.keep_all(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stores(folder: Path) -> Generator[Stores]:
    stores = Stores(folder / "data")
    stores.start()
    yield stores
    stores.stop()


def test_nothing_is_lost_and_nothing_happens_twice_whatever_breaks(folder: Path, stores: Stores) -> None:
    # What it prints is shown where the test fails; the seed does the same again: `python -m bench.chaos --short --seed …`.
    verdict = asyncio.run(run_once(short_options(secrets.randbelow(1_000_000)), folder=folder, stores=stores))
    assert is_good(verdict), render(verdict)
