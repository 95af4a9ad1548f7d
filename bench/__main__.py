"""`python -m bench [PART …]`: measures the product part by part and writes `bench/RESULTS.md`.

Every part saves its figures under `.data/bench/results` as soon as it has them, so that a run that is broken off loses
nothing and one part can be measured again; the page is written anew from all that is saved.
"""

import argparse
import json
import sys
import time
import traceback
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import cast

from bench.ground import ROOT, Figures
from bench.page import TITLES, describe_machine, write_page

_PAGE = Path(__file__).parent / "RESULTS.md"
_SAVED = ROOT / ".data" / "bench" / "results"
_PACKAGES = ("bench.parts", "bench")
"""Where a part is looked for: a module of its name with `measure(quick=…)` and `render(figures)`."""


def main() -> int:
    """Measure, save, print, write; 1 where a part failed."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures the product part by part.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(TITLES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="small numbers, one round; leaves RESULTS.md as it is")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page from what is saved")
    given = parser.parse_args()
    if unknown := [part for part in given.parts if part not in TITLES]:
        parser.error(f"unknown parts: {', '.join(unknown)}")
    folder = _SAVED / "quick" if given.quick else _SAVED
    folder.mkdir(parents=True, exist_ok=True)
    failed = [] if given.page else [part for part in given.parts or TITLES if not _run(part, folder, quick=given.quick)]
    page = _assemble(folder)
    print(page)
    if not given.quick:
        _PAGE.write_text(page, encoding="utf-8")
    for part in failed:
        print(f"bench: {part} failed; see above", file=sys.stderr)
    return 1 if failed else 0


def _run(part: str, folder: Path, *, quick: bool) -> bool:
    """Measure one part and save it; an error is saved too and keeps no other part from being measured."""
    module = _find(part)
    if module is None:
        return True
    print(f"{datetime.now(UTC):%H:%M:%S} {part} …", file=sys.stderr, flush=True)
    began = time.monotonic()
    figures: Figures
    try:
        figures = module.measure(quick=quick)
    except Exception as error:  # noqa: BLE001 - one part that fails must not lose the others
        traceback.print_exc()
        figures = {"error": f"It could not be measured: {type(error).__name__}: {str(error)[:300]}"}
    run = {"when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "seconds": time.monotonic() - began}
    saved = figures | run | {"machine": describe_machine()}
    (folder / f"{part}.json").write_text(json.dumps(saved, indent=1), encoding="utf-8")
    return "error" not in figures


def _assemble(folder: Path) -> str:
    saved: dict[str, Figures] = {}
    rendered: dict[str, str] = {}
    for part in TITLES:
        path, module = folder / f"{part}.json", _find(part)
        if path.exists() and module is not None:
            saved[part] = cast("Figures", json.loads(path.read_text(encoding="utf-8")))
            if "error" not in saved[part]:
                rendered[part] = module.render(saved[part])
    return write_page(saved, rendered)


def _find(part: str) -> ModuleType | None:
    name = next((f"{each}.{part}" for each in _PACKAGES if find_spec(f"{each}.{part}")), None)
    return import_module(name) if name else None


if __name__ == "__main__":
    sys.exit(main())
