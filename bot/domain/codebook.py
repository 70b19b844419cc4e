"""What the columns of the exports mean, in three languages, with their names in ACLED and PLOVER."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.codes import Lang


@dataclass(frozen=True, slots=True)
class Column:
    """One column: integer, number, boolean, string, list, date or datetime."""

    name: str
    type: str
    about: Mapping[Lang, str]
    acled: str = ""
    plover: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the record."""

    name: str
    about: Mapping[Lang, str]
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The columns by name."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Codebook:
    """All tables, by name, in the order in which they are read."""

    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]
