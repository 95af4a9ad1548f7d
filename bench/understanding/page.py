"""`bench/EVAL.md`: figures, kinds of mistakes and ids; never a sentence of the corpora, whose licences are not ours."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.ground import Figures
from bench.page import describe_machine
from bench.tables import table
from bench.understanding.official import TASKS, TIMES
from tests.understanding.scoring import Scored, count_kinds, summarize

WORST = 10
_REMARKS = Path(__file__).parent / "remarks.md"
"""Written by whoever has read the mistakes; it says when."""
_IDS = 3
_INTRODUCTION = """# How well sentences are understood

Written by `make eval`, with the offline provider and no network. `dev.jsonl` and `time_dev.jsonl` are sentences of other
people from public corpora, scored by the scorer beside them; they are named by their ids only, since their licences are
their own. `own` and `blind` lie in `tests/understanding` and are scored by the project's own scorer, which gates the
suite; the sentences of `blind` were written by somebody who has not seen the grammar, and are not shown. *Confident wrong*: a wrong intent
or a wrong or invented value, at a confidence at which nothing is read back, and no question."""
_TARGETS = {
    "intent_accuracy": 0.95,
    "intent_macro_f1": 0.93,
    "slot_f1": 0.88,
    "full_frame_accuracy": 0.75,
}


def write_page(
    *,
    scored: Mapping[str, Sequence[Scored]],
    reports: Sequence[Figures],
    beside: Mapping[str, Figures | str],
    cost: Figures,
) -> str:
    """The whole page; what could not be measured is left out, or says so in a line."""
    parts = [_INTRODUCTION, f"*{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {describe_machine()}.*"]
    parts += ["## Whole sentences", *_tell_reports(reports), list_figures(scored)]
    parts += ["## Time expressions", *_tell_times(reports), *_tell_beside(beside)]
    parts += ["## The most frequent kinds of mistakes", *(_tell_kinds(name, each) for name, each in scored.items())]
    parts += ["### What they are", _REMARKS.read_text(encoding="utf-8").rstrip()]
    parts += ["## Confident wrong answers", *(_tell_confident(name, each) for name, each in scored.items())]
    return "\n\n".join([*parts, "## Cost", *_tell_cost(cost)]) + "\n"


def list_figures(scored: Mapping[str, Sequence[Scored]]) -> str:
    """Every set in a line, by the project's own scorer."""
    rows = [(name, len(each), *_shares(each)) for name, each in scored.items() if name != TIMES]
    return table(("own scorer", "rows", "intent", "slot F1", "full frames", "confident wrong"), rows)


def _shares(scored: Sequence[Scored]) -> Iterable[str]:
    figures = summarize(scored)
    return map(percent, (figures.intent, figures.slot_f1, figures.frames, figures.confident_wrong))


def percent(share: float) -> str:
    """A share as it is shown."""
    return f"{share:.1%}".replace("%", " %")


def _tell_reports(reports: Sequence[Figures]) -> list[str]:
    report = next((each for each in reports if each["file"] == TASKS), None)
    if report is None:
        return []
    rows = [(name.replace("_", " "), percent(report[name]), f"≥ {percent(goal)}") for name, goal in _TARGETS.items()]
    intents = [
        (intent, each["support"], *(percent(each[name]) for name in ("precision", "recall", "f1", "full_frame")))
        for intent, each in report["per_intent"].items()
        if each["support"]
    ]
    slots = [
        (slot, each["support"], *(percent(each[name]) for name in ("precision", "recall", "f1")))
        for slot, each in report["per_slot"].items()
    ]
    return [
        table((f"{TASKS}, {report['cases']} rows", "reached", "target"), rows),
        table(("intent", "rows", "precision", "recall", "F1", "full frames"), intents),
        table(("slot", "values", "precision", "recall", "F1"), slots),
    ]


def _tell_times(reports: Sequence[Figures]) -> list[str]:
    report = next((each for each in reports if each["file"] == TIMES), None)
    if report is None:
        return []
    rows = [(kind, each["cases"], percent(each["accuracy"])) for kind, each in report["per_kind"].items()]
    head = f"{TIMES}, {report['cases']} expressions, each in a carrier sentence"
    whole = f"{head}: {percent(report['accuracy'])} right (target ≥ 92 %), {percent(report['wrong'])} a wrong value (≤ 1 %)."
    return [whole, table(("kind", "expressions", "right"), rows)]


def _tell_beside(beside: Mapping[str, Figures | str]) -> list[str]:
    if not beside:
        return []
    words = (
        "The same expressions bare, without a sentence about them, by the same rules. dateparser: English, future "
        "preferred, month before day. recognizers-text: the first day that is not over; of two possible hours none."
    )
    rows = [(name, *_beside_row(report)) for name, report in beside.items() if not isinstance(report, str)]
    away = [f"{name} {report}." for name, report in beside.items() if isinstance(report, str)]
    return [words, table(("", "right", "wrong value", "no answer or half of one"), rows), *away]


def _beside_row(report: Figures) -> Iterable[str]:
    right, wrong = report["accuracy"], report["wrong"]
    return map(percent, (right, wrong, max(0.0, 1 - right - wrong)))


def _tell_kinds(name: str, scored: Sequence[Scored]) -> str:
    kinds = count_kinds(scored).most_common(WORST)
    rows = [(_name(kind, name), number, ", ".join(_ids(scored, kind))) for kind, number in kinds]
    return table((name, "times", "such as"), rows)


def _name(kind: str, name: str) -> str:
    """The kind of a mistake; a bare expression stands in no wish."""
    return kind.removesuffix(" in reminder") if name == TIMES else kind


def _ids(scored: Sequence[Scored], kind: str) -> list[str]:
    return [each.row.id for each in scored if kind in each.kinds][:_IDS]


def _tell_confident(name: str, scored: Sequence[Scored]) -> str:
    wrong = [each for each in scored if each.is_confident_wrong]
    kinds = Counter(kind for each in wrong for kind in each.wrong_kinds)
    rows = [(_name(kind, name), number, ", ".join(_ids(wrong, kind))) for kind, number in kinds.most_common(WORST)]
    return table((f"{name}: {len(wrong)} of {len(scored)}", "times", "such as"), rows)


def _tell_cost(cost: Figures) -> list[str]:
    imports = cost["imports"]
    sizes = cost["sizes"]
    return [
        "`python -m bench.parse`: CPU time of one sentence; *in loops*: beside a fixed loop on the same core. Targets: "
        "median ≤ 0.3 ms, 99th percentile under 3 ms.",
        f"```\n{cost['speed']}\n```",
        f"Import of `providers.rules` and `core.safety` without libraries: {imports['all']:.0f} ms, the slowest module "
        f"{imports['slowest']:.0f} ms (target: none over 100 ms). Data files: {sizes['data'] / 1e6:.2f} MB (target ≤ 2 MB); "
        f"code of both and `core/when`: {sizes['code'] / 1e6:.2f} MB.",
    ]
