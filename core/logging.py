"""Structured logs: readable in a terminal, JSON lines otherwise, always on standard error.

Ids (request, task, message) are bound with `structlog.contextvars` at the edge and travel with the work. Names,
medicines and message texts are never logged.
"""

import logging
import sys
from collections.abc import Sequence
from functools import partial
from typing import TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

# Without the local variables of the frames: they hold what people said.
_TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


class _NamedLogger(structlog.WriteLogger):
    """Writes lines to a file, and knows the name of the module that they come from."""

    def __init__(self, file: TextIO, name: str | None = None) -> None:
        super().__init__(file)
        self.name = name


def configure_logging(*, level: int = logging.INFO, in_terminal: bool | None = None) -> None:
    """Send this process's logs, libraries' included, to standard error in one form."""
    shared: Sequence[Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    terminal = sys.stderr.isatty() if in_terminal is None else in_terminal
    in_words = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    last: list[Processor] = [in_words] if terminal else [_TRACEBACKS, structlog.processors.JSONRenderer()]
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
