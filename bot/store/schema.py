"""What all tables share: one register, names for indexes and constraints, and column types.

Moments are in UTC, codes are stored as their values, JSON keeps its letters.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Index, Integer, MetaData, Row, text
from sqlalchemy.types import TypeDecorator

from bot.domain.clock import utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index over the few rows that somebody looks for again and again."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


AnyRow: TypeAlias = Row[*tuple[Any, ...]]

#: Numbers that may outgrow 32 bits; SQLite counts up by itself only in an INTEGER.
BIG = BigInteger().with_variant(Integer(), "sqlite")
#: None is SQL's NULL, not JSON's null.
DOCUMENT = JSON(none_as_null=True)


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused (ValueError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite stores the clock face and drops the zone, so the face must be UTC's."""
        return None if value is None else utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite answers naive, PostgreSQL in the zone of its session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def code(codes: type[StrEnum], name: str) -> Enum:
    """A closed list: stored as its values, held to them by a CHECK of this name."""
    return Enum(codes, name=name, native_enum=False, create_constraint=True, length=32, values_callable=_values)


def _values(codes: type[StrEnum]) -> list[str]:
    return [member.value for member in codes]
