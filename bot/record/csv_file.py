"""Rows → CSV (RFC 4180, UTF-8). No cell can be taken for a formula by a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import StringIO
from itertools import islice
from typing import IO, TextIO

from bot.record.tables import Row, Value, flat

#: A cell that begins with one of these is calculated by spreadsheets (OWASP, CSV injection); full-width ones too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
#: Rows of one piece of bytes.
_BATCH = 200


class Sheet:
    """A table that grows by rows, with its header first."""

    def __init__(self, file: TextIO, header: Sequence[str]) -> None:
        self._file = file
        self._header = header
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow(header)

    def add(self, rows: Iterable[Row]) -> None:
        """Rows at its end; a column that a row does not have is empty."""
        self._writer.writerows(map(cell, map(row.get, self._header)) for row in rows)

    def content(self) -> IO[bytes]:
        """All of it, from its beginning; only of a file that has bytes below its text."""
        self._file.flush()
        self._file.seek(0)
        return self._file.buffer


def lines(header: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """A table in pieces of bytes, the header first."""
    buffer = StringIO()
    sheet, rest = Sheet(buffer, header), iter(rows)
    while some := list(islice(rest, _BATCH)):
        sheet.add(some)
        yield _taken(buffer)
    yield _taken(buffer)


@lru_cache(maxsize=8192, typed=True)
def cell(value: Value) -> str:
    """A value as its cell: true and false in small letters, words made harmless by an apostrophe."""
    if not isinstance(value, str):
        if value is None:
            return ""
        plain = flat(value)
        if not isinstance(plain, str):
            return str(plain).lower() if isinstance(plain, bool) else str(plain)
        value = plain
    text = value if value.isprintable() else "".join(c for c in value if c.isprintable() or c in "\t\n")
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA else text


def _taken(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
