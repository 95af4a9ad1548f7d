"""Which encryption keys the database needs, and sealing anew what others than the first of them have sealed (ADR 0030)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Table,
    Text,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from core.encryption import Cipher
from core.errors import ConfigurationError
from core.vault import DIGEST_MARK, MARK, Vault
from repositories.models import Base, EncryptionKeyRow
from repositories.rows import table_of
from repositories.sealed import (
    Digest,
    Digests,
    SealedJson,
    SealedParts,
    SealedText,
    SealedType,
    is_fernet,
    vault_on,
)

_KEYS = table_of(EncryptionKeyRow)
_TURN = 4_702_111_234_474_983_746
"""Advisory lock: whoever has it seals, the others look on."""

PLAIN: Final = "plain"
"""Stands for what was never sealed."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch sealed anew, what did not open, and the key of the last row that it looked at; None: that was the last."""

    sealed: int
    stuck: int
    position: tuple[Any, ...] | None


class EncryptionKeyRepository:
    """Questions about the keys in use."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_needed(self) -> frozenset[str]:
        """The ids of the keys without which something stored can't be read, `PLAIN` among them; none before the migration."""
        there = await self._session.scalar(select(func.to_regclass(_KEYS.name).is_not(None)))
        return frozenset(await self._session.scalars(select(_KEYS.c.id))) if there else frozenset()

    async def add(self, key_id: str) -> None:
        """Write down that a key is in use, before it is."""
        await self._session.execute(insert(_KEYS).values(id=key_id).on_conflict_do_nothing())

    async def remove(self, key_ids: frozenset[str]) -> None:
        """Nothing needs these any more."""
        await self._session.execute(delete(_KEYS).where(_KEYS.c.id.in_(key_ids)))

    async def take_turn(self) -> bool:
        """Whether the caller is the only one to seal anew until the transaction ends."""
        return bool(await self._session.scalar(select(func.pg_try_advisory_xact_lock(_TURN))))

    async def seal_anew(self, name: str, *, after: tuple[Any, ...] | None, limit: int, cipher: Cipher) -> Batch:
        """Seal with the first key what another one sealed, or none, in the next rows of a table; the rows are held."""
        table, vault = Base.metadata.tables[name], vault_on(self._session)
        key = _key_of(table)
        held = _held_columns(table)
        more = {name for column in held for name in _parts_of(column)} - {column.name for column in held}
        shown = [type_coerce(column, _stored_as(column.type)).label(column.name) for column in held]
        shown += [table.c[name] for name in sorted(more)]
        statement = select(*(each.label(name) for name, each in key.items()), *shown)
        statement = statement.where(or_(*(_may_be_stale(column, vault) for column in held)))
        if after is not None:
            statement = statement.where(tuple_(*key.values()) > tuple_(*after))
        statement = statement.order_by(*key.values()).limit(limit).with_for_update()
        rows = (await self._session.execute(statement)).mappings().all()
        sealed = stuck = 0
        for row in rows:
            try:
                change = _renewed(table, row, vault, cipher)
            except ConfigurationError:
                stuck += 1
                continue
            if change:
                await self._write(table, change)
                sealed += 1
        last = tuple(rows[-1][name] for name in key) if len(rows) == limit else None
        return Batch(sealed, stuck, last)

    async def _write(self, table: Table, change: Mapping[str, Any]) -> None:
        mine = [each == change[name] for name, each in _key_of(table).items()]
        values = {
            name: bindparam(f"new_{name}", value, type_=_stored_as(table.c[name].type))
            for name, value in change.items()
            if name in table.c
        }
        await self._session.execute(update(table).where(*mine).values(values))


def sealed_tables() -> Iterator[str]:
    """The name of every table that has something that is sealed, or is a digest."""
    return (table.name for table in Base.metadata.sorted_tables if _held_columns(table))


def _key_of(table: Table) -> dict[str, Any]:
    """The columns of the primary key, as they are stored."""
    return {
        f"key_{column.name}": type_coerce(column, Text()) if isinstance(column.type, Digest) else column
        for column in table.primary_key.columns
    }


def _held_columns(table: Table) -> list[Any]:
    return [column for column in table.c if isinstance(column.type, SealedType | Digest | Digests) or is_fernet(column)]


def _stored_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type without what seals and opens."""
    if isinstance(kind, SealedJson | SealedParts | Digests | postgresql.JSONB):
        return postgresql.JSONB(none_as_null=True)
    return Text()


def _may_be_stale(column: Any, vault: Vault) -> ColumnElement[bool]:
    """Whether a value may have to be sealed anew, as far as a query can tell cheaply; what is NULL never."""
    as_text = sql_cast(type_coerce(column, _stored_as(column.type)), Text())
    kind = column.type
    if isinstance(kind, SealedText):
        return not_(func.starts_with(as_text, f"{MARK}{vault.key_id}:"))
    if isinstance(kind, SealedJson):
        return not_(func.starts_with(as_text, f'"{MARK}{vault.key_id}:'))
    if isinstance(kind, SealedParts):
        return as_text != "[]"
    if isinstance(kind, Digest):
        stale = not_(func.starts_with(as_text, DIGEST_MARK))
        return or_(stale, as_text.is_(None)) if kind.of else stale
    if isinstance(kind, Digests):
        return as_text.op("~")(f'"(?!{DIGEST_MARK})')
    return as_text.is_not(None)


def _renewed(table: Table, row: RowMapping, vault: Vault, cipher: Cipher) -> dict[str, Any] | None:
    """The columns of a row that have to be written, and its key; None where all is as it should be."""
    found: dict[str, Any] = {}
    for column in _held_columns(table):
        stored = row[column.name]
        if stored is not None:
            new = _renew(column, stored, row, vault, cipher)
        elif parts := _parts_of(column):
            said = (_opened(table.c[name], row, vault) for name in parts)
            new = vault.digest(column.type.purpose, " ".join(said))
        else:
            continue
        if new is not None and new != stored:
            found[column.name] = new
    keys = {name: value for name, value in row.items() if name.startswith("key_")}
    return {**found, **keys} if found else None


def _parts_of(column: Any) -> tuple[str, ...]:
    return column.type.of if isinstance(column.type, Digest) else ()


def _opened(column: Any, row: RowMapping, vault: Vault) -> str:
    kind, stored = column.type, row[column.name]
    return str(kind.opened(stored, row[f"key_{kind.key}"], vault) if isinstance(kind, SealedType) else stored)


def _renew(column: Any, stored: Any, row: RowMapping, vault: Vault, cipher: Cipher) -> Any:
    kind = column.type
    if isinstance(kind, SealedType):
        if kind.is_current(stored, vault):
            return None
        owner = cast("UUID | str", row[f"key_{kind.key}"])
        return kind.sealed(kind.opened(stored, owner, vault), owner, vault)
    if isinstance(kind, Digest):
        return stored if stored.startswith(DIGEST_MARK) else vault.digest(kind.purpose, stored)
    if isinstance(kind, Digests):
        return [
            each if each.startswith(DIGEST_MARK) else vault.digest(kind.purpose, each)
            for each in cast("Sequence[str]", stored)
        ]
    if isinstance(stored, dict):
        tokens = cast("dict[str, Any]", stored)
        return {name: cipher.renew(each) if name in is_fernet(column) else each for name, each in tokens.items()}
    return cipher.renew(stored)
