"""What every process of a run is told: one file in the folder of its history."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from deploy.demo.processes import find_free_port

FLOODING = ("flood-1", "flood-2")
QUIET = "quiet"
ACCOUNTS = (*FLOODING, QUIET)
FAMILY = ("good", "late", "torn", "gone", "hang")
"""Whom everybody has as contacts, by how they take messages."""
_NAME = "brief.json"
_ENOUGH = "enough"


class Brief(BaseModel):
    """Addresses, keys and what is planned. `keys`, `secrets` and `people` are by account, `per_second` counts requests,
    which ask for 1 to 3 tasks, and `hanging` is how many messages go to a receiver that hangs.
    """

    model_config = ConfigDict(frozen=True)

    seed: int
    tasks: int
    hanging: int
    per_second: float
    lease_seconds: float
    api_port: int
    effects_port: int
    hooks_port: int
    hang_port: int
    half_close_port: int
    keys: dict[str, str] = {}
    secrets: dict[str, str] = {}
    people: dict[str, str] = {}

    @property
    def api_url(self) -> str:
        """Where requests go."""
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def effects_url(self) -> str:
        """Where errands have their effect."""
        return f"http://127.0.0.1:{self.effects_port}"

    @property
    def channel(self) -> str:
        """How people are reached."""
        return f"json://127.0.0.1:{self.effects_port}/told"

    def family_channel(self, name: str) -> str:
        """How somebody of the family is reached, who answers after their name."""
        port = self.hang_port if name == "hang" else self.effects_port
        return f"json://127.0.0.1:{port}/family/{name}"

    def receiver_url(self, receiver: str, account: str) -> str:
        """Where the webhooks for a receiver of this kind go."""
        ports = {"hang": self.hang_port, "half-close": self.half_close_port}
        return f"http://127.0.0.1:{ports.get(receiver, self.hooks_port)}/{receiver}/{account}"

    def save(self, folder: Path) -> None:
        """Leave it for the others."""
        (folder / _NAME).write_text(self.model_dump_json(indent=2), encoding="utf-8")


def receiver_of(url: str) -> str:
    """The kind of receiver that a URL leads to."""
    return urlsplit(url).path.split("/")[1]


def with_ports(**values: Any) -> Brief:
    """A brief with these values and free ports, before anybody has a key."""
    ports: dict[str, Any] = {name: find_free_port() for name in Brief.model_fields if name.endswith("_port")}
    return Brief(**values, **ports)


def say_enough(folder: Path) -> None:
    """Tell the callers that they may stop when they have asked for as much as they should."""
    (folder / _ENOUGH).touch()


def is_enough(folder: Path) -> bool:
    """Whether that was said."""
    return (folder / _ENOUGH).exists()


def load_brief() -> tuple[Brief, Path]:
    """What this process was told, and the folder for its history."""
    folder = Path(os.environ["CHAOS_FOLDER"])
    return Brief.model_validate_json((folder / _NAME).read_text(encoding="utf-8")), folder
