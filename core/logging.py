"""Structured logs: readable in a terminal, JSON lines otherwise, always on standard error.

Ids (request, task, message) are bound with `structlog.contextvars` at the edge and travel with the work. Names,
medicines and message texts are never logged. Whatever a caller sends can neither begin a line of its own nor speak to the terminal.
"""

import io
import logging
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

# Without the local variables of the frames: they hold what people said.
_TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


class _NamedLogger(structlog.WriteLogger):
    """Writes lines to a file, and knows the name of the module that they come from."""

    def __init__(self, file: TextIO, name: str | None = None) -> None:
        super().__init__(file)
        self.name = name


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What ends a line, moves the cursor, or turns the direction of what is read. JSON escapes all that is not ASCII."""


def _escape(text: str) -> str:
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _make_harmless(logger: WrappedLogger, name: str, fields: EventDict) -> EventDict:
    """Show control characters of whatever is logged as what they are called."""
    del logger, name
    for key, value in fields.items():
        if isinstance(value, str):
            fields[key] = _escape(value)
    return fields


def _traceback_in_words(file: TextIO, raised: ExcInfo) -> None:
    whole = io.StringIO()
    structlog.dev.plain_traceback(whole, raised)
    # Indented: what an exception says may have lines of its own, and none of them begins as ours do.
    file.write("\n".join(f"  {_escape(line)}" for line in whole.getvalue().split("\n")))


def configure_logging(*, level: int = logging.INFO, in_terminal: bool | None = None) -> None:
    """Send this process's logs, libraries' included, to standard error in one form."""
    shared: Sequence[Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    terminal = sys.stderr.isatty() if in_terminal is None else in_terminal
    in_words = structlog.dev.ConsoleRenderer(exception_formatter=_traceback_in_words)
    last: list[Processor] = (
        [_make_harmless, in_words] if terminal else [_TRACEBACKS, structlog.processors.JSONRenderer()]
    )
    # Our own lines don't go through the standard library: it costs three times what making and writing them does.
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=partial(_NamedLogger, sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("uvicorn.access", "alembic", "httpx2", "httpcore2"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
