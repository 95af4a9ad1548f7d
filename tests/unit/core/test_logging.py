import logging
from collections.abc import Generator

import pytest
import structlog

from core.logging import configure_logging


@pytest.fixture
def logging_as_before() -> Generator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def crash(words: str) -> None:
    raise ZeroDivisionError(len(words))


@pytest.mark.usefixtures("logging_as_before")
@pytest.mark.parametrize("in_terminal", [True, False])
def test_traceback_tells_where_but_not_what_people_said(capsys: pytest.CaptureFixture[str], in_terminal: bool) -> None:
    configure_logging(in_terminal=in_terminal)
    try:
        crash("my secret medicine")
    except ZeroDivisionError as error:
        structlog.stdlib.get_logger("test").error("crashed", exc_info=error)
    logged = capsys.readouterr().err
    assert "ZeroDivisionError" in logged
    assert "test_logging.py" in logged
    assert "medicine" not in logged.replace('crash("my secret medicine")', "")
