"""The history of a run: JSON lines, one event each, written by whoever saw it happen.

`type` has Jepsen's meaning: `invoke` begins something, `ok` and `fail` say how it surely ended, `info` says that nobody
knows. `t` is seconds since 1970 by the one machine's clock. Every process writes a file of its own; a line that a killed
process tore is left out.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Kind: TypeAlias = Literal["invoke", "ok", "fail", "info"]


class Event(BaseModel):
    """What all events have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    t: float = Field(default_factory=time.time)
    process: str
    type: Kind
    task: str | None = None
    epoch: int | None = None


class Submitted(Event):
    """A call of `POST /v1/requests`. `body` tells different bodies apart."""

    f: Literal["submit"] = "submit"
    account: str
    key: str
    body: str
    status: int | None = None
    request: str | None = None
    tasks: tuple[str, ...] = ()


class Effect(Event):
    """A call that reached the outside system. `repeated`: it knew the key and did not do it again; `answer`: what a person
    had answered, where one was asked.
    """

    f: Literal["effect"] = "effect"
    key: str
    repeated: bool = False
    answer: str | None = None


class Replied(Event):
    """A call of `POST /v1/tasks/{id}/reply`."""

    f: Literal["reply"] = "reply"
    answer: str


class Heard(Event):
    """A task's message that reached somebody of the family; `fail`: they did not take it."""

    f: Literal["heard"] = "heard"
    to: str


class Received(Event):
    """A webhook message that arrived. `epoch` is that of the attempt whose result it tells of."""

    f: Literal["webhook"] = "webhook"
    message: str
    news: str
    version: int
    receiver: str
    is_genuine: bool


class Told(Event):
    """A reminder that reached its person; `reminder` is its label."""

    f: Literal["told"] = "told"
    reminder: str


class Sampled(Event):
    """How many tasks of each account were running."""

    f: Literal["sample"] = "sample"
    running: dict[str, int]


class Struck(Event):
    """A nemesis: `invoke` before it strikes, `ok` when what it broke is mended, and at how many running tasks it struck."""

    f: Literal["nemesis"] = "nemesis"
    name: str
    running: int = 0
    detail: str = ""


AnyEvent: TypeAlias = Annotated[
    Submitted | Effect | Replied | Heard | Received | Told | Sampled | Struck, Field(discriminator="f")
]
_ANY: TypeAdapter[Submitted | Effect | Replied | Heard | Received | Told | Sampled | Struck] = TypeAdapter(AnyEvent)


class HistoryWriter:
    """Appends events to one file; each is with the kernel when `write` returns, so no death of ours loses it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, event: Event) -> None:
        """Append one event."""
        os.write(self._file, event.model_dump_json(exclude_defaults=False).encode() + b"\n")

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def read_history(files: Iterable[Path]) -> list[AnyEvent]:
    """All events of these files, in the order of their time."""
    events: list[AnyEvent] = []
    for path in files:
        for line in path.read_bytes().splitlines():
            try:
                events.append(_ANY.validate_json(line))
            except ValidationError:
                if line.endswith(b"}"):
                    raise
    return sorted(events, key=lambda event: event.t)


def read_folder(folder: Path) -> list[AnyEvent]:
    """All events of a run, which were written to files of this folder."""
    return read_history(folder.glob("*.jsonl"))
