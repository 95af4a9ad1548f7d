"""What is written to a history is read back, whatever tore its last line."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bench.chaos.history import HistoryWriter, Sampled, read_history
from tests.unit.bench.histories import effect, submitted


def test_events_of_several_files_come_back_in_order(tmp_path: Path) -> None:
    first, second = submitted("a"), effect("task").model_copy(update={"t": 0.5})
    for name, event in (("one", first), ("two", second)):
        writer = HistoryWriter(tmp_path / name)
        writer.write(event)
        writer.close()
    assert read_history([tmp_path / "one", tmp_path / "two"]) == [second, first]


def test_torn_last_line_is_left_out(tmp_path: Path) -> None:
    whole = submitted("a").model_dump_json()
    (tmp_path / "torn").write_text(f"{whole}\n{whole[:20]}")
    assert read_history([tmp_path / "torn"]) == [submitted("a")]


def test_line_that_is_whole_and_wrong_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text('{"f": "nothing that we know"}\n')
    with pytest.raises(ValidationError):
        read_history([tmp_path / "wrong"])


def test_event_is_stamped_when_it_is_made() -> None:
    earlier, later = (Sampled(process="run", type="ok", running={}) for _ in range(2))
    assert 0 < earlier.t <= later.t
