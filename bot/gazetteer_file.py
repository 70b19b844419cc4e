"""bot/data/gazetteer.csv → places; the columns are explained in bot/data/README.md."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources.abc import Traversable

from bot.data_files import BadData, in_file
from bot.domain.codes import Lang
from bot.domain.place import COUNTRY, Gazetteer, OldName, Place, PlaceKind


def read_gazetteer(file: Traversable) -> Gazetteer:
    """Every place; BadData when a row cannot be used."""
    try:
        rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"{file.name}: {error}") from error
    places = [in_file(f"gazetteer.csv: {row.get('id')}", lambda row=row: _place(row)) for row in rows]
    by_id = {place.id: place for place in places}
    if len(by_id) < len(places):
        raise BadData("gazetteer.csv: an id stands twice")
    lost = [place.id for place in places if place.region and place.region not in by_id]
    if lost or COUNTRY not in by_id:
        raise BadData(f"gazetteer.csv: unknown region of {lost}" if lost else "gazetteer.csv: the country is missing")
    return Gazetteer(by_id)


def _place(row: Mapping[str, str]) -> Place:
    name_en = row["name_en"]
    return Place(
        id=row["id"],
        kind=PlaceKind(row["kind"]),
        names={Lang.KK: row["name_kk"], Lang.RU: row["name_ru"], Lang.EN: name_en},
        located={Lang.KK: row["kk_loc"], Lang.RU: row["ru_loc"], Lang.EN: f"in {name_en}"},
        region=row["region"] or None,
        old_names=tuple(_old_names(row["old_names"])),
        aliases=tuple((lang, name) for entry in _entries(row["aliases"]) for lang, name in _spelled(entry)),
        population=int(row["population"] or 0),
        ru_decl=row["ru_decl"],
        ru_adj=row["ru_adj"],
        match=row["match"],
        no_match=frozenset(name for name in row["no_match"].split("|") if name),
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        iso=row["iso_3166_2"],
    )


def _entries(cell: str) -> list[str]:
    return [entry.strip() for entry in cell.split(";") if entry.strip()]


def _spelled(entry: str) -> list[tuple[Lang, str]]:
    """«ru:A|B|en:C» → pairs; the language carries over."""
    lang, found = Lang.RU, []
    for part in entry.split("|"):
        code, mark, name = part.strip().partition(":")
        lang = Lang(code) if mark else lang
        found.append((lang, (name if mark else code).strip()))
    return found


def _old_names(cell: str) -> Iterable[OldName]:
    for entry in _entries(cell):
        names, _, years = entry.partition(" (")
        since, until = _bounds(years.rstrip(")"))
        for lang, name in _spelled(names):
            yield OldName(lang, name, since, until)


def _bounds(years: str) -> tuple[date | None, date | None]:
    """«23 Mar 2019 - 17 Sep 2022», «1941-2002», «to 1993»; words such as "Soviet" say nothing exact."""
    years = years.partition(",")[0]
    if years.startswith("to "):
        return None, _edge(years[3:], last=True)
    since, mark, until = years.replace(" - ", "-").partition("-")
    return (_edge(since, last=False), _edge(until, last=True)) if mark else (None, None)


def _edge(text: str, *, last: bool) -> date | None:
    words = text.strip().split()
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    if len(words) == 3 and words[1] in months:
        return date(int(words[2]), months.index(words[1]) + 1, int(words[0]))
    if len(words) == 1 and words[0].isdigit():
        return date(int(words[0]), 12, 31) if last else date(int(words[0]), 1, 1)
    return None
