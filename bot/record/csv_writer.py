"""Rows → CSV (RFC 4180, UTF-8). No cell can be taken for a formula by a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import StringIO
from itertools import islice

from bot.record.export_rows import Row, Value, flat

#: A cell that begins with one of these is calculated by spreadsheets (OWASP, CSV injection); full-width ones too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
#: Rows of one piece of bytes.
_BATCH = 200


class Sheet:
    """A table that grows by rows, with its header first, and is taken away in pieces of bytes."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._text = StringIO()
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(header)

    def add(self, rows: Iterable[Row]) -> None:
        """Rows at its end; a column that a row does not have is empty."""
        self._writer.writerows(map(cell, map(row.get, self._header)) for row in rows)

    @property
    def waiting(self) -> int:
        """How many letters are still to be taken away."""
        return self._text.tell()

    def taken(self) -> bytes:
        """What was added since this was last asked for."""
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text.encode()


def lines(header: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """A table in pieces of bytes, the header first."""
    sheet, rest = Sheet(header), iter(rows)
    while some := list(islice(rest, _BATCH)):
        sheet.add(some)
        yield sheet.taken()
    yield sheet.taken()


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
