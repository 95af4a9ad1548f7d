"""A person's data to take away: one archive with all of it as JSON, and each table as CSV."""

import asyncio
import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, TypeVar
from uuid import UUID

from core.clock import Clock
from core.encryption import Cipher
from core.errors import QuotaExceededError
from repositories.unit_of_work import UnitOfWorkFactory

_README = """Everything that is stored about one person, as of {at}.

everything.json has all of it, by table; each table is a .csv as well. single_use_tokens are invitations to look after the person,
members and login_sessions their own login. Left out are secrets that open something (hashes of keys, encrypted keys of browsers),
what makes repeated calls harmless (digests of keys), and what is the account's and not the person's: venues, and of the
addresses that webhooks went to all but the host.
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AT_ONCE: Final = 2
_RETRY_SECONDS: Final = 5.0
_IN_MEMORY: Final = 1024 * 1024
"""Of an archive; what is more goes to a temporary file, which has no name and is gone when it is closed."""

T = TypeVar("T")


class ExportService:
    """Makes archives, piece by piece in threads of its own: a life is a hundred thousand rows. Nothing of them is kept."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, cipher: Cipher) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._clock = clock
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="export")
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._under_way = set[UUID]()

    async def export(self, user_id: UUID, *, account_id: UUID) -> IO[bytes]:
        """The archive of a person, at its beginning, to be closed.

        Raises:
            NotFoundError: the account has no such user.
            QuotaExceededError: another archive of this account is being made.
        """
        if account_id in self._under_way:
            detail = "Another export of this account is being made at this moment; ask again when it is done."
            raise QuotaExceededError(detail, retry_after=_RETRY_SECONDS)
        self._under_way.add(account_id)
        try:
            async with self._room:
                return await self._make(user_id, account_id)
        finally:
            self._under_way.discard(account_id)

    async def _make(self, user_id: UUID, account_id: UUID) -> IO[bytes]:
        archive = _Archive(at=self._clock.now().isoformat(timespec="seconds"))
        try:
            async with self._unit_of_work() as unit:
                async for name, rows in unit.exports.read(user_id, account_id=account_id, cipher=self._cipher):
                    await self._do(lambda name=name, rows=rows: archive.add(name, rows))
            return await self._do(archive.finish)
        except BaseException:
            archive.close()
            raise

    async def _do(self, work: Callable[[], T]) -> T:
        """To its end, also where whoever waits for it has gone: nothing is closed under a thread that writes."""
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])
            raise


class _Archive:
    """A zip archive that grows by some rows of a table at a time, all of one table before the next."""

    def __init__(self, *, at: str) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - handed on by `finish`
        self._everything = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._zip.writestr("README.txt", _README.format(at=at))
        self._table: str | None = None
        self._csv: IO[bytes] | None = None

    def add(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if not rows:
            return
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        if name == self._table:
            self._write(",\n    ")
        else:
            self._write("\n  ],\n  " if self._table else "{\n  ")
            self._write(f"{json.dumps(name)}: [\n    ")
            self._begin_csv(name)
            writer.writeheader()
        self._table = name
        self._write(",\n    ".join(_indented(row) for row in rows))
        writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
        if self._csv is not None:
            self._csv.write(text.getvalue().encode())

    def finish(self) -> IO[bytes]:
        self._write("\n  ]\n}\n" if self._table else "{}\n")
        self._end_csv()
        self._everything.seek(0)
        with self._zip.open("everything.json", "w", force_zip64=True) as member:
            shutil.copyfileobj(self._everything, member)
        self._everything.close()
        self._zip.close()
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Throw away what was begun."""
        self._everything.close()
        self._end_csv()
        self._zip.close()
        self._file.close()

    def _begin_csv(self, name: str) -> None:
        self._end_csv()
        self._csv = self._zip.open(f"{name}.csv", "w", force_zip64=True)

    def _end_csv(self) -> None:
        if self._csv is not None:
            self._csv.close()
            self._csv = None

    def _write(self, text: str) -> None:
        self._everything.write(text.encode())


def _indented(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, indent=2).replace("\n", "\n    ")


def cell(value: Any) -> str:
    """As spreadsheets read it: never as a formula, which what people say could be."""
    if value is None:
        return ""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{shown}" if shown.startswith(_FORMULA) and not isinstance(value, (int, float)) else shown
