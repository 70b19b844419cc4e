"""The record as an operator asks for it: opened without the readers' key. Behind `protest-alerts export` and `site`."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from bot import config
from bot.codebook_file import read_codebook
from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration, UnknownPlace
from bot.domain.names import Name
from bot.domain.place import Gazetteer
from bot.domain.record import Selection
from bot.gazetteer_file import read_gazetteer
from bot.names_file import read_names
from bot.services.record.export import Export
from bot.store.meta import Purpose
from bot.store.record import RecordDatabase
from bot.wording.catalogs import LOCALES, Catalogs
from bot.wording.locale import Locale
from bot.wording.record import RecordWords

if TYPE_CHECKING:
    from bot.services.record.site import Site


@contextmanager
def opened(*, demo: bool, outlets: Iterable[Name] = ()) -> Iterator[Export]:
    """The live record, or the demo's; `outlets` are those that are not in the names table."""
    url = f"sqlite:///{(config.data_dir() / 'demo' / 'demo.db').absolute()}" if demo else config.for_record().database()
    record = RecordDatabase.open(url, purpose=Purpose.DEMO if demo else Purpose.LIVE)
    try:
        yield exporting(record, demo=demo, outlets=outlets)
    finally:
        record.close()


def exporting(record: RecordDatabase, *, demo: bool, outlets: Iterable[Name] = ()) -> Export:
    """An open record with the words for it."""
    gazetteer, names, catalogs = _gazetteer(), read_names(_data()).plus(outlets), Catalogs.load(LOCALES)
    words = {lang: RecordWords(Locale(lang, catalogs[lang], gazetteer, names)) for lang in Lang}
    return speaking(record, words, gazetteer, demo=demo)


def speaking(record: RecordDatabase, words: Mapping[Lang, RecordWords], gazetteer: Gazetteer, *, demo: bool) -> Export:
    """A record with the words for it; of a demo's it is said that it is one."""
    return Export(record, words, gazetteer, read_codebook(_data()), demo)


def site(export: Export) -> "Site":
    """The pages of a record."""
    from bot.services.record.site import Site, fingerprint  # exports start faster without templates and pictures

    return Site(export, fingerprint())


def selection(start: str, end: str, place: str, *, versions: bool) -> Selection:
    """What of the record is wanted, as typed; BadConfiguration has one line for each fault."""
    faults: list[str] = []
    first, last = _day(start, "--from", faults), _day(end, "--to", faults)
    if first and last and first > last:
        faults.append(f"--from {first} is after --to {last}")
    places = _places(place, faults) if place else None
    if faults:
        raise BadConfiguration(tuple(faults))
    return Selection(first, last, places, versions)


def check_target(out: Path | None) -> None:
    """BadConfiguration when a file cannot stand there."""
    if out is not None and out.is_dir():
        raise BadConfiguration((f"--out: {out} is a folder",))
    if out is not None and not out.parent.is_dir():
        raise BadConfiguration((f"--out: {out.parent} is not a folder",))


def _day(typed: str, option: str, faults: list[str]) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        faults.append(f"{option}: {typed[:40]!r} is not a day such as 2019-09-21")
        return None


def _places(typed: str, faults: list[str]) -> frozenset[str] | None:
    known = _gazetteer()
    try:
        place = typed if typed in known else _read(typed)
    except UnknownPlace as error:
        near = ", ".join(error.nearest)
        faults.append(f"--place: no place {typed[:40]!r}" + (f"; is it one of {near}?" if near else ""))
        return None
    return known.within([place])


def _read(typed: str) -> str:
    """A place in any spelling; UnknownPlace."""
    from bot import resources  # exports start faster without the reader

    return resources.load().reader().find_place(typed)


def _data() -> Traversable:
    return files("bot") / "data"


def _gazetteer() -> Gazetteer:
    return read_gazetteer(_data() / "gazetteer.csv")
