"""`make demo`, played as its user plays it: a process, its words, its exit status, and what it leaves behind."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from standardwebhooks import Webhook

from deploy.demo.receiver import RefusedError, verify
from tests.e2e.logs import LOGS
from tests.e2e.processes import CHECKOUT

SCENES = (
    "A table, please",
    "Something is missing, so it is asked for",
    "Read back first",
    "At the hairdresser's",
    "A medicine, in five seconds",
    "Tell my daughter",
    "An emergency",
    "Two wishes in one breath",
    "A dose that nobody answers",
    "The same words, read by a model",
    "A kind word for a kind word",
    "A worker is killed in the middle of its work",
    "Redis loses everything while work is waiting",
)


@dataclass(frozen=True, kw_only=True)
class Performance:
    """A demonstration that is over."""

    status: int | None
    words: str
    left_over: list[str]


@dataclass(frozen=True, kw_only=True)
class Theatre:
    """A place for temporary files, in which every trace of a demonstration is seen."""

    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """This shell's, with settings in it that no demonstration survives if it heeds them."""
        own = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        return {**own, "TMPDIR": str(self.folder), "ENVIRONMENT": "production", "PORT": "none", "HOST": "192.0.2.1"}

    @property
    def logs(self) -> Path:
        """Where those of the processes are kept, apart from what has to be gone."""
        return self.folder.with_name(f"{self.folder.name}-logs")

    async def open(self, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "deploy.demo", "--logs", str(self.logs), *arguments),
            cwd=CHECKOUT,
            env={**self.environment, **settings},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def close(self, demo: asyncio.subprocess.Process, *, heard: str = "") -> Performance:
        assert demo.stdout is not None
        async with asyncio.timeout(300):
            words = heard + (await demo.stdout.read()).decode()
            await demo.wait()
        return Performance(status=demo.returncode, words=words, left_over=self.find_processes())

    def find_processes(self) -> list[str]:
        """Whoever was started with this folder: the servers by their arguments, ours by their environment."""
        return [" ".join(each.cmdline()) for each in psutil.process_iter() if self._belongs_here(each)]

    def _belongs_here(self, process: psutil.Process) -> bool:
        try:
            told = [*process.cmdline(), *process.environ().values()]
        except psutil.Error:
            return False
        return any(str(self.folder) in each for each in told)


@pytest.fixture
def theatre() -> Iterator[Theatre]:
    """Its folder is one that every user may pass through: as root, PostgreSQL runs as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="grandma-theatre-"))
    folder.chmod(0o711)
    theatre = Theatre(folder=folder)
    yield theatre
    LOGS.keep_all(theatre.logs)
    shutil.rmtree(folder)
    shutil.rmtree(theatre.logs, ignore_errors=True)


async def test_demonstration_shows_every_scene_and_leaves_nothing(theatre: Theatre) -> None:
    shown = await theatre.close(await theatre.open())
    assert shown.status == 0, shown.words
    assert [scene for scene in SCENES if scene not in shown.words] == []
    assert "30 of 30 completed, each table booked exactly once" in shown.words
    assert "\x1b" not in shown.words
    assert shown.left_over == []
    assert list(theatre.folder.iterdir()) == []
    assert {"api.log", "worker-1.log"} <= {each.name for each in theatre.logs.iterdir()}, "they are searched in the end"


async def test_broken_step_is_named_and_its_logs_are_kept(theatre: Theatre) -> None:
    shown = await theatre.close(await theatre.open("--set", "WEBHOOK_ALLOW_PRIVATE=0"))
    assert shown.status == 1
    assert "Expected POST /v1/requests to succeed, but it answered 4" in shown.words
    assert shown.left_over == []
    [folder] = theatre.folder.iterdir()
    assert f"The logs are in {folder}" in shown.words
    assert {"api.log", "worker-1.log", "postgres.log"} <= {each.name for each in folder.iterdir()}
    assert not (folder / "data").exists()


async def test_database_that_is_not_there_is_named(theatre: Theatre) -> None:
    nowhere = f"postgresql://nobody@/nothing?host={theatre.folder}"
    shown = await theatre.close(await theatre.open(DATABASE_URL=nowhere))
    assert shown.status == 1
    assert "DATABASE_URL: the demonstration needs a database of its own there" in shown.words
    assert shown.left_over == []
    assert list(theatre.folder.iterdir()) == []


async def test_demonstration_stopped_by_hand_tidies_up(theatre: Theatre) -> None:
    demo = await theatre.open()
    assert demo.stdout is not None
    heard = (await demo.stdout.readuntil(b"A table, please")).decode()
    demo.send_signal(signal.SIGINT)
    shown = await theatre.close(demo, heard=heard)
    assert shown.status == 130
    assert shown.words.endswith("Stopped by hand; everything is cleaned up.\n")
    assert shown.left_over == []
    assert list(theatre.folder.iterdir()) == []


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"type":"task.completed"}'


def sign(*, secret: str = SECRET, at: float) -> dict[str, str]:
    """The headers that the reference implementation of the standard makes."""
    signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(at, tz=UTC), BODY)
    return {"webhook-id": "msg_1", "webhook-timestamp": str(int(at)), "webhook-signature": signature}


def test_receiver_takes_what_the_standard_signs() -> None:
    now = time.time()
    headers = sign(at=now)
    headers["webhook-signature"] = f"v1a,bm90aGluZw== v1,not-base64 {headers['webhook-signature']}"
    assert verify(SECRET, headers, BODY.encode(), now=now) == "msg_1"


@pytest.mark.parametrize(
    ("age", "changes", "body"),
    [
        (301, {}, BODY),
        (-301, {}, BODY),
        (0, {"webhook-id": "msg_2"}, BODY),
        (0, {"webhook-signature": ""}, BODY),
        (0, {"webhook-timestamp": "yesterday"}, BODY),
        (0, sign(secret="whsec_" + "A" * 32, at=time.time()), BODY),
        (0, {}, BODY + " "),
    ],
)
def test_receiver_refuses_what_is_not_genuine(age: int, changes: Mapping[str, str], body: str) -> None:
    now = time.time()
    with pytest.raises(RefusedError):
        verify(SECRET, {**sign(at=now - age), **changes}, body.encode(), now=now)
