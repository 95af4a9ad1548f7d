import json
import logging
from collections.abc import Generator
from datetime import datetime

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


@pytest.mark.usefixtures("logging_as_before")
def test_lines_of_ours_and_of_libraries_have_one_form(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(in_terminal=False)
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.stdlib.get_logger("ours").info("said", tasks=2)
        logging.getLogger("theirs").warning("said", extra={"tasks": 2})
    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert datetime.fromisoformat(ours.pop("timestamp")) <= datetime.fromisoformat(theirs.pop("timestamp"))
    assert ours == {"event": "said", "tasks": 2, "request_id": "r1", "level": "info", "logger": "ours"}
    assert theirs == {**ours, "level": "warning", "logger": "theirs"}


@pytest.mark.usefixtures("logging_as_before")
def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level=logging.WARNING, in_terminal=False)
    structlog.stdlib.get_logger("ours").info("said")
    logging.getLogger("theirs").info("said")
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("logging_as_before")
def test_exception_brings_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(in_terminal=False)
    try:
        crash("words")
    except ZeroDivisionError:
        structlog.stdlib.get_logger("ours").exception("crashed")
    assert json.loads(capsys.readouterr().err)["exception"][0]["exc_type"] == "ZeroDivisionError"


FORGED = "/v1/x\r\n2026-01-01 [info] all is well\x1b[2J\x1b]0;title\x07\u2028\u202egnp\x9b31m"


@pytest.mark.usefixtures("logging_as_before")
@pytest.mark.parametrize("in_terminal", [True, False])
@pytest.mark.parametrize("library", ["ours", "theirs"])
def test_what_a_caller_sends_can_forge_no_line_and_not_speak_to_the_terminal(
    capsys: pytest.CaptureFixture[str], in_terminal: bool, library: str
) -> None:
    configure_logging(in_terminal=in_terminal)
    try:
        raise ValueError(FORGED)
    except ValueError as error:
        if library == "ours":
            structlog.stdlib.get_logger("ours").error(FORGED, path=FORGED, given=[FORGED], exc_info=error)
        else:
            logging.getLogger("theirs").error("%s", FORGED, extra={"path": FORGED, "given": [FORGED]}, exc_info=error)
    logged = capsys.readouterr().err
    begun = [line for line in logged.splitlines() if line.startswith("2026-01-01")]
    assert begun == []
    assert not any(control in logged for control in ("\r", "\x1b[2J", "\x1b]", "\x07", "\u2028", "\u202e", "\x9b"))
    assert logged.count("all is well") >= 3, "it is shown, as what it is"
    if not in_terminal:
        assert len(logged.splitlines()) == 1
