"""How an archive is made: beside all else that the process does, and not many at a time."""

import asyncio
import csv
import io
import json
import threading
import zipfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from core.clock import SystemClock
from core.errors import NotFoundError, QuotaExceededError
from services.access.export import ExportService

ROSE, BOB = UUID(int=1), UUID(int=2)
ACCOUNT, OTHER = UUID(int=11), UUID(int=12)


class Storage:
    """What there is about everybody; one reads on when `may_go_on`."""

    def __init__(self, *tables: tuple[str, list[Any]]) -> None:
        self.tables = tables
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.exports = self

    async def read(self, user_id: UUID, *, account_id: UUID, cipher: Any) -> AsyncGenerator[tuple[str, list[Any]]]:
        del account_id, cipher
        await self.may_go_on.wait()
        if user_id != ROSE:
            raise NotFoundError("There is no such user.")
        for each in self.tables:
            yield each

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Any]:
        yield SimpleNamespace(exports=self)

    def service(self) -> ExportService:
        return ExportService(unit_of_work=cast("Any", self.transaction), clock=SystemClock(), cipher=cast("Any", None))


async def make(service: ExportService, account_id: UUID = ACCOUNT) -> zipfile.ZipFile:
    with await service.export(ROSE, account_id=account_id) as made:
        return zipfile.ZipFile(io.BytesIO(made.read()))


async def archive_of(storage: Storage) -> zipfile.ZipFile:
    return await make(storage.service())


async def test_archive_of_many_pieces_is_whole() -> None:
    said = {"id": 1, "text": 'a "quote",\na line and =1+1', "details": {"names": ["Zoë", "\u2028"]}, "note": None}
    tasks = [{"id": n, "title": f"=task {n}"} for n in range(5)]
    storage = Storage(("users", [said]), ("notes", []), ("tasks", tasks[:2]), ("tasks", tasks[2:]))
    archive = await archive_of(storage)
    assert sorted(archive.namelist()) == ["README.txt", "everything.json", "tasks.csv", "users.csv"]
    assert json.loads(archive.read("everything.json")) == {"users": [said], "tasks": tasks}
    rows = list(csv.DictReader(io.StringIO(archive.read("tasks.csv").decode(), newline="")))
    assert rows == [{"id": str(n), "title": f"'=task {n}"} for n in range(5)]
    assert archive.testzip() is None


async def test_nobody_of_whom_nothing_is_stored_breaks_it() -> None:
    assert json.loads((await archive_of(Storage())).read("everything.json")) == {}


async def test_large_archive_is_whole_too() -> None:
    many = [{"id": n, "text": f"{n * 7919:x}" * 40} for n in range(200)]
    storage = Storage(*[("tasks", many)] * 40)
    assert len(json.loads((await archive_of(storage)).read("everything.json"))["tasks"]) == 8_000


async def test_it_is_written_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = set[int]()

    def cell(value: Any) -> str:
        threads.add(threading.get_ident())
        return str(value)

    monkeypatch.setattr("services.access.export.cell", cell)
    await archive_of(Storage(("tasks", [{"id": 1}, {"id": 2}])))
    assert threads
    assert threading.get_ident() not in threads


async def test_account_makes_one_at_a_time_and_keeps_nobody_else_from_it() -> None:
    storage = Storage(("tasks", [{"id": 1}]))
    service = storage.service()
    storage.may_go_on.clear()
    first = asyncio.create_task(make(service))
    others = asyncio.create_task(make(service, OTHER))
    await asyncio.sleep(0)
    with pytest.raises(QuotaExceededError) as refused:
        async with asyncio.timeout(10):  # whoever is let in waits for what nobody allows
            await service.export(ROSE, account_id=ACCOUNT)
    assert refused.value.retry_after > 0
    storage.may_go_on.set()
    for made in (await first, await others, await make(service)):
        assert "tasks.csv" in made.namelist()


async def test_one_that_fails_or_is_given_up_leaves_its_place() -> None:
    storage = Storage(("tasks", [{"id": 1}]))
    service = storage.service()
    for _ in range(3):
        with pytest.raises(NotFoundError):
            await service.export(BOB, account_id=ACCOUNT)
    storage.may_go_on.clear()
    for _ in range(3):
        given_up = asyncio.create_task(service.export(ROSE, account_id=ACCOUNT))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
    storage.may_go_on.set()
    assert "tasks.csv" in (await make(service)).namelist()
