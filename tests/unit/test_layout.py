"""The two top files import only what they may; import-linter, which checks the rooms, does not look at them."""

import ast
import re
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("file_name", "allowed"),
    [("run_server.py", {"api", "workers", "core"}), ("worker.py", {"workers", "core"})],
)
def test_top_file_imports_only_its_rooms(file_name: str, allowed: set[str]) -> None:
    imported = find_imports((CHECKOUT / file_name).read_text(encoding="utf-8"))
    assert imported - sys.stdlib_module_names <= allowed


def test_imports_inside_functions_count_too() -> None:
    assert find_imports("def f():\n    import api.app\n    from services import factory\n") == {"api", "services"}


@pytest.mark.parametrize("library", ["alembic", "anthropic", "apprise", "fpdf", "genai_prices", "icalendar"])
def test_what_few_processes_need_is_not_loaded_by_all(library: str) -> None:
    """Each of them takes a tenth of a second or more; `services/records/report.py` itself is loaded with the first report."""
    loading = re.compile(rf"^(?:from|import) {library}\b", re.MULTILINE)
    folders = ("api", "core", "providers", "repositories", "services", "workers")
    files = [path for folder in folders for path in (CHECKOUT / folder).rglob("*.py")]
    found = {
        path.relative_to(CHECKOUT).as_posix() for path in files if loading.search(path.read_text(encoding="utf-8"))
    }
    assert found <= {"services/records/report.py"}


@pytest.mark.parametrize("file_name", ["run_server.py", "worker.py"])
def test_top_files_load_without_looking_for_garbage(file_name: str) -> None:
    """Only what comes before the loading spares its time."""
    first = (CHECKOUT / file_name).read_text(encoding="utf-8").partition("import ")[2]
    assert first.startswith("core.loading")


def find_imports(source: str) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | named}
