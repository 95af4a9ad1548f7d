from bench.ground import Figures
from bench.page import write_page
from bench.tables import medians, percentile, show, table, target

RUN: Figures = {"when": "2026-11-29 03:00 UTC", "seconds": 12.3, "machine": "2 cores"}


def test_page_begins_with_every_target_and_whether_it_is_met() -> None:
    saved = {
        "intake": RUN | {"targets": [target("fast", "0.5 ×", met=True)]},
        "drain": RUN | {"targets": [target("faster", "0.2 ×", met=False)]},
    }
    page = write_page(saved, {"intake": "the intake", "drain": "the drain"})
    assert "| faster | 0.2 × | **not met** |\n| fast | 0.5 × | met |" in page
    assert page.index("the drain") < page.index("the intake")


def test_part_that_failed_says_so_on_the_page() -> None:
    page = write_page({"cost": RUN | {"error": "It could not be measured: no room."}}, {})
    assert "## Cost\n\nIt could not be measured: no room." in page


def test_gap_is_explained_where_both_of_its_parts_are_there() -> None:
    peers = {name: {"worker_cpu": cpu, "server_cpu": 0.02} for name, cpu in (("ours", 0.12), ("reference", 0.02))}
    split = {"phases": {"settle": 0.75, "claim": 0.25}, "libraries": {"asyncpg": 1.0}}
    saved = {"drain": RUN | {"peers": peers}, "cost": RUN | {"plain": {"split": split}}}
    page = write_page(saved, {})
    assert "| settle | 75.0 |\n| claim | 25.0 |" in page
    assert "What the gap" not in write_page({"drain": saved["drain"]}, {})


def test_medians_are_taken_figure_by_figure() -> None:
    assert medians([{"a": 1, "b": {"c": 10}}, {"a": 3, "b": {"c": 30}}, {"a": 2, "b": {"c": 20}}]) == {
        "a": 2,
        "b": {"c": 20},
    }


def test_percentile_is_one_of_the_values() -> None:
    assert percentile([5, 1, 4, 2, 3], 50) == 3
    assert percentile([5, 1, 4, 2, 3], 99) == 5


def test_figures_are_shown_with_as_many_digits_as_they_bear() -> None:
    assert [show(each) for each in (12_345.6, 12.34, 1.234, 0.01234, 7, None, True)] == [
        "12,346",
        "12.3",
        "1.23",
        "0.0123",
        "7",
        "–",
        "yes",
    ]
    assert table(("", "a"), [("row", 1)]) == "|  | a |\n| --- | ---: |\n| row | 1 |"
