"""Columns that are sealed on their way to the database (core/vault.py, ADR 0030).

A value is bound to its row, which the types of columns don't know. So what is written is given as an `Owned`, and what is
read comes as a `Sealed` that `rows.fields_of` opens. A plain value is refused when it is written; one that was there before
columns were sealed is still read. The vault lies with the dialect of an engine, which is what SQLAlchemy gives to types.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Dialect, Engine, RowMapping, Table, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeDecorator

from core.errors import ConfigurationError
from core.vault import MARK, Vault

_VAULT: Final = "grandma_vault"
_FERNET: Final = "fernet"
_HELD = "sealed"
"""Where the sealed part of an object is."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A value about to be sealed for its row."""

    row: UUID | str
    value: Any = field(repr=False)
    kind: "SealedType"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value as it is stored."""

    stored: Any
    kind: "SealedType"
    vault: Vault | None

    def open(self, row: UUID | str) -> Any:
        """What was sealed for this row; what was stored before columns were sealed is as it is."""
        return self.kind.opened(self.stored, row, self.vault)


class SealedType(TypeDecorator[Any]):
    """A column that is sealed."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str, *, key: str = "id") -> None:
        """`place` is `table.column`: what was sealed for one does not open in another. `key` names the column of the row's key."""
        super().__init__()
        self.place = place
        self.key = key

    def of(self, row: UUID | str, value: Any) -> Owned | None:
        """A value for this column of a row."""
        return None if value is None else Owned(row, value, self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, Owned):
            raise TypeError(f"What goes into {self.place} is not sealed for a row.")
        return self.sealed(value.value, value.row, vault_of(dialect))

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(value, self, getattr(dialect, _VAULT, None))

    def sealed(self, value: Any, row: UUID | str, vault: Vault) -> Any:
        """The value as it is stored."""
        return vault.seal(value, column=self.place, row=row)

    def opened(self, stored: Any, row: UUID | str, vault: Vault | None) -> Any:
        """The value again."""
        return _open(stored, self.place, row, vault) if is_sealed(stored) else stored

    def is_current(self, stored: Any, vault: Vault) -> bool:
        """Whether it is sealed with the key that seals now."""
        return stored is None or (isinstance(stored, str) and stored.startswith(f"{MARK}{vault.key_id}:"))


class SealedText(SealedType):
    """Text that is sealed."""

    cache_ok = True


class SealedJson(SealedType):
    """JSON that is sealed as a whole: a JSON string in the database."""

    impl = postgresql.JSONB(none_as_null=True)
    cache_ok = True

    def sealed(self, value: Any, row: UUID | str, vault: Vault) -> Any:
        return vault.seal(json.dumps(value, ensure_ascii=False, default=_plain), column=self.place, row=row)

    def opened(self, stored: Any, row: UUID | str, vault: Vault | None) -> Any:
        return json.loads(_open(stored, self.place, row, vault)) if is_sealed(stored) else stored


class SealedParts(SealedType):
    """A JSON object, or a list of them, of which some keys stay readable, since queries ask for them."""

    impl = postgresql.JSONB(none_as_null=True)
    cache_ok = True

    def __init__(self, place: str, *, readable: tuple[str, ...]) -> None:
        super().__init__(place)
        self.readable = readable

    def sealed(self, value: Any, row: UUID | str, vault: Vault) -> Any:
        if isinstance(value, list | tuple):
            return [self.sealed(each, row, vault) for each in cast("Sequence[Any]", value)]
        shown = {name: each for name, each in value.items() if name in self.readable}
        held = {name: each for name, each in value.items() if name not in self.readable}
        text = json.dumps(held, ensure_ascii=False, default=_plain)
        return shown | ({_HELD: vault.seal(text, column=self.place, row=row)} if held else {})

    def opened(self, stored: Any, row: UUID | str, vault: Vault | None) -> Any:
        if isinstance(stored, list):
            return [self.opened(each, row, vault) for each in cast("list[Any]", stored)]
        token = stored.get(_HELD)
        if not is_sealed(token):
            return stored
        shown = {name: each for name, each in stored.items() if name != _HELD}
        return shown | json.loads(_open(token, self.place, row, vault))

    def is_current(self, stored: Any, vault: Vault) -> bool:
        if isinstance(stored, list):
            return all(self.is_current(each, vault) for each in cast("list[Any]", stored))
        if stored is None or stored.keys() <= set(self.readable):
            return True
        return stored.keys() <= {*self.readable, _HELD} and super().is_current(stored[_HELD], vault)


def fernet(*keys: str) -> dict[str, Any]:
    """Says of a column, in its `info`, that it holds tokens of `core.encryption`, under these keys where it holds JSON."""
    return {_FERNET: keys or ("",)}


class Digests(TypeDecorator[Any]):
    """Texts of which only the digests are kept, to find the row by one of them."""

    impl = postgresql.JSONB(none_as_null=True)
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        del op, value
        return self

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        vault = vault_of(dialect)
        return None if value is None else [vault.digest(self.purpose, each) for each in value]


class Digest(TypeDecorator[Any]):
    """A text of which only the digest is kept; `of` names the columns that it is made of, with spaces between, where there are."""

    impl = Text
    cache_ok = True

    def __init__(self, purpose: str, *, of: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.purpose = purpose
        self.of = of

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else vault_of(dialect).digest(self.purpose, value)


def is_fernet(column: Any) -> tuple[str, ...]:
    """What in a column is a token of `core.encryption`: names of keys, or that of the column itself; nothing: no token."""
    return column.info.get(_FERNET, ())


def keep_vault(engine: Engine, vault: Vault) -> None:
    """Have the columns of what goes through this engine sealed by this vault."""
    setattr(engine.dialect, _VAULT, vault)


def vault_of(dialect: Dialect) -> Vault:
    """The vault of an engine; raises ConfigurationError where it was opened without one."""
    vault = getattr(dialect, _VAULT, None)
    if vault is None:
        raise ConfigurationError("The database was opened without ENCRYPTION_KEYS.")
    return vault


def vault_on(session: AsyncSession) -> Vault:
    """As `vault_of`, of the engine that a session is on."""
    return vault_of(session.get_bind().dialect)


def is_sealed(stored: Any) -> bool:
    """Whether this is a token of a vault."""
    return isinstance(stored, str) and stored.startswith(MARK)


def sealed_columns(table: Table) -> Mapping[str, SealedType]:
    """The columns of a table that are sealed."""
    return {column.name: column.type for column in table.c if isinstance(column.type, SealedType)}


def owned(table: Table, row: UUID | str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with those for sealed columns made ready to be sealed for this row."""
    kinds = _kinds_of(table)
    return {name: kinds[name].of(row, value) if name in kinds else value for name, value in values.items()}


def read_sealed(row: RowMapping, name: str) -> Any:
    """One column of a row, opened where it is sealed."""
    value = row[name]
    return value.open(row[value.kind.key]) if type(value) is Sealed else value


def _kinds_of(table: Table) -> Mapping[str, SealedType]:
    found = table.info.get(_VAULT)
    if found is None:
        found = table.info[_VAULT] = sealed_columns(table)
    return found


def _open(token: str, place: str, row: UUID | str, vault: Vault | None) -> str:
    if vault is None:
        raise ConfigurationError("The database was opened without ENCRYPTION_KEYS.")
    return vault.open(token, column=place, row=row)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} is no value of a column.")
