"""Column types: moments in UTC, codes as their values, JSON that keeps its letters."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, Row
from sqlalchemy.types import TypeDecorator

from bot.domain.clock import utc

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
