"""A person's data to take away: one archive with all of it as JSON, and each table as CSV."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from core.clock import Clock
from core.encryption import Cipher
from repositories.unit_of_work import UnitOfWorkFactory

_README = """Everything that is stored about one person, as of {at}.

everything.json has all of it, by table; each table is a .csv as well. single_use_tokens are invitations to look after the person,
members and login_sessions their own login. Left out are secrets that open something (hashes of keys, encrypted keys of browsers),
what makes repeated calls harmless (digests of keys), and what is the account's and not the person's: venues, and of the
addresses that webhooks went to all but the host.
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ExportService:
    """Makes archives; nothing of them is kept."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, cipher: Cipher) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._clock = clock

    async def export(self, user_id: UUID, *, account_id: UUID) -> bytes:
        """The archive of a person; raises NotFoundError where the account has no such user."""
        async with self._unit_of_work() as unit:
            found = await unit.exports.read(user_id, account_id=account_id, cipher=self._cipher)
        return _to_zip(found, at=self._clock.now().isoformat(timespec="seconds"))


def _to_zip(found: Mapping[str, Sequence[Mapping[str, Any]]], *, at: str) -> bytes:
    filled = {name: rows for name, rows in found.items() if rows}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README.format(at=at))
        archive.writestr("everything.json", json.dumps(filled, ensure_ascii=False, indent=2))
        for name, rows in filled.items():
            archive.writestr(f"{name}.csv", _to_csv(rows))
    return buffer.getvalue()


def _to_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def cell(value: Any) -> str:
    """As spreadsheets read it: never as a formula, which what people say could be."""
    if value is None:
        return ""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{shown}" if shown.startswith(_FORMULA) and not isinstance(value, (int, float)) else shown
