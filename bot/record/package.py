"""All tables in one zip, with a descriptor (Frictionless Data Package) and the codebook."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.domain.codebook import Codebook, Column, Table
from bot.domain.codes import Lang
from bot.record.csv_writer import Sheet
from bot.record.export_rows import Row, TableName

#: The zip format has no earlier day; the same record makes the same bytes.
_QUICK = 1
_DAY = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 16
#: The types of Table Schema by ours.
_TYPES = {"list": "string", "datetime": "datetime", "date": "date"}


@dataclass(frozen=True, slots=True)
class PackageDescription:
    """What the descriptor says of the package."""

    title: str
    created: datetime
    lang: Lang
    codebook: Codebook


@dataclass
class Package:
    """Tables on their way into a zip: each in a file of its own until all are whole, so that memory stays flat."""

    described: PackageDescription
    _open: ExitStack = field(default_factory=ExitStack)
    _sheets: dict[TableName, Sheet] = field(default_factory=dict)
    _files: dict[TableName, IO[bytes]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        for table in TableName:
            self._files[table] = self._open.enter_context(TemporaryFile())
            self._sheets[table] = Sheet(self.described.codebook[table].header)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, table: TableName, rows: Iterable[Row]) -> None:
        """Rows at the end of a table."""
        self._sheets[table].add(rows)
        if self._sheets[table].waiting > _PIECE:
            self._files[table].write(self._sheets[table].taken())

    def pieces(self) -> Iterator[bytes]:
        """The zip in pieces of bytes."""
        with TemporaryFile() as out:
            with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_QUICK) as packed:
                for name, content in self._texts().items():
                    packed.writestr(_info(name), content)
                for table, file in self._files.items():
                    file.write(self._sheets[table].taken())
                    file.seek(0)
                    with packed.open(_info(f"{table}.csv"), "w") as member:
                        copyfileobj(file, member)
            out.seek(0)
            while piece := out.read(_PIECE):
                yield piece

    def _texts(self) -> Mapping[str, str]:
        codebook, lang = self.described.codebook, self.described.lang
        return {"datapackage.json": descriptor(self.described), "codebook.md": codebook_text(codebook, lang)}


def descriptor(described: PackageDescription) -> str:
    """The descriptor: every table with its columns and their types (specs.frictionlessdata.io)."""
    package = {
        "profile": "tabular-data-package",
        "name": "protest-alerts-kazakhstan",
        "title": described.title,
        "created": described.created.isoformat(timespec="seconds"),
        "languages": [described.lang.value],
        "sources": [{"title": "GeoNames (CC BY 4.0)", "path": "https://www.geonames.org/"}],
        "resources": [_resource(table, described.lang) for table in described.codebook.tables.values()],
    }
    return json.dumps(package, ensure_ascii=False, indent=1)


def codebook_text(codebook: Codebook, lang: Lang) -> str:
    """The codebook in one language, as Markdown."""
    return "\n\n".join(_section(table, lang) for table in codebook.tables.values()) + "\n"


def _section(table: Table, lang: Lang) -> str:
    head = f"## {table.name}\n\n{table.about[lang]}\n\n| column | type | | ACLED | PLOVER |\n|---|---|---|---|---|\n"
    return head + "\n".join(_line(column, lang) for column in table.columns)


def _line(column: Column, lang: Lang) -> str:
    return f"| `{column.name}` | {column.type} | {column.about[lang]} | {column.acled} | {column.plover} |"


def _resource(table: Table, lang: Lang) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "description": table.about[lang],
        "encoding": "utf-8",
        "mediatype": "text/csv",
        "schema": {"fields": [_field(column, lang) for column in table.columns]},
    }


def _field(column: Column, lang: Lang) -> dict[str, str]:
    return {"name": column.name, "type": _TYPES.get(column.type, column.type), "description": column.about[lang]}


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _DAY)
    info.compress_type = ZIP_DEFLATED
    info._compresslevel = _QUICK  # type: ignore[attr-defined]  # noqa: SLF001  # the library has no other way
    info.external_attr = 0o644 << 16
    return info
