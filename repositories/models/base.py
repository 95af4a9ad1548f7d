"""What every table has in common: constraint names, column types, the base class."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, TypeAlias
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import BigInteger, DateTime, MetaData, Text, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

JsonObject: TypeAlias = dict[str, JsonValue]
Instant: TypeAlias = datetime
CreatedAt = Annotated[datetime, mapped_column(server_default=func.now())]
PrimaryId = Annotated[UUID, mapped_column(primary_key=True)]


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text(),
        int: BigInteger(),
        UUID: postgresql.UUID(as_uuid=True),
        JsonObject: postgresql.JSONB(none_as_null=True),
        list[str]: postgresql.JSONB(none_as_null=True),
    }
