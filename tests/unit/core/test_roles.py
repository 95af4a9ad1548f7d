"""docs/roles.md shows the matrix as it is."""

from pathlib import Path

from core.roles import MATRIX, MEANINGS, Permission, Role

DOCUMENT = Path(__file__).parents[3] / "docs" / "roles.md"


def table() -> str:
    """The matrix as the document has it."""
    lines = [f"| | {' | '.join(Role)} |", f"| --- |{' :-: |' * len(Role)}"]
    for permission in Permission:
        cells = " | ".join("✓" if permission in MATRIX[role] else "" for role in Role)
        lines.append(f"| `{permission}`: {MEANINGS[permission]} | {cells} |")
    return "\n".join(lines)


def test_document_shows_the_matrix() -> None:
    """Put the output of `python -m tests.unit.core.test_roles` into docs/roles.md."""
    assert table() in DOCUMENT.read_text(encoding="utf-8")


if __name__ == "__main__":
    print(table())  # noqa: T201 - for the document
