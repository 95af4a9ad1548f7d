"""What understanding weighs: small data files, and no module that takes long to load.

How long an import takes hangs on the machine, what it has to read does not: so that is bounded.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
FOLDERS = ("providers/rules", "core/when", "core/safety")
MOST_DATA = 2_000_000
MOST_CODE_IN_A_FILE, MOST_CODE_IN_ALL = 25_000, 600_000
WRITERS = {"training.py", "composing.py", "corpus.py"}
"""What is run by developers alone."""
READS = {"read_text", "read_bytes", "open", "load", "loads", "decompress"}


def test_data_files_stay_small() -> None:
    sizes = {path: path.stat().st_size for path in shipped() if path.suffix != ".py"}
    assert sizes, "no data found: have the folders moved?"
    assert sum(sizes.values()) <= MOST_DATA


def test_no_module_is_so_long_that_it_loads_slowly() -> None:
    sizes = {path.relative_to(CHECKOUT): path.stat().st_size for path in shipped() if path.suffix == ".py"}
    assert {path: size for path, size in sizes.items() if size > MOST_CODE_IN_A_FILE} == {}
    assert sum(sizes.values()) <= MOST_CODE_IN_ALL


def test_no_module_reads_its_data_while_it_is_loaded() -> None:
    found = [
        f"{path.relative_to(CHECKOUT)}:{line}"
        for path in shipped()
        if path.suffix == ".py" and path.name not in WRITERS
        for line in reads_at_load(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_reading_at_load_is_noticed_wherever_it_stands() -> None:
    source = "A = open('x').read()\nclass B:\n    c = json.loads(D)\ndef f():\n    return open('x')\n"
    assert sorted(reads_at_load(source)) == [1, 3]


def shipped() -> Iterator[Path]:
    """The files of the grammar, without what Python keeps."""
    for folder in FOLDERS:
        for path in sorted((CHECKOUT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def reads_at_load(source: str) -> Iterator[int]:
    """The lines that read something as soon as the module is loaded."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in READS:
                yield node.lineno
        waiting += ast.iter_child_nodes(node)
