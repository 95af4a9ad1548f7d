"""What the documents say of settings, commands, files and states is what the code has."""

import ast
import re
from pathlib import Path

import pytest

from core.config import Settings
from core.domain import TRANSITIONS, Queue, TaskStatus
from services.webhook.outbox import TOLD

CHECKOUT = Path(__file__).parents[2]
SETTINGS = {name.upper() for name in Settings.model_fields}
DOCUMENTS = sorted(
    path.relative_to(CHECKOUT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "deploy/**/*.md")
    for path in CHECKOUT.glob(pattern)
)
DECISIONS = [name for name in DOCUMENTS if name.startswith("docs/adr/")]


def test_settings_table_lists_every_setting_once() -> None:
    names = re.findall(r"^\| `([A-Z_]+)` \|", read("README.md"), re.MULTILINE)
    assert sorted(names) == sorted(SETTINGS)


def test_example_of_environment_lists_every_setting_once() -> None:
    names = re.findall(r"^([A-Z_]+)=", read(".env.example"), re.MULTILINE)
    assert sorted(names) == sorted(SETTINGS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_make_targets_exist(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = {name for code in find_code(read(document)) for name in re.findall(r"\bmake ([a-z]+)\b", code)}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_relative_links_lead_somewhere(document: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(read(document))):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, heading = link.partition("#")
        target = (CHECKOUT / document).parent / path if path else CHECKOUT / document
        assert target.exists(), link
        assert not heading or heading in find_anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name != "CHANGELOG.md"])
def test_named_files_exist(document: str) -> None:
    named = re.findall(r"`([a-z_]+/[\w/.]+\.\w+)`", without_fences(read(document)))
    assert [name for name in named if not (CHECKOUT / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("command", ["run_server", "worker"])
def test_named_flags_exist(document: str, command: str) -> None:
    lines = [line for code in find_code(read(document)) for line in code.splitlines() if f"-m {command}" in line]
    named = {flag for line in lines for flag in re.findall(r"--[a-z-]+", line.partition("#")[0])}
    assert named <= find_flags(read(f"{command}.py"))


def test_named_queues_are_the_queues() -> None:
    [sentence] = re.findall(r"The queues are ([^.]+)\.", read("README.md"))
    assert re.findall(r"`(\w+)`", sentence) == list(Queue)
    given = {name for names in re.findall(r"--queues ([\w,]+)", read("README.md")) for name in names.split(",")}
    assert given <= set(Queue)


def test_table_of_moves_is_that_of_the_code() -> None:
    rows = read_table("docs/task-life.md", "from")
    moves = {TaskStatus(name): {TaskStatus(to) for to in targets} for [name], targets in rows}
    assert moves == TRANSITIONS


def test_table_of_webhook_types_is_that_of_the_code() -> None:
    rows = read_table("docs/task-life.md", "state")
    assert {TaskStatus(name): kind for [name], [kind] in rows} == TOLD


def test_every_move_that_is_named_is_legal() -> None:
    named = re.findall(r"`(\w+)` → `(\w+)`", read("docs/task-life.md"))
    assert named
    assert [move for move in named if TaskStatus(move[1]) not in TRANSITIONS[TaskStatus(move[0])]] == []


def test_decisions_are_numbered_without_gaps_and_all_listed() -> None:
    assert [int(Path(name).name[:4]) for name in DECISIONS] == list(range(len(DECISIONS)))
    overview = read("docs/architecture.md")
    assert [name for name in DECISIONS[1:] if f"({name.removeprefix('docs/')})" not in overview] == []


@pytest.mark.parametrize("decision", DECISIONS)
def test_decision_has_all_parts_on_one_page(decision: str) -> None:
    text = read(decision)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "Alternatives"]
    assert len(text.split()) < 600


def read(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def find_code(text: str) -> list[str]:
    """Everything between backticks, blocks and single words."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return blocks + re.findall(r"`([^`\n]+)`", without_fences(text))


def without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]+`", "", without_fences(text))


def find_anchors(text: str) -> set[str]:
    """The names under which headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", without_fences(text), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def find_flags(source: str) -> set[str]:
    """The options that a command line is parsed for."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [argument.value for call in calls for argument in call.args if isinstance(argument, ast.Constant)]
    return {name for name in names if isinstance(name, str) and name.startswith("--")}


def read_table(document: str, first_column: str) -> list[tuple[list[str], list[str]]]:
    """The words in backticks in the two columns of the table whose first column has this title."""
    [body] = re.findall(rf"^\| {first_column} \|.*\n\| ---.*\n((?:\|.*\n)+)", read(document), re.MULTILINE)
    cells = [line.split("|")[1:3] for line in body.splitlines()]
    return [(re.findall(r"`([\w.]+)`", left), re.findall(r"`([\w.]+)`", right)) for left, right in cells]


def test_every_attacker_is_met_by_tests_that_exist() -> None:
    """A new claim in SECURITY.md names its test; one that is renamed is renamed there."""
    page = read("SECURITY.md")
    attackers = re.findall(r"^\*\*(.+?)\.\*\*", page.partition("## Who attacks")[2].partition("\n## ")[0], re.MULTILINE)
    met = re.findall(r"^\| ([^|]*) \| [^|]+ \| `(tests/[\w/]+\.py)::(\w+)` \|$", page, re.MULTILINE)
    assert [attacker for attacker in attackers if attacker not in {name for name, *_ in met}] == []
    assert len(attackers) > 10
    assert [
        (path, test)
        for _, path, test in met
        if not (CHECKOUT / path).exists() or f"def {test}(" not in (CHECKOUT / path).read_text(encoding="utf-8")
    ] == []
