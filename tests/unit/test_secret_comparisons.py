"""Secrets are compared in constant time, wherever they are compared at all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
ROOMS = ("api", "core", "services", "workers", "providers", "repositories")
SECRET = re.compile(r"(^|_)(secret|token|signature|password|digest|mac|code_hash|checksum)s?$")
PUBLIC = {
    ("core/api_key.py", "_checksum"): "CRC-32 of what stands before it: whoever has the key can compute it",
    ("services/webhook/signature.py", "secret"): "whether it is written in base64, of one whose owner it is",
}
"""What is called so and is none, or is compared with nothing that a caller sends."""


def comparisons(path: Path) -> Iterator[tuple[str, int]]:
    """Names of what looks like a secret and is compared by == or !=, but for conditions of SQL."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Compare) or not any(isinstance(each, (ast.Eq, ast.NotEq)) for each in node.ops):
            continue
        sides = [node.left, *node.comparators]
        if any(re.search(r"(^|\.)(c|_c)\.", ast.unparse(each)) for each in sides):
            continue  # a column: PostgreSQL compares it, by an index over digests
        for side in sides:
            named = side.func if isinstance(side, ast.Call) else side
            name = named.attr if isinstance(named, ast.Attribute) else named.id if isinstance(named, ast.Name) else ""
            if SECRET.search(name):
                yield name, node.lineno


def test_no_secret_is_compared_by_equality() -> None:
    """Use `hmac.compare_digest`, or say above why it is no secret."""
    found = {
        (path.relative_to(CHECKOUT).as_posix(), name): line
        for room in ROOMS
        for path in sorted((CHECKOUT / room).rglob("*.py"))
        for name, line in comparisons(path)
    }
    assert {key: line for key, line in found.items() if key not in PUBLIC} == {}
    assert PUBLIC.keys() - found.keys() == set(), "These are not compared any more."


def test_search_sees_what_it_is_for(tmp_path: Path) -> None:
    source = "a = token == given\nb = x.signature != y\nc = digest(z) == w\nd = _KEYS.c.digest == digest\ne = name == other\n"
    (tmp_path / "code.py").write_text(source)
    assert list(comparisons(tmp_path / "code.py")) == [("token", 1), ("signature", 2), ("digest", 3)]
