"""The audit of dependencies: what is vulnerable is named with what mends it, and who can't ask says so and goes on."""

import json
import sys
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from deploy.audit import CHECKOUT, LOCKS, main

LOCK = "jinja2==2.4.1 \\\n    --hash=sha256:00\n"
FOUND: dict[str, Any] = {
    "dependencies": [
        {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"]}]},
        {"name": "attrs", "version": "26.1.0", "vulns": []},
        {"name": "old", "version": "1.0", "vulns": [{"id": "GHSA-1", "fix_versions": []}]},
        {"name": "elsewhere", "skip_reason": "Dependency not found on PyPI"},
    ]
}


class PyPI(BaseHTTPRequestHandler):
    """Knows the first package of the lock, and of nothing else."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/jinja2/2.4.1/json" else 404)
        self.end_headers()
        self.wfile.write(b'{"vulnerabilities": []}')

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def pypi() -> Generator[str]:
    with HTTPServer(("127.0.0.1", 0), PyPI) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(LOCK)
    return tmp_path


def saying(found: Any) -> list[str]:
    """A command that is asked in the place of pip-audit."""
    return [sys.executable, "-c", f"print({json.dumps(found)!r})"]


def test_vulnerable_package_is_named_with_the_version_that_mends_it(
    folder: Path, pypi: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):  # what was found is found again
        assert main(folder=folder, address=pypi, command=saying(FOUND)) == 1
    said = capsys.readouterr().out
    assert "jinja2 2.4.1: PYSEC-2014-8, fixed in 2.7.2\n" in said
    assert "old 1.0: GHSA-1, fixed in no version yet\n" in said


def test_nothing_found_is_good_for_a_day_and_for_these_locks(
    folder: Path, pypi: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(folder=folder, address=pypi, command=saying({"dependencies": []})) == 0
    assert main(folder=folder, address=pypi, command=saying(FOUND)) == 0
    assert capsys.readouterr().out == ""
    (folder / "requirements-dev.txt").write_text(f"{LOCK}more==1\n")
    assert main(folder=folder, address=pypi, command=saying(FOUND)) == 1


ALL_VULNERABLE = """
import json, sys
with open(sys.argv[1].partition("=")[2]) as file:
    pins = [line.strip().split("==") for line in file]
assert len({name for name, _ in pins}) == len(pins), "pip-audit refuses two versions of one package"
print(json.dumps({"dependencies": [
    {"name": name, "version": version, "vulns": [{"id": "X", "fix_versions": []}]} for name, version in pins
]}))
"""


def test_every_package_of_every_lock_is_asked_about(
    folder: Path, pypi: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "requirements-load.txt").write_text(
        f'{LOCK}jinja2==3.0 ; sys_platform == "win32" \\\nuvicorn[standard]==1\n'
    )
    assert main(folder=folder, address=pypi, command=[sys.executable, "-c", ALL_VULNERABLE]) == 1
    said = capsys.readouterr().out
    assert [line.split(":")[0].strip() for line in said.splitlines()[1:]] == ["jinja2 2.4.1", "jinja2 3.0", "uvicorn 1"]


def test_every_lock_of_ours_is_known() -> None:
    locks = {each.stem for each in CHECKOUT.glob(LOCKS)}
    assert locks == {each.stem for each in CHECKOUT.glob("requirements*.in")}
    assert len(locks) > 5


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "{pypi}/mirror"])
def test_where_nobody_can_be_asked_one_line_says_so(
    folder: Path, pypi: str, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(folder=folder, address=address.format(pypi=pypi), command=saying(FOUND)) == 0
    assert capsys.readouterr().out.startswith("Audit of dependencies skipped: pypi.org can't be reached")
    assert main(folder=folder, address=pypi, command=[sys.executable, "-c", "print('no answer')"]) == 0
    assert "did not answer" in capsys.readouterr().out
