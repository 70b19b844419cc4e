"""The commands `export` and `site`: the record as files; part of bot/cli/main.py."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration
from bot.domain.names import Name

T = TypeVar("T", bound=StrEnum)

Demo = Annotated[bool, typer.Option("--demo", help="The demo's record instead of the live one.")]
From = Annotated[str, typer.Option("--from", help="First day, 2019-09-21.")]
To = Annotated[str, typer.Option("--to", help="Last day, bounds inclusive.")]
PlaceName = Annotated[str, typer.Option("--place", help="Id or name of a place, with all that lies in it.")]
Language = Annotated[str, typer.Option("--lang", help="kk, ru or en: of what is told in words.")]
OutFile = Annotated[Path | None, typer.Option("--out", help="A file; standard output when there is none.")]


def export(
    *,
    form: Annotated[str, typer.Option("--format", help="csv, jsonl, geojson, atom or cap.")],
    demo: Demo = False,
    start: From = "",
    end: To = "",
    place: PlaceName = "",
    lang: Language = "en",
    versions: Annotated[bool, typer.Option("--versions", help="Earlier versions too.")] = False,
    table: Annotated[str, typer.Option(help="Of csv and jsonl one table; of csv all in a zip by default.")] = "",
    out: OutFile = None,
) -> None:
    """The record: events, claims, sources, place-days, and which sources answered. Needs no readers' key."""
    from bot import record_export
    from bot.record import files
    from bot.record.export_rows import TableName
    from bot.services.record.export import Format, Wanted

    faults: list[str] = []
    format_ = _one_of(Format, form, "--format", faults)
    language = _one_of(Lang, lang, "--lang", faults)
    name = _one_of(TableName, table, "--table", faults) if table else None
    if format_ not in {Format.CSV, Format.JSONL} and name:
        faults.append(f"--table: {form} is one document and has no tables")
    if format_ is Format.CSV and not name and out is None and sys.stdout.isatty():
        faults.append("--out: all tables make a zip, which is not for a terminal; name a file, or one --table")
    try:
        selection = record_export.selection(start, end, place, versions=versions)
        record_export.check_target(out)
    except BadConfiguration as error:
        faults += error.faults
    if faults or format_ is None or language is None:
        raise BadConfiguration(tuple(faults))
    with _uncollected(), record_export.opened(demo=demo, outlets=_outlets(demo=demo)) as exporting:
        pieces = exporting.pieces(Wanted(format_, language, selection, name))
        if out is None:
            files.stream(sys.stdout.buffer, pieces)
        else:
            files.write(out, pieces)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rows form no cycles, and looking for some takes a tenth of an export."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def site(
    *,
    out: Annotated[Path, typer.Option("--out", help="A folder: an empty one, or one that this command made.")],
    demo: Demo = False,
) -> None:
    """The record as pages of plain files in Kazakh, Russian and English; only what changed is written."""
    from bot import record_export

    with record_export.opened(demo=demo, outlets=_outlets(demo=demo)) as exporting:
        done = record_export.site(exporting).build(out)
    print(f"{done.written} files written, {done.kept} unchanged, {done.gone} gone: {out / 'index.html'}")


def _outlets(*, demo: bool) -> tuple[Name, ...]:
    if not demo:
        return ()
    from bot.demo import script

    return tuple(outlet.name for outlet in script.load().outlets)


def _one_of(values: type[T], typed: str, option: str, faults: list[str]) -> T | None:
    try:
        return values(typed)
    except ValueError:
        faults.append(f"{option}: {typed[:40]!r} is none of {', '.join(value.value for value in values)}")
        return None
