"""Sentences with their gold, as they lie in the files here, and what was answered to them."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue

from services.admission import SURE_ENOUGH

FOLDER = Path(__file__).parent
SETS = ("own", "blind")
"""The files here: of the project's own writing, and by somebody who has not seen the grammar."""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Row(_Line):
    """A sentence and what should be understood; the README says what each field means."""

    id: str
    text: str
    now: dt.datetime
    timezone: str
    intent: str
    details: Mapping[str, JsonValue] = {}
    accept: tuple[str, ...] = ()
    alt: Mapping[str, tuple[str, ...]] = {}
    ignore: frozenset[str] = frozenset()


class Answer(_Line):
    """What a sentence was understood as; the fields are those of POST /v1/parse."""

    intent: str
    confidence: float
    details: Mapping[str, JsonValue]
    question: str | None = None

    @property
    def is_confident(self) -> bool:
        """Whether it would be done without a question, as far as confidence decides."""
        return self.question is None and self.confidence >= SURE_ENOUGH


def read_rows(path: Path) -> list[Row]:
    """Every row of a file, one JSON object a line."""
    return [Row.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_set(name: str) -> list[Row]:
    """Every row of one of the `SETS`."""
    return read_rows(FOLDER / f"{name}.jsonl")
